from django.db import migrations

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

# Tokens without statistics: the planner then takes any search for a rare one and always uses the
# index. With them it reads the whole table for a common word, not knowing that every tsvector must
# be fetched from elsewhere and unpacked. The row keeps its title only, so that many hits are few
# pages.
POSTGRESQL = (
    "CREATE TABLE gongkai_search_entry"
    " (id bigint PRIMARY KEY, object_id varchar(255) NOT NULL, title text NOT NULL,"
    " text text NOT NULL, autocomplete text, tokens tsvector NOT NULL,"
    " autocomplete_tokens tsvector NOT NULL) WITH (toast_tuple_target = 256)",
    "ALTER TABLE gongkai_search_entry"
    " ALTER title SET STORAGE MAIN,"
    " ALTER title SET STATISTICS 0, ALTER text SET STATISTICS 0,"
    " ALTER autocomplete SET STATISTICS 0, ALTER tokens SET STATISTICS 0,"
    " ALTER autocomplete_tokens SET STATISTICS 0",
    # Unpacks several times as fast as the default; not every server was built with it.
    "DO $$ BEGIN"
    " IF (SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression')"
    " THEN ALTER TABLE gongkai_search_entry ALTER title SET COMPRESSION lz4,"
    " ALTER text SET COMPRESSION lz4, ALTER tokens SET COMPRESSION lz4;"
    " END IF; END $$",
    "CREATE INDEX gongkai_search_entry_tokens ON gongkai_search_entry USING gin (tokens)",
    "CREATE INDEX gongkai_search_entry_autocomplete ON gongkai_search_entry"
    " USING gin (autocomplete_tokens)",
)
POSTGRESQL_BACK = ("DROP TABLE gongkai_search_entry",)


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
    """The tables of the search index, which only SQL can describe."""

    initial = True

    dependencies = []

    operations = [migrations.RunPython(forwards, backwards)]
