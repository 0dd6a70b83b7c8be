import django.db.models.deletion
from django.db import migrations, models
from wagtail.documents import get_document_model_string


class Migration(migrations.Migration):

    dependencies = [
        ('gongkai_search', '0001_initial'),
        migrations.swappable_dependency(get_document_model_string()),
    ]

    operations = [
        migrations.CreateModel(
            name='ExtractedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=255)),
                ('file_hash', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField(verbose_name='提取程序版本')),
                ('status', models.CharField(choices=[('done', '已提取文字'), ('no_text', '没有文字（扫描件或图片）'), ('empty', '没有内容'), ('encrypted', '有密码'), ('broken', '文件损坏'), ('too_large', '超过上限'), ('timeout', '读取超时'), ('out_of_memory', '占用内存过多'), ('unsupported', '不支持的格式')], db_index=True, max_length=20, verbose_name='结果')),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('format', models.CharField(blank=True, max_length=10, verbose_name='格式')),
                ('pages', models.PositiveIntegerField(default=0, verbose_name='页数')),
                ('pages_without_text', models.PositiveIntegerField(default=0, verbose_name='没有文字的页数')),
                ('was_cut', models.BooleanField(default=False, verbose_name='文字被截断')),
                ('characters', models.PositiveIntegerField(default=0, verbose_name='字数')),
                ('hidden_characters', models.PositiveIntegerField(default=0, verbose_name='隐藏内容字数')),
                ('visible', models.BinaryField(default=bytes)),
                ('hidden', models.BinaryField(default=bytes)),
                ('milliseconds', models.PositiveIntegerField(default=0, verbose_name='用时（毫秒）')),
                ('memory_kib', models.PositiveIntegerField(default=0, verbose_name='内存（KiB）')),
                ('extracted_at', models.DateTimeField(auto_now=True, verbose_name='提取时间')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=get_document_model_string(), verbose_name='文件')),
            ],
            options={
                'verbose_name': '附件文字',
                'verbose_name_plural': '附件文字',
                'default_permissions': ('view',),
            },
        ),
    ]
