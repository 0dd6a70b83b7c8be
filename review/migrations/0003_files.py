import django.utils.timezone
from django.db import migrations, models

TABLE = "gongkai_review_filereading"
# Readings are only added. What goes past the ORM is refused by the database itself.
SQLITE = [
    f"""
    CREATE TRIGGER {TABLE}_{event} BEFORE {event.upper()} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END
    """
    for event in ("update", "delete")
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION {TABLE}_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{TABLE} is append-only'; END $$
    """,
    f"""
    CREATE TRIGGER {TABLE}_kept BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_kept()
    """,
]
REVERSE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_{event}" for event in ("update", "delete")],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS {TABLE}_kept ON {TABLE}",
        f"DROP FUNCTION IF EXISTS {TABLE}_kept()",
    ],
}


def keep_readings(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def let_readings_go(apps, schema_editor):
    for statement in REVERSE.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("gongkai_review", "0002_findings")]
    operations = [
        migrations.CreateModel(
            name="FileUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("document", "文件"), ("image", "图片")],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("file_id", models.PositiveBigIntegerField()),
                ("page_id", models.PositiveBigIntegerField(db_index=True)),
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("file_hash", models.CharField(blank=True, max_length=64)),
                ("is_public", models.BooleanField(default=False, verbose_name="已公开")),
            ],
            options={
                "verbose_name": "页面使用的文件",
                "verbose_name_plural": "页面使用的文件",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "file_id", "page_id"), name="gongkai_review_file_use"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FileReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="时间"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("document", "文件"), ("image", "图片")],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("file_id", models.PositiveBigIntegerField(verbose_name="文件编号")),
                ("file_title", models.CharField(max_length=255, verbose_name="文件")),
                ("file_name", models.CharField(max_length=255, verbose_name="文件名")),
                ("file_hash", models.CharField(max_length=64, verbose_name="文件校验值")),
                ("page_id", models.PositiveBigIntegerField(null=True, verbose_name="页面编号")),
                (
                    "page_title",
                    models.CharField(blank=True, max_length=255, verbose_name="所属页面"),
                ),
                (
                    "reader_id",
                    models.CharField(blank=True, max_length=64, verbose_name="查阅人编号"),
                ),
                (
                    "reader_name",
                    models.CharField(blank=True, max_length=255, verbose_name="查阅人"),
                ),
            ],
            options={
                "verbose_name": "文件查阅记录",
                "verbose_name_plural": "文件查阅记录",
                "ordering": ["-at", "-pk"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        fields=["kind", "file_id", "reader_id", "at"],
                        name="gongkai_review_readings",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_readings, let_readings_go),
    ]
