from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('gongkai_search', '0004_suggestions')]

    operations = []
