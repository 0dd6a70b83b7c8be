import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What editors tend the search with."""

    dependencies = [
        ('gongkai_search', '0004_suggestions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='QueryCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('digest', models.CharField(editable=False, max_length=32)),
                ('text', models.CharField(blank=True, max_length=100, verbose_name='检索内容')),
                ('searches', models.PositiveIntegerField(default=0, verbose_name='检索次数')),
                ('askers', models.PositiveIntegerField(default=0, verbose_name='检索人数')),
                ('fewest_hits', models.PositiveIntegerField(default=0, verbose_name='最少结果数')),
            ],
            options={
                'verbose_name': '检索统计',
                'verbose_name_plural': '检索统计',
                'ordering': ['-day', '-searches'],
                'default_permissions': ('view',),
                'indexes': [models.Index(condition=models.Q(('text', ''), _negated=True), fields=['text'], name='gongkai_search_query_text')],
                'constraints': [models.UniqueConstraint(fields=('day', 'digest'), name='gongkai_search_query_a_day')],
            },
        ),
        migrations.CreateModel(
            name='SynonymGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('mutual', '互为同义词'), ('one-way', '单向')], default='mutual', help_text='“互为同义词”：检索其中任何一个词，也找到其他各词。“单向”：检索上面的词，也找到下面的词，反过来不找，用于俗称、简称或者上位词。', max_length=10, verbose_name='关系')),
                ('words', models.TextField(help_text='每行一个，2至30个字符，如“低保”“最低生活保障”。繁体字保存为简体字。', verbose_name='词语')),
                ('found_words', models.TextField(blank=True, help_text='只在“单向”时填写，每行一个。', verbose_name='同时检索的词语')),
                ('note', models.CharField(blank=True, help_text='为什么收录，可以不填。', max_length=200, verbose_name='备注')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='录入时间')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='最后修改时间')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最后修改人')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
            ],
            options={
                'verbose_name': '同义词',
                'verbose_name_plural': '同义词',
                'ordering': ['words'],
            },
        ),
        migrations.CreateModel(
            name='AnsweredQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(help_text='按群众的说法写，如“家里穷怎么领补助”。相近的问法也会用到这个答案。', max_length=100, verbose_name='问题')),
                ('note', models.CharField(blank=True, help_text='依据、来源等，可以不填。', max_length=200, verbose_name='备注')),
                ('vector', models.BinaryField(blank=True, default=b'')),
                ('made_by', models.CharField(blank=True, editable=False, max_length=120)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='录入时间')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='最后修改时间')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最后修改人')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                ('page', models.ForeignKey(help_text='检索这个问题或者相近的问题时排在前面的页面。未公开的页面不会出现。', on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='答复的页面')),
            ],
            options={
                'verbose_name': '已答复问题',
                'verbose_name_plural': '已答复问题',
                'ordering': ['question'],
                'constraints': [models.UniqueConstraint(fields=('question', 'page'), name='gongkai_search_answer_once', violation_error_message='这个问题已经关联了这个页面，不需要重复录入。')],
            },
        ),
        migrations.CreateModel(
            name='SearchJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('index', '重建索引')], max_length=10, verbose_name='工作')),
                ('status', models.CharField(choices=[('waiting', '等待后台处理'), ('running', '正在进行'), ('done', '已完成'), ('failed', '未完成')], default='waiting', max_length=10, verbose_name='状态')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已处理')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='总数')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='原因')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='启动时间')),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='最近进展')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='启动人')),
            ],
            options={
                'verbose_name': '检索维护工作',
                'verbose_name_plural': '检索维护工作',
                'ordering': ['-pk'],
                'permissions': [('maintain_search', '维护检索')],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['waiting', 'running'])), fields=('kind',), name='gongkai_search_one_job_of_a_kind')],
            },
        ),
    ]
