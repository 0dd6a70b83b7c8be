"""Public items: what they do not say, and what their days say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..enums import Severity
from ..rooms import catalogue
from .base import Found, Rule
from .numbered import REGULATION
from .places import admin_url, categories, column_at, disclosed_items, edit_url

_CHUNK = 2000
_NORMATIVE = "normative"
# What every public item has to say, and how it is found that it does not.
_REQUIRED: dict[str, tuple[Any, Q]] = {
    "index_number": (_("索引号"), Q(index_number="")),
    "organ": (_("发布机构"), Q(organ=None)),
    "written_on": (_("成文日期"), Q(written_on=None)),
    "published_on": (_("发布日期"), Q(published_on=None)),
    "summary": (_("内容概述"), Q(summary="")),
    "topic": (_("主题分类"), Q(topic=None)),
    "document_number": (
        _("文号（规范性文件）"),
        Q(genre__statutory_class=_NORMATIVE, document_number=""),
    ),
    "effective_on": (
        _("生效日期（规范性文件）"),
        Q(genre__statutory_class=_NORMATIVE, effective_on=None),
    ),
}


class MetadataMissing(Rule):
    """Public items of a category without what the catalogue must say of them."""

    code = "metadata_missing"
    name = _("必填元数据缺失")
    basis = _("%s第十二条；《政府信息公开目录系统实施指引（试行）》核心元数据") % REGULATION
    definition = _(
        "已公开条目缺少索引号、发布机构、成文日期、发布日期、内容概述或者主题分类；"
        "体裁为行政规范性文件的，还包括文号和生效日期。按类别、机构和项目合并列出。"
    )
    remedy = _("点击“处理”打开第一条缺少的条目补齐；数量多的，可在条目列表中批量修改。")

    def find(self, today: date) -> Iterable[Found]:
        counts: dict[str, Any] = {}
        for name, (_label, missing) in _REQUIRED.items():
            counts[f"n_{name}"] = Count("pk", filter=missing)
            counts[f"first_{name}"] = Min("pk", filter=missing)
        rows = (
            disclosed_items()
            .filter(published_on__lte=today)
            .annotate(category=catalogue("timeliness").CATEGORY_OF_ITEM)
            .values("category", "organ_id")
            .annotate(**counts)
        )
        named = {each.path: each for each in categories(today)}
        for row in sorted(rows, key=lambda row: (row["category"], row["organ_id"] or 0)):
            category = named.get(row["category"])
            if category is None:
                continue
            for name, (label, _missing) in _REQUIRED.items():
                number = row[f"n_{name}"]
                if number:
                    first = row[f"first_{name}"]
                    yield Found(
                        key=f"page:{category.pk}/{row['organ_id'] or 0}/{name}",
                        subject=f"{category.title}：{label}",
                        detail=_now("有%(number)d条已公开的条目缺少%(field)s。")
                        % {"number": number, "field": label},
                        organ_id=row["organ_id"] or category.organ_id,
                        page_id=category.pk,
                        url=edit_url(first),
                        facts={"field": name, "number": number, "first": first},
                    )


class ValidityEnding(Rule):
    """Documents whose last day was lately, or will be soon."""

    code = "validity_ending"
    name = _("有效期届满")
    severity = Severity.INFO
    basis = _("规范性文件有效期管理的一般要求；本平台自动标注有效性")
    definition = _(
        "已公开条目的失效日期在前30天以内或者今后30天以内，且没有登记废止。失效后平台自动标为“失效”。"
    )
    remedy = _("需要继续有效的，按程序延长或者重新公布，并修改失效日期；不再有效的无需处理。")
    days = 30

    def find(self, today: date) -> Iterable[Found]:
        around = timedelta(days=self.days)
        rows = disclosed_items().filter(
            expires_on__gte=today - around, expires_on__lte=today + around, repealed_on=None
        )
        for pk, title, organ, path, expires in _rows(rows, "expires_on"):
            sentence = _now("%s已失效。") if expires < today else _now("%s以后失效。")
            yield _about_item((pk, title, organ, path), sentence % expires, expires)


class ReviewDue(Rule):
    """Items that somebody wanted to look at again by a day that is past."""

    code = "review_due"
    name = _("复核日期已过")
    basis = _("%s第十二条、第十八条（及时更新、定期评估）") % REGULATION
    definition = _("已公开条目填写的复核日期已过，尚未复核。")
    remedy = _("点击“处理”核对内容是否仍然准确，更新内容或者改填下一次复核日期。")
    field = "review_by"

    def find(self, today: date) -> Iterable[Found]:
        model: Any = apps.get_model("gongkai_catalogue", "ItemPage")
        try:
            model._meta.get_field(self.field)
        except FieldDoesNotExist:
            return
        rows = disclosed_items().filter(**{f"{self.field}__lt": today})
        for pk, title, organ, path, due in _rows(rows, self.field):
            detail = _now("应在%(due)s以前复核，已过%(days)d天。") % {
                "due": due,
                "days": (today - due).days,
            }
            yield _about_item((pk, title, organ, path), detail, due)


def _rows(items: Any, day: str) -> Iterable[tuple[Any, ...]]:
    names = ("pk", "title", "organ_id", "path", day)
    rows: Iterable[tuple[Any, ...]] = (
        items.order_by("pk").values_list(*names).iterator(chunk_size=_CHUNK)
    )
    return (row for row in rows if column_at(row[3]) is not None)


def _about_item(item: tuple[int, str, int | None, str], detail: str, due_on: date) -> Found:
    pk, title, organ, path = item
    column = column_at(path)
    return Found(
        key=f"page:{pk}",
        subject=title,
        detail=detail,
        organ_id=organ or (column.organ_id if column else None),
        page_id=pk,
        url=edit_url(pk) or admin_url("wagtailadmin_explore", pk),
        facts={"day": due_on.isoformat()},
        due_on=due_on,
    )
