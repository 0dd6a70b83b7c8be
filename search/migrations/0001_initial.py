import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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


class Migration(migrations.Migration):
    """The dictionary, and the tables of the search index, which only SQL can describe."""

    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

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
    ]
