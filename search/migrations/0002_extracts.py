from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('gongkai_search', '0001_initial')]

    operations = []
