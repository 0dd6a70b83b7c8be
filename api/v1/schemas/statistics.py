"""Figures by year and organ."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Choice, Schema, text
from .guide import ColumnName
from .reports import ReportValue


class YearFigures(Schema):
    """What is public of one organ's figures of one year."""

    year: int = Field(description=text(_("年度")))
    organ: Choice = Field(description=text(_("机构，含其下属机构")))
    column: ColumnName = Field(description=text(_("栏目")))
    source: Literal["report", "items"] = Field(
        description=text(
            _(
                "report，这个年度的报告已经公开，给出报告的全部数字；"
                "items，报告还没有公开，只给出公开条目的统计"
            )
        )
    )
    is_frozen: bool = Field(description=text(_("数字是否已经固定")))
    report_url: str | None = Field(description=text(_("年度报告的接口地址，没有公开的为null")))
    values: list[ReportValue] = Field(description=text(_("数字")))


class StatisticsList(Schema):
    """A page of the figures."""

    items: list[YearFigures] = Field(description=text(_("各机构各年度的数字，新的年度在前")))
    next: str | None = Field(description=text(_("下一页的地址，没有的为null")))
    count: int = Field(description=text(_("机构和年度的总数")))
