from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gongkai_catalogue", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="genre",
            name="statutory_class",
            field=models.CharField(
                blank=True,
                choices=[("", "不计入"), ("regulation", "规章"), ("normative", "行政规范性文件")],
                default="",
                help_text="这个体裁的条目是否计入年度报告表二的规章或者行政规范性文件。",
                max_length=20,
                verbose_name="年度报告中的类别",
            ),
        ),
    ]
