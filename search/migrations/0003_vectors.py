from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('gongkai_search', '0002_extracts')]

    operations = []
