import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What goes past the ORM is refused by the database itself.
APPEND_ONLY = ("gongkai_review_reviewrecord", "gongkai_review_filereading")
REFUSAL = "rows of this table are only ever added"


def refuse_changes(table):
    """Statements with which the database itself refuses to change or to delete rows of a table.

    TRUNCATE is left: Django empties whole databases with it, after tests among others, and who may
    do it may take the triggers away as well. The chain tells afterwards.
    """
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for event in ("UPDATE", "DELETE")
        ],
        "postgresql": [
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        ],
    }


def allow_changes(table):
    """Statements that take the triggers away."""
    return {
        "sqlite": [f"DROP TRIGGER {table}_no_{event}" for event in ("update", "delete")],
        "postgresql": [
            f"DROP TRIGGER {table}_no_change ON {table}",
            f"DROP FUNCTION {table}_refuse()",
        ],
    }


def run(statements):
    def operation(apps, schema_editor):
        for statement in statements.get(schema_editor.connection.vendor, ()):
            schema_editor.execute(statement, params=None)

    return operation


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(blank=True, max_length=64)),
                ('seal', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DueTaskState',
            fields=[
                ('taskstate_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.taskstate')),
                ('due_on', models.DateField(db_index=True, null=True, verbose_name='办理期限')),
                ('referred_to', models.CharField(blank=True, help_text='等待其答复期间不计超期。', max_length=100, verbose_name='报请确定的机关')),
            ],
            options={
                'verbose_name': '审查环节',
                'verbose_name_plural': '审查环节',
                'default_permissions': (),
            },
            bases=('wagtailcore.taskstate',),
        ),
        migrations.CreateModel(
            name='FileReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='时间')),
                ('kind', models.CharField(choices=[('document', '文件'), ('image', '图片')], max_length=10, verbose_name='类型')),
                ('file_id', models.PositiveBigIntegerField(verbose_name='文件编号')),
                ('file_title', models.CharField(max_length=255, verbose_name='文件')),
                ('file_name', models.CharField(max_length=255, verbose_name='文件名')),
                ('file_hash', models.CharField(max_length=64, verbose_name='文件校验值')),
                ('page_id', models.PositiveBigIntegerField(null=True, verbose_name='页面编号')),
                ('page_title', models.CharField(blank=True, max_length=255, verbose_name='所属页面')),
                ('reader_id', models.CharField(blank=True, max_length=64, verbose_name='查阅人编号')),
                ('reader_name', models.CharField(blank=True, max_length=255, verbose_name='查阅人')),
            ],
            options={
                'verbose_name': '文件查阅记录',
                'verbose_name_plural': '文件查阅记录',
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['kind', 'file_id', 'reader_id', 'at'], name='gongkai_review_readings')],
            },
        ),
        migrations.CreateModel(
            name='FileUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('document', '文件'), ('image', '图片')], max_length=10, verbose_name='类型')),
                ('file_id', models.PositiveBigIntegerField()),
                ('page_id', models.PositiveBigIntegerField(db_index=True)),
                ('file_name', models.CharField(blank=True, max_length=255)),
                ('file_hash', models.CharField(blank=True, max_length=64)),
                ('is_public', models.BooleanField(default=False, verbose_name='已公开')),
            ],
            options={
                'verbose_name': '页面使用的文件',
                'verbose_name_plural': '页面使用的文件',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('kind', 'file_id', 'page_id'), name='gongkai_review_file_use')],
            },
        ),
        migrations.CreateModel(
            name='LeaderApprovalTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('working_days', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='办理期限（工作日）')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': '审签',
                'verbose_name_plural': '审签',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='ReviewRecord',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='记录编号')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('action', models.CharField(choices=[('reviewed', '保密审查'), ('approved', '审签'), ('returned', '退回'), ('referred', '报请确定'), ('exception', '例外发布'), ('imported', '导入发布'), ('inherited', '沿用原记录'), ('withdrawn', '撤回'), ('unpublished', '撤下'), ('rechecked', '定期复核')], db_index=True, max_length=20, verbose_name='事项')),
                ('content_type_label', models.CharField(max_length=100)),
                ('page_id', models.PositiveBigIntegerField(verbose_name='页面编号')),
                ('page_title', models.CharField(max_length=255, verbose_name='名称')),
                ('index_number', models.CharField(blank=True, max_length=100, verbose_name='索引号')),
                ('revision_id', models.PositiveBigIntegerField(null=True)),
                ('digest', models.CharField(max_length=64, verbose_name='内容校验值')),
                ('actor_id', models.CharField(blank=True, max_length=64)),
                ('actor_name', models.CharField(blank=True, max_length=255, verbose_name='经办人')),
                ('authors', models.JSONField(default=list, verbose_name='起草人')),
                ('decision', models.CharField(blank=True, choices=[('publish', '予以公开'), ('partial', '区分处理后公开'), ('withhold', '不予公开'), ('refer', '不能确定，报请确定')], max_length=20, verbose_name='审查意见')),
                ('bases', models.JSONField(default=list, verbose_name='依据')),
                ('checklist', models.JSONField(default=list, verbose_name='审查清单')),
                ('findings', models.JSONField(default=list, verbose_name='扫描提示及处理')),
                ('remark', models.TextField(blank=True, verbose_name='说明')),
                ('data', models.JSONField(default=dict)),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64, verbose_name='校验值')),
                ('seal', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': '审查记录',
                'verbose_name_plural': '审查台账',
                'ordering': ['-number'],
                'permissions': [('withdraw_page', '撤回已公开的信息')],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['page_id', '-number'], name='gongkai_record_of_page'), models.Index(condition=models.Q(('action', 'exception')), fields=['-number'], name='gongkai_record_exceptions')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('page_id', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('revision_id', models.PositiveBigIntegerField(null=True)),
                ('released_at', models.DateTimeField()),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='gongkai_review.reviewrecord')),
            ],
            options={
                'verbose_name': '公开状态',
                'verbose_name_plural': '公开状态',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SecrecyReviewTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('working_days', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='办理期限（工作日）')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': '保密审查',
                'verbose_name_plural': '保密审查',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='DraftAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_id', models.PositiveBigIntegerField()),
                ('revision_id', models.PositiveBigIntegerField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('page_id', 'revision_id', 'user'), name='gongkai_draft_author')],
            },
        ),
        migrations.CreateModel(
            name='FindingAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=40, verbose_name='类型')),
                ('reason', models.CharField(max_length=500, verbose_name='保留的理由')),
                ('answered_at', models.DateTimeField(verbose_name='时间')),
                ('answered_by_name', models.CharField(max_length=255, verbose_name='经办人')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '敏感信息处理意见',
                'verbose_name_plural': '敏感信息处理意见',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('page', 'fingerprint'), name='gongkai_review_one_answer')],
            },
        ),
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
        *(
            migrations.RunPython(run(refuse_changes(table)), run(allow_changes(table)))
            for table in APPEND_ONLY
        ),
    ]
