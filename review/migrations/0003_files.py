from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gongkai_review", "0002_findings")]
    operations = []
