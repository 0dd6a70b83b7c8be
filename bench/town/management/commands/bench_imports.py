"""``manage.py bench_imports``: a column for the corpus, and whether it arrived as it is."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection
from wagtail.models import Page, Site

from bench import corpus

_CATEGORIES = (("20-01", "规范性文件"), ("20-01-01", "行政规范性文件"), ("20-01-02", "法律法规"))


class Command(BaseCommand):
    help = "bench.imports 用：prepare 建立栏目，compare 核对，count 数各表的行数。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["prepare", "compare", "count"])
        parser.add_argument("set", nargs="?", default="policies")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "prepare":
            prepare()
        elif options["what"] == "count":
            self.stdout.write(json.dumps(counts()))
        else:
            self.stdout.write(compare(options["set"]))


def prepare() -> None:
    """A column with the corpus's categories, organs and topics."""
    from catalogue.services.vocabularies import seed_vocabularies

    seed_vocabularies()
    organ: Any = apps.get_model("gongkai_catalogue", "Organ")
    topic: Any = apps.get_model("gongkai_catalogue", "Topic")
    town = organ.objects.create(name="泗门镇人民政府", organisation_code="002948561")
    for name in ("泗门镇农业办公室", "泗门镇党政综合办公室"):
        organ.objects.create(name=name, parent=town)
    rows = [*corpus.policies(), *corpus.laws()]
    for name in dict.fromkeys(row["organ"] for row in rows):
        organ.objects.get_or_create(name=name)
    for full in dict.fromkeys(row["topic"] for row in rows if row.get("topic")):
        parent = None
        for number, name in enumerate(full.split("\\")):
            parent = topic.objects.filter(parent=parent, name=name).first() or topic.objects.create(
                parent=parent, name=name, code=f"bench-{topic.objects.count()}-{number}"
            )
    home = Page.objects.get(depth=1).add_child(
        instance=apps.get_model("gongkai_pages", "DisclosureIndexPage")(
            title="泗门镇政府信息公开", slug="simen", organ=town, live=False
        )
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    catalogue = home.add_child(
        instance=apps.get_model("gongkai_catalogue", "CataloguePage")(
            title="法定主动公开内容", slug="catalogue", live=False
        )
    )
    model = apps.get_model("gongkai_catalogue", "CategoryPage")
    parent = catalogue
    for code, title in _CATEGORIES:
        made = parent.add_child(instance=model(title=title, slug=code, code=code, live=False))
        parent = made if code == "20-01" else parent


def compare(name: str) -> str:
    """Every field of every row against the stored item."""
    from catalogue.services.loading import paragraphs

    rows = {"policies": corpus.policies, "laws": corpus.laws}[name]()
    items = {item.index_number: item for item in _items()}
    wrong: list[str] = []
    missing = fields = 0
    for row in rows:
        item = items.get(row["index_number"])
        if item is None:
            missing += 1
            continue
        expected = {
            "title": row["title"],
            "document_number": row["document_number"],
            "written_on": row["written_on"],
            "published_on": row["published_on"],
            "organ": row["organ"],
            "topic": row.get("topic", "").replace("\\", "/"),
            "genre": row["genre"],
            "keywords": " ".join(row.get("keywords", ())),
            "body": paragraphs(row["body"]),
        }
        found = {
            "title": item.title,
            "document_number": item.document_number,
            "written_on": str(item.written_on),
            "published_on": str(item.published_on),
            "organ": item.organ.name,
            "topic": item.topic.full_name if item.topic else "",
            "genre": item.genre.name,
            "keywords": item.keywords,
            "body": "".join(str(block.value) for block in item.body),
        }
        fields += len(expected)
        wrong += [
            f"{row['index_number']} {key}: {found[key][:60]!r} != {value[:60]!r}"
            for key, value in expected.items()
            if found[key] != value
        ]
    shown = "; ".join(wrong[:10])
    return f"{len(items)} items, {missing} missing, {fields} fields, {len(wrong)} differ {shown}"


def _items() -> Any:
    model: Any = apps.get_model("gongkai_catalogue", "ItemPage")
    return model.objects.select_related("organ", "topic__parent", "genre").iterator(200)


def counts() -> dict[str, int]:
    """Rows of every table but those of the imports themselves."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            if table.startswith("gongkai_imports_"):
                continue
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table's own name
            found[table] = cursor.fetchone()[0]
    return found
