import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gongkai_catalogue", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope_id", models.PositiveBigIntegerField(verbose_name="页面")),
                ("grouping", models.PositiveSmallIntegerField(verbose_name="分组")),
                ("organ_id", models.BigIntegerField(verbose_name="发布机构")),
                ("topic_id", models.BigIntegerField(verbose_name="主题分类")),
                ("genre_id", models.BigIntegerField(verbose_name="体裁分类")),
                ("year", models.PositiveSmallIntegerField(verbose_name="发布年份")),
                ("kind", models.CharField(max_length=20, verbose_name="信息类别")),
                ("validity", models.CharField(max_length=10, verbose_name="有效性")),
                ("items", models.IntegerField(verbose_name="条目数")),
                ("is_change", models.BooleanField(verbose_name="尚未合并")),
            ],
            options={
                "verbose_name": "条目计数",
                "verbose_name_plural": "条目计数",
                "indexes": [
                    models.Index(
                        fields=["scope_id", "grouping", "organ_id"], name="gongkai_tally_organ"
                    ),
                    models.Index(
                        fields=["scope_id", "grouping", "topic_id", "genre_id"],
                        name="gongkai_tally_topic",
                    ),
                    models.Index(
                        condition=models.Q(("is_change", True)),
                        fields=["id"],
                        name="gongkai_tally_change",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_change", False)),
                        fields=(
                            "scope_id",
                            "grouping",
                            "organ_id",
                            "topic_id",
                            "genre_id",
                            "year",
                            "kind",
                            "validity",
                        ),
                        name="gongkai_tally_sum",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedItem",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="listed",
                        serialize=False,
                        to="gongkai_catalogue.itempage",
                        verbose_name="条目",
                    ),
                ),
                ("category_id", models.PositiveBigIntegerField(verbose_name="类别页面")),
                ("kind", models.CharField(max_length=20, verbose_name="信息类别")),
                ("organ_id", models.BigIntegerField(default=0, verbose_name="发布机构")),
                ("topic_id", models.BigIntegerField(default=0, verbose_name="主题分类")),
                ("genre_id", models.BigIntegerField(default=0, verbose_name="体裁分类")),
                ("year", models.PositiveSmallIntegerField(default=0, verbose_name="发布年份")),
                ("published_on", models.DateField(null=True, verbose_name="发布日期")),
                ("written_on", models.DateField(null=True, verbose_name="成文日期")),
                (
                    "index_number",
                    models.CharField(blank=True, max_length=100, verbose_name="索引号"),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=100, verbose_name="文号"),
                ),
                ("validity", models.CharField(max_length=10, verbose_name="有效性")),
                ("valid_since", models.DateField(null=True, verbose_name="有效性起算")),
                ("valid_before", models.DateField(null=True, verbose_name="有效性截止")),
            ],
            options={
                "verbose_name": "在列条目",
                "verbose_name_plural": "在列条目",
                "indexes": [
                    models.Index(
                        fields=[
                            "-published_on",
                            "-item",
                            "category_id",
                            "organ_id",
                            "topic_id",
                            "genre_id",
                            "kind",
                            "validity",
                        ],
                        name="gongkai_listed_published",
                    ),
                    models.Index(
                        fields=["category_id", "-published_on", "-item"],
                        name="gongkai_listed_category",
                    ),
                    models.Index(
                        fields=["organ_id", "-published_on", "-item"], name="gongkai_listed_organ"
                    ),
                    models.Index(
                        fields=["topic_id", "-published_on", "-item"], name="gongkai_listed_topic"
                    ),
                    models.Index(
                        fields=["genre_id", "-published_on", "-item"], name="gongkai_listed_genre"
                    ),
                    models.Index(
                        fields=["kind", "-published_on", "-item"], name="gongkai_listed_kind"
                    ),
                    models.Index(
                        fields=["validity", "-published_on", "-item"],
                        name="gongkai_listed_validity",
                    ),
                    models.Index(fields=["-written_on", "-item"], name="gongkai_listed_written"),
                    models.Index(fields=["index_number", "item"], name="gongkai_listed_index_no"),
                    models.Index(
                        fields=["document_number", "item"], name="gongkai_listed_document_no"
                    ),
                    models.Index(
                        condition=models.Q(("valid_since__isnull", False)),
                        fields=["valid_since"],
                        name="gongkai_listed_since",
                    ),
                    models.Index(
                        condition=models.Q(("valid_before__isnull", False)),
                        fields=["valid_before"],
                        name="gongkai_listed_before",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TallyScope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category_id", models.PositiveBigIntegerField(verbose_name="类别页面")),
                ("scope_id", models.PositiveBigIntegerField(verbose_name="上级页面")),
            ],
            options={
                "verbose_name": "计数范围",
                "verbose_name_plural": "计数范围",
                "indexes": [models.Index(fields=["scope_id"], name="gongkai_tally_scope_of")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("category_id", "scope_id"), name="gongkai_tally_scope"
                    )
                ],
            },
        ),
    ]
