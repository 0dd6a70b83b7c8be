from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gongkai_operations", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(
            name="jobstate",
            options={
                "default_permissions": (),
                "permissions": [("watch_scheduler", "查看定时任务运行情况")],
                "verbose_name": "定时任务",
                "verbose_name_plural": "定时任务",
            },
        ),
    ]
