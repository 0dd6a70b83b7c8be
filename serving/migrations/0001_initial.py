from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='ContentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(blank=True, db_index=True, max_length=100)),
                ('word', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name': '内容版本',
                'verbose_name_plural': '内容版本',
            },
        ),
    ]
