from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gongkai_pages", "0004_roll_up")]
    operations = [
        migrations.CreateModel(
            name="FiguresVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=32)),
            ],
            options={
                "verbose_name": "统计数据版本",
                "verbose_name_plural": "统计数据版本",
            },
        ),
    ]
