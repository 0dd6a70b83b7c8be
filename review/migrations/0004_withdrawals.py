import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gongkai_review", "0003_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_id', models.PositiveBigIntegerField(db_index=True, verbose_name='页面编号')),
                ('at', models.DateTimeField(verbose_name='撤回时间')),
                ('organ_name', models.CharField(blank=True, max_length=255, verbose_name='撤回机关')),
                ('reason', models.CharField(max_length=500, verbose_name='撤回原因')),
                ('public_reason', models.CharField(blank=True, max_length=300, verbose_name='对外说明')),
                ('shows_title', models.BooleanField(default=True, verbose_name='公告中写明名称和索引号')),
                ('title', models.CharField(blank=True, max_length=255, verbose_name='名称')),
                ('index_number', models.CharField(blank=True, max_length=255, verbose_name='索引号')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='重新公开时间')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='gongkai_review.reviewrecord', verbose_name='审查记录')),
            ],
            options={
                'verbose_name': '撤回',
                'verbose_name_plural': '撤回',
                'permissions': [('recheck_page', '复核不予公开的信息')],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('page_id',), name='gongkai_review_withdrawn_once')],
            },
        ),
    ]
