import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("gongkai_pages", "0005_figures_version"),
    ]
    operations = [
        migrations.AddField(
            model_name="annualvalue",
            name="entered_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="填报时间"),
        ),
        migrations.AddField(
            model_name="annualvalue",
            name="entered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="填报人",
            ),
        ),
        migrations.AddField(
            model_name="annualstatistics",
            name="open_errors",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="错误"
            ),
        ),
        migrations.AddField(
            model_name="annualstatistics",
            name="open_warnings",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="待说明的提醒"
            ),
        ),
        migrations.AddField(
            model_name="annualstatistics",
            name="checked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="核对时间"),
        ),
    ]
