from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gongkai_pages", "0004_roll_up")]
    operations = []
