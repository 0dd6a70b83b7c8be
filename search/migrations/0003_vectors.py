from django.db import migrations, models

# Beside the bytes, what pgvector orders by; of any dimension, since embedders differ. Without the
# extension, or the right to create it, the search compares in Python instead.
POSTGRESQL = """
DO $$ BEGIN
    IF EXISTS (
        SELECT FROM pg_available_extension_versions WHERE name = 'vector'
        AND string_to_array(version, '.')::int[] >= '{0,8}'
    ) THEN
        CREATE EXTENSION IF NOT EXISTS vector;
        ALTER TABLE gongkai_search_vector ADD COLUMN halfvec halfvec;
    END IF;
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN NULL;
END $$
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)


class Migration(migrations.Migration):

    dependencies = [('gongkai_search', '0002_extracts')]

    operations = [
        migrations.CreateModel(
            name='Vector',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('embedder', models.CharField(max_length=255, verbose_name='语义模型')),
                ('digest', models.CharField(max_length=32)),
                ('values', models.BinaryField()),
                ('changed', models.BigIntegerField()),
                ('made_at', models.DateTimeField(auto_now=True, verbose_name='生成时间')),
            ],
            options={
                'verbose_name': '语义向量',
                'verbose_name_plural': '语义向量',
                'indexes': [models.Index(fields=['embedder', 'changed'], name='gongkai_search_vector_new')],
            },
        ),
        migrations.CreateModel(
            name='VectorLedger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed', models.BigIntegerField(default=0)),
                ('removed', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': '语义向量变动计数',
                'verbose_name_plural': '语义向量变动计数',
            },
        ),
        migrations.CreateModel(
            name='VectorRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('embedder', models.CharField(max_length=255, verbose_name='语义模型')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='需要处理')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已经处理')),
                ('started_at', models.DateTimeField(verbose_name='开始时间')),
                ('moved_at', models.DateTimeField(verbose_name='最近进展')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('error', models.TextField(blank=True, verbose_name='问题')),
            ],
            options={
                'verbose_name': '语义向量生成情况',
                'verbose_name_plural': '语义向量生成情况',
            },
        ),
        # The column goes with its table.
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
