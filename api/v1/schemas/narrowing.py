"""The parameters by which a list of items is narrowed; the names are those of the pages."""

from __future__ import annotations

import ninja
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from ...rooms import catalogue
from ..pagination import HIGHEST_LIMIT, LIMIT, LONGEST_CURSOR
from .base import text

_enums = catalogue("enums")
ORDERINGS = list(catalogue("filters").ORDERINGS)


class Narrowing(ninja.Schema):
    """Conditions; several of them must all be met. What each takes is held by the FilterSet."""

    q: str | None = Field(
        None, max_length=100, description=text(_("名称、文号或索引号中的字，空格分开的都要有"))
    )
    category: str | None = Field(None, description=text(_("类别代码，含下级类别")))
    organ: str | None = Field(None, description=text(_("发布机构代码，含下级机构")))
    topic: str | None = Field(None, description=text(_("主题分类代码，大类含其小类")))
    genre: str | None = Field(None, description=text(_("体裁分类代码")))
    kind: str | None = Field(
        None, description=text(_("信息类别")), json_schema_extra={"enum": _enums.Kind.values}
    )
    year: int | None = Field(None, ge=1949, le=2999, description=text(_("发布年份")))
    month: int | None = Field(None, ge=1, le=12, description=text(_("发布月份")))
    published_since: str | None = Field(
        None,
        description=text(_("发布日期不早于，如2013-03-04")),
        json_schema_extra={"format": "date"},
    )
    published_until: str | None = Field(
        None,
        description=text(_("发布日期不晚于，如2013-03-04")),
        json_schema_extra={"format": "date"},
    )
    updated_since: str | None = Field(
        None,
        description=text(_("最近一次发布或者更正不早于，如2013-03-04T08:00:00+08:00")),
        json_schema_extra={"format": "date-time"},
    )
    validity: str | None = Field(
        None,
        description=text(_("今天的有效性")),
        json_schema_extra={"enum": _enums.Validity.values},
    )
    counted: str | None = Field(None, description=text(_("年度报告中某个数字所统计的条目")))


class ColumnChoice(ninja.Schema):
    """Which column is meant, where a site has several."""

    column: int | None = Field(
        None, ge=1, le=2**63 - 1, description=text(_("栏目编号，见sites；不填为整个网站"))
    )


class Paging(ninja.Schema):
    """Which page of a list, and how much of it."""

    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description=text(_("上一页next中的游标"))
    )
    limit: int = Field(LIMIT, ge=1, le=HIGHEST_LIMIT, description=text(_("每页条数，最多100")))
    fields: str | None = Field(
        None, max_length=1000, description=text(_("只要哪些字段，用逗号分开；id总在其中"))
    )


class ItemFacetQuery(Narrowing, ColumnChoice):
    """What facets are counted under."""


class ItemListQuery(Narrowing, ColumnChoice, Paging):
    """What a list of items takes."""

    index_number: str | None = Field(None, max_length=100, description=text(_("索引号，全等")))
    order: str | None = Field(
        None, description=text(_("排序，默认-published_on")), json_schema_extra={"enum": ORDERINGS}
    )
