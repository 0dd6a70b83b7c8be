"""Pages of the column beside the catalogue, and items by the thousand."""

from __future__ import annotations

import json
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from factory import Trait
from wagtail.models import Page

from catalogue.enums import Kind
from catalogue.models import CategoryPage, ItemPage, Organ
from catalogue.tallies.writing import recount
from disclosure_pages.models import AnnualReportIndexPage, AnnualReportPage, GuidePage
from disclosure_pages.statutory.forms import FORM_2008
from serving import versions
from tests.factories.catalogue import Column, PageFactory


class GuidePageFactory(PageFactory):
    """A guide that was checked today."""

    class Meta:
        model = GuidePage

    title = "政府信息公开指南"
    slug = "guide"
    classification = "<p>信息分为机构职能、政策文件等类。</p>"
    arrangement = "<p>每条信息有索引号。</p>"
    ways_to_obtain = "<p>在本栏目检索、查阅和下载。</p>"
    office_name = "党政综合办公室"
    office_address = "镇南路1号"
    office_hours = "工作日8:30至17:00"
    office_phone = "0574-62150000"
    office_fax = "无"
    office_internet = "gongkai@example.org"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs.setdefault("last_checked_on", timezone.localdate())
        return super()._create(model_class, *args, **kwargs)


class AnnualReportIndexPageFactory(PageFactory):
    class Meta:
        model = AnnualReportIndexPage

    title = "政府信息公开年报"
    slug = "annual-reports"


class AnnualReportPageFactory(PageFactory):
    """A report of 2013; ``body`` takes what :func:`report_body` makes."""

    class Meta:
        model = AnnualReportPage

    class Params:
        draft = Trait(live=False, has_unpublished_changes=True, first_published_at=None)

    title = "2013年度政府信息公开工作年度报告"
    slug = "2013"
    year = 2013
    reported_on = date(2014, 1, 20)


PROSE = (
    "<p>全年公开信息<b>{{items.total}}</b>条，其中文件{{items.kind.document}}条，"
    "动态{{ items.kind.news }}条，留言{{items.kind.message}}条，其他{{items.kind.other}}条。</p>"
)


def report_body(
    prose: str = PROSE, codes: str = "items.total\nitems.kind.document", group: str = "items.kind"
) -> str:
    """Raw value of a report in five parts; text, table and chart stand in the second."""
    content = [
        {"type": "prose", "value": prose},
        {"type": "figures", "value": {"caption": "主动公开情况", "codes": codes}},
        {"type": "chart", "value": {"caption": "各类信息条数", "group": group}},
        {"type": "chart", "value": {"caption": "各月公开条数", "group": "items.month"}},
    ]
    return json.dumps(
        [
            {
                "type": "section",
                "value": {"heading": heading, "content": content if number == 1 else []},
            }
            for number, heading in enumerate(FORM_2008.headings)
        ]
    )


def make_report(column: Column, **fields) -> AnnualReportPage:
    """A report of 2013 in ``column``, with the list of reports above it."""
    index = AnnualReportIndexPage.objects.child_of(column.home).first()
    index = index or AnnualReportIndexPageFactory(parent=column.home)
    fields.setdefault("body", report_body())
    return AnnualReportPageFactory(parent=index, **fields)


def make_items(
    category: CategoryPage,
    organ: Organ,
    number: int,
    *,
    kind: Kind = Kind.DOCUMENT,
    year: int = 2013,
    month: int | None = None,
) -> None:
    """Publish ``number`` items at once; without a month they go round the twelve.

    The rows are those that publishing writes, but for index numbers, revisions and logs.
    """
    category.refresh_from_db()
    first, now = category.numchild, timezone.now()
    content_type = ContentType.objects.get_for_model(ItemPage)
    items = []
    for place in range(first, first + number):
        day = date(year, month or place % 12 + 1, place % 28 + 1)
        item = ItemPage(
            title=f"关于第{place}件事项的{kind.label}",
            draft_title=f"关于第{place}件事项的{kind.label}",
            slug=f"item-{place}",
            path=ItemPage._get_path(category.path, category.depth + 1, place + 1),
            depth=category.depth + 1,
            url_path=f"{category.url_path}item-{place}/",
            content_type=content_type,
            locale_id=category.locale_id,
            live=True,
            first_published_at=now,
            last_published_at=now,
            kind=kind,
            organ=organ,
            written_on=day,
            published_on=day,
            published_year=day.year,
        )
        items.append(item)
    names = [field.attname for field in Page._meta.concrete_fields]
    pages = [Page(**{name: getattr(item, name) for name in names}) for item in items]
    Page.objects.bulk_create(pages, batch_size=500)
    for item, page in zip(items, pages, strict=True):
        item.pk = item.page_ptr_id = page.pk
    fields = ItemPage._meta.local_concrete_fields
    for start in range(0, number, 500):
        ItemPage._base_manager._insert(items[start : start + 500], fields=fields, using="default")
    Page.objects.filter(pk=category.pk).update(numchild=first + number)
    recount(item.pk for item in items)
    # As the record of a bulk load does.
    versions.renew()
    if connection.vendor == "postgresql":
        # Autovacuum does this soon after a commit. Within the transaction of a test it cannot,
        # and a planner that believes the tables empty joins them row by row.
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Page._meta.db_table}, {ItemPage._meta.db_table}")
