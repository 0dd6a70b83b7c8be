import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gongkai_catalogue", "0001_initial"),
        ("gongkai_pages", "0003_signing"),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportingSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('township_month', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='月')),
                ('township_day', models.PositiveSmallIntegerField(default=31, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)], verbose_name='日')),
            ],
            options={
                'verbose_name': '年报期限',
            },
        ),
        migrations.CreateModel(
            name='ReportingBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('department', '部门'), ('county', '县级以上人民政府'), ('township', '乡镇、街道')], help_text='决定报告的期限：部门1月31日、县级以上政府3月31日（条例第四十九条）。', max_length=20, verbose_name='类别')),
                ('compiles', models.BooleanField(default=False, help_text='三张表为下级各报告单位之和。本级政府自身的数据由其办公室作为一个报告单位填报。', verbose_name='汇总下级')),
                ('active_from', models.PositiveSmallIntegerField(blank=True, help_text='留空为一直报告。', null=True, validators=[django.core.validators.MinValueValidator(2008), django.core.validators.MaxValueValidator(2999)], verbose_name='起始年度')),
                ('active_to', models.PositiveSmallIntegerField(blank=True, help_text='撤并的机构填写最后一个报告年度。', null=True, validators=[django.core.validators.MinValueValidator(2008), django.core.validators.MaxValueValidator(2999)], verbose_name='终止年度')),
                ('compiled_into', models.ForeignKey(blank=True, help_text='留空为上级机构中最近的一个汇总机构。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gongkai_catalogue.organ', verbose_name='汇入机构')),
                ('organ', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reporting_body', to='gongkai_catalogue.organ', verbose_name='机构')),
            ],
            options={
                'verbose_name': '年报报告单位',
                'verbose_name_plural': '年报报告单位',
                'ordering': ['organ__sort_order', 'organ_id'],
                'permissions': [('view_roll_up', '查看年报汇总'), ('view_evaluation', '查看信息公开考核表')],
            },
        ),
    ]
