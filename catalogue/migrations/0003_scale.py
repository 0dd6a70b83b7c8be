from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gongkai_catalogue", "0002_tallies")]

    operations = [
        migrations.CreateModel(
            name="SampleLoad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page_id", models.BigIntegerField()),
                ("seed", models.CharField(max_length=100)),
                ("done", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["page_id", "seed"], name="gongkai_sample_load")
                ]
            },
        ),
    ]
