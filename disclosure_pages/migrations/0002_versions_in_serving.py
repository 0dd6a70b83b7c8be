from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('gongkai_pages', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(
            name='FiguresVersion',
        ),
    ]
