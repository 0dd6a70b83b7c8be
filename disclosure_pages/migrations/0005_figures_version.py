import wagtail.fields
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
                ("model", models.CharField(blank=True, max_length=100)),
                ("word", models.CharField(max_length=32)),
            ],
            options={
                "verbose_name": "统计数据版本",
                "verbose_name_plural": "统计数据版本",
            },
        ),
        migrations.AlterField(
            model_name="annualreportpage",
            name="body",
            field=wagtail.fields.StreamField([('section', 10)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': '标题', 'max_length': 100}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['h3', 'bold', 'ol', 'ul', 'link', 'document-link'], 'help_text': '数字写成引用，如 {{items.total}}，由统计自动填入。', 'label': '文字', 'template': 'gongkai_pages/blocks/prose.html'}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': []}), 3: ('wagtail.blocks.CharBlock', (), {'label': '表题', 'max_length': 100}), 4: ('wagtail.blocks.TextBlock', (), {'help_text': '每行一个代码，如 items.kind.document。', 'label': '指标代码', 'rows': 6}), 5: ('wagtail.blocks.StructBlock', [[('caption', 3), ('codes', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': '图题', 'max_length': 100}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': [], 'label': '数据'}), 8: ('wagtail.blocks.StructBlock', [[('caption', 6), ('group', 7)]], {}), 9: ('wagtail.blocks.StreamBlock', [[('prose', 1), ('table', 2), ('figures', 5), ('chart', 8)]], {'label': '内容'}), 10: ('wagtail.blocks.StructBlock', [[('heading', 0), ('content', 9)]], {})}, verbose_name='正文'),
        ),
    ]
