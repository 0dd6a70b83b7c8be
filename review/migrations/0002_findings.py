from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gongkai_review", "0001_initial")]
    operations = []
