from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gongkai_catalogue", "0001_initial")]

    operations = []
