import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('gongkai_search', '0003_vectors')]

    operations = [
        migrations.CreateModel(
            name='SuggestedPhrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=30, unique=True, verbose_name='词语')),
                ('kind', models.CharField(choices=[('words', '标题中的词语'), ('name', '名称'), ('title', '标题')], max_length=10, verbose_name='来源')),
                ('readings', models.TextField(verbose_name='读音')),
                ('weight', models.PositiveIntegerField(verbose_name='标题数')),
            ],
            options={
                'verbose_name': '检索建议词',
                'verbose_name_plural': '检索建议词',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SuggestionKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BinaryField(max_length=181)),
                ('weight', models.PositiveIntegerField()),
                ('phrase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='gongkai_search.suggestedphrase')),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'weight', 'phrase'], name='gongkai_search_suggestion')],
                'default_permissions': (),
            },
        ),
    ]
