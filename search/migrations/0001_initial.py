import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string

SQLITE = (
    "CREATE TABLE gongkai_search_entry"
    " (id integer PRIMARY KEY, object_id varchar(255) NOT NULL, text blob NOT NULL)",
    "CREATE VIRTUAL TABLE gongkai_search_fts"
    " USING fts5(title, lead, body, attached, autocomplete, content='', tokenize='ascii')",
    "CREATE VIRTUAL TABLE gongkai_search_terms USING fts5vocab(gongkai_search_fts, row)",
)
SQLITE_BACK = (
    "DROP TABLE gongkai_search_terms",
    "DROP TABLE gongkai_search_fts",
    "DROP TABLE gongkai_search_entry",
)

# The tokens of texts, as index_tokens makes them in Python; the index keeps them, the table only the
# texts. Its cost keeps the planner from reading the whole table with it. A word of Han characters
# gives its pairs and its last character; any other word, and a document number, is one token.
POSTGRESQL_TOKENS = """
CREATE FUNCTION gongkai_search_tokens(texts text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
BEGIN
    RETURN array_to_tsvector(array(
        WITH runs AS MATERIALIZED (
            SELECT run, run ~ '^[々〇㐀-䶿一-鿿豈-\uFAFF\U00020000-\U000323AF]+$' AS is_han
            FROM unnest(string_to_array(texts, ' ')) AS run WHERE run COLLATE "C" > ' '
        ),
        characters AS (
            SELECT character, lead(character) OVER (ORDER BY place) AS next
            FROM unnest(string_to_array((SELECT string_agg(run, ' ') FROM runs WHERE is_han), NULL))
                WITH ORDINALITY AS of_runs (character, place)
        )
        SELECT CASE WHEN next <> ' ' THEN character || next ELSE character END
        FROM characters WHERE character <> ' '
        UNION ALL SELECT run FROM runs WHERE NOT is_han
    ));
END $$
"""
# A row keeps only its title at hand, so that many hits are few pages.
POSTGRESQL = (
    POSTGRESQL_TOKENS,
    "CREATE TABLE gongkai_search_entry"
    " (id bigint PRIMARY KEY, object_id varchar(255) NOT NULL, title text NOT NULL,"
    " text text NOT NULL, autocomplete text) WITH (toast_tuple_target = 256)",
    "ALTER TABLE gongkai_search_entry ALTER title SET STORAGE MAIN,"
    " ALTER title SET STATISTICS 0, ALTER text SET STATISTICS 0,"
    " ALTER autocomplete SET STATISTICS 0",
    # Unpacks several times as fast as the default; not every server was built with it.
    "DO $$ BEGIN"
    " IF (SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression')"
    " THEN ALTER TABLE gongkai_search_entry ALTER text SET COMPRESSION lz4;"
    " END IF; END $$",
    # Without a list of entries still to be put in their place: searches would have to read it.
    "CREATE INDEX gongkai_search_entry_tokens ON gongkai_search_entry"
    " USING gin (gongkai_search_tokens(title || text)) WITH (fastupdate = off)",
    "CREATE INDEX gongkai_search_entry_autocomplete ON gongkai_search_entry"
    " USING gin (gongkai_search_tokens(COALESCE(autocomplete, title))) WITH (fastupdate = off)",
    # Else the tokens of thousands of rows are made again whenever statistics are.
    "ALTER INDEX gongkai_search_entry_tokens ALTER COLUMN 1 SET STATISTICS 0",
    "ALTER INDEX gongkai_search_entry_autocomplete ALTER COLUMN 1 SET STATISTICS 0",
)
POSTGRESQL_BACK = (
    "DROP TABLE gongkai_search_entry",
    "DROP FUNCTION gongkai_search_tokens",
)


def statements(vendor):
    return {
        "sqlite": (SQLITE, SQLITE_BACK),
        "postgresql": (POSTGRESQL, POSTGRESQL_BACK),
    }.get(vendor, ((), ()))


def forwards(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement)


# Beside the bytes, what pgvector orders by; of any dimension, since embedders differ. Without the
# extension, or the right to create it, the search compares in Python instead.
POSTGRESQL_VECTORS = """
DO $$ BEGIN
    IF EXISTS (
        SELECT FROM pg_available_extension_versions WHERE name = 'vector'
        AND string_to_array(version, '.')::int[] >= '{0,8}'
    ) THEN
        CREATE EXTENSION IF NOT EXISTS vector;
        ALTER TABLE gongkai_search_vector ADD COLUMN halfvec halfvec;
    END IF;
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN NULL;
END $$
"""


def add_halfvec(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_VECTORS)


class Migration(migrations.Migration):
    """All tables of the search; those of the index only SQL can describe."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(get_document_model_string()),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DictionaryWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(error_messages={'unique': '词典里已有这个词，请在列表中找到它修改，不要重复新增。'}, help_text='2至30个汉字，如“五水共治”。繁体字保存为简体字。', max_length=30, unique=True, verbose_name='词')),
                ('treatment', models.CharField(choices=[('kept', '作为一个词'), ('refused', '不作为一个词')], default='kept', help_text='“作为一个词”：检索语句拆成词时不拆开它。“不作为一个词”：总是拆开它，用于系统或者机构、主题名称带来的错误切分。', max_length=10, verbose_name='处理方式')),
                ('note', models.CharField(blank=True, help_text='为什么收录，可以不填。', max_length=200, verbose_name='备注')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='录入时间')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='最后修改时间')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最后修改人')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
            ],
            options={
                'verbose_name': '检索词',
                'verbose_name_plural': '检索词典',
                'ordering': ['word'],
            },
        ),
        migrations.RunPython(forwards, backwards),
        migrations.CreateModel(
            name='ExtractedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=255)),
                ('file_hash', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField(verbose_name='提取程序版本')),
                ('status', models.CharField(choices=[('done', '已提取文字'), ('no_text', '没有文字（扫描件或图片）'), ('empty', '没有内容'), ('encrypted', '有密码'), ('broken', '文件损坏'), ('too_large', '超过上限'), ('timeout', '读取超时'), ('out_of_memory', '占用内存过多'), ('unsupported', '不支持的格式')], db_index=True, max_length=20, verbose_name='结果')),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('format', models.CharField(blank=True, max_length=10, verbose_name='格式')),
                ('pages', models.PositiveIntegerField(default=0, verbose_name='页数')),
                ('pages_without_text', models.PositiveIntegerField(default=0, verbose_name='没有文字的页数')),
                ('was_cut', models.BooleanField(default=False, verbose_name='文字被截断')),
                ('characters', models.PositiveIntegerField(default=0, verbose_name='字数')),
                ('hidden_characters', models.PositiveIntegerField(default=0, verbose_name='隐藏内容字数')),
                ('visible', models.BinaryField(default=bytes)),
                ('hidden', models.BinaryField(default=bytes)),
                ('milliseconds', models.PositiveIntegerField(default=0, verbose_name='用时（毫秒）')),
                ('memory_kib', models.PositiveIntegerField(default=0, verbose_name='内存（KiB）')),
                ('extracted_at', models.DateTimeField(auto_now=True, verbose_name='提取时间')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=get_document_model_string(), verbose_name='文件')),
            ],
            options={
                'verbose_name': '附件文字',
                'verbose_name_plural': '附件文字',
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Vector',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('embedder', models.CharField(max_length=255, verbose_name='语义模型')),
                ('digest', models.CharField(max_length=32)),
                ('values', models.BinaryField()),
                ('changed', models.BigIntegerField()),
                ('made_at', models.DateTimeField(auto_now=True, verbose_name='生成时间')),
            ],
            options={
                'verbose_name': '语义向量',
                'verbose_name_plural': '语义向量',
                'indexes': [models.Index(fields=['embedder', 'changed'], name='gongkai_search_vector_new')],
            },
        ),
        migrations.CreateModel(
            name='VectorLedger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed', models.BigIntegerField(default=0)),
                ('removed', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': '语义向量变动计数',
                'verbose_name_plural': '语义向量变动计数',
            },
        ),
        migrations.CreateModel(
            name='VectorRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('embedder', models.CharField(max_length=255, verbose_name='语义模型')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='需要处理')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已经处理')),
                ('started_at', models.DateTimeField(verbose_name='开始时间')),
                ('moved_at', models.DateTimeField(verbose_name='最近进展')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('error', models.TextField(blank=True, verbose_name='问题')),
            ],
            options={
                'verbose_name': '语义向量生成情况',
                'verbose_name_plural': '语义向量生成情况',
            },
        ),
        # The column goes with its table.
        migrations.RunPython(add_halfvec, migrations.RunPython.noop),
        migrations.CreateModel(
            name='SuggestedPhrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=30, unique=True, verbose_name='词语')),
                ('kind', models.CharField(choices=[('words', '标题中的词语'), ('name', '名称'), ('title', '标题')], max_length=10, verbose_name='来源')),
                ('readings', models.TextField(verbose_name='读音')),
                ('weight', models.PositiveIntegerField(verbose_name='标题数')),
            ],
            options={
                'verbose_name': '检索建议词',
                'verbose_name_plural': '检索建议词',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SuggestionKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BinaryField(max_length=181)),
                ('weight', models.PositiveIntegerField()),
                ('phrase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='gongkai_search.suggestedphrase')),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'weight', 'phrase'], name='gongkai_search_suggestion')],
                'default_permissions': (),
            },
        ),
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
