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


def statements(vendor):
    return {"sqlite": (SQLITE, SQLITE_BACK)}.get(vendor, ((), ()))


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
