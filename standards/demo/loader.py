"""Makes the standard catalogue of the demo, its page, and the bindings of the statutory tree."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from ..channels import in_order
from ..due_rules import parse_due_rule
from ..enums import Level
from ..models import StandardCatalogue, StandardCataloguePage, StandardRow
from ..services import statutory
from .rows import ROWS, DemoRow

TITLE = "基层政务公开标准目录"
# 国办发〔2019〕54号: from then on, townships keep such a table.
FIRST_YEAR = 2020
INTRODUCTION = (
    "本镇应当公开的事项，逐项列明公开的内容、依据、时限、主体、渠道和方式，"
    "并列出已经公开的内容。演示数据，事项和文字为演示而编写。"
)


def load(column: Any) -> StandardCatalogue:
    """Load the catalogue of the demo's column; within the demo's own import."""
    catalogue = StandardCatalogue(
        name=f"{column.organ.short_name}{TITLE}",
        column=column,
        organ=column.organ,
        level=Level.TOWNSHIP,
        first_year=FIRST_YEAR,
    )
    catalogue.full_clean()
    catalogue.save()
    organs = {
        each.slug: each for each in apps.get_model("gongkai_catalogue", "Organ").objects.all()
    }
    model: Any = apps.get_model("gongkai_catalogue", "CategoryPage")
    categories = {each.code: each for each in model.objects.descendant_of(column)}
    rows = [_row(demo, organs[demo.organ], categories.get(demo.category)) for demo in ROWS]
    for place, (row, number) in enumerate(zip(rows, _numbers(), strict=True), start=1):
        row.catalogue, row.sort_order, row.number = catalogue, place, number
    StandardRow.objects.bulk_create(rows)
    statutory.build(column, Level.TOWNSHIP, None)
    page = StandardCataloguePage(
        title=TITLE, slug="standards", catalogue=catalogue, introduction=INTRODUCTION, live=False
    )
    column.add_child(instance=page)
    page.save_revision().publish()
    return catalogue


def _numbers() -> list[str]:
    """序号: one for each 一级事项 of a field, as counties count."""
    numbers: list[str] = []
    matters: dict[str, list[str]] = {}
    for row in ROWS:
        known = matters.setdefault(row.area, [])
        if row.matter not in known:
            known.append(row.matter)
        numbers.append(str(known.index(row.matter) + 1))
    return numbers


def _row(demo: DemoRow, organ: Any, category: Any) -> StandardRow:
    rule = parse_due_rule(demo.time_limit)
    return StandardRow(
        area=demo.area,
        matter=demo.matter,
        sub_matter=demo.sub_matter,
        content=demo.content,
        basis=demo.basis,
        time_limit=demo.time_limit,
        body=organ.name,
        channels=list(in_order(demo.channels)),
        to_specific=bool(demo.group),
        specific_group=demo.group,
        at_lower_level=demo.village,
        due_kind=rule.kind,
        due_number=rule.number,
        organ=organ,
        category=category,
        title_words=demo.words,
    )
