from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ChangeHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("epoch", models.CharField(max_length=16)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ItemChange",
            fields=[
                ("page_id", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(verbose_name="变更序号")),
                ("at", models.DateTimeField(db_index=True, verbose_name="变更时间")),
                (
                    "index_number",
                    models.CharField(blank=True, max_length=100, verbose_name="索引号"),
                ),
                ("places", models.TextField()),
                ("is_public", models.BooleanField(verbose_name="公开")),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["number", "page_id"], name="gongkai_change_number")
                ],
            },
        ),
    ]
