from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('gongkai_search', '0003_vectors')]

    operations = []
