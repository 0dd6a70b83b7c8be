"""Annual reports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Choice, Schema, SparseSchema, text
from .guide import ColumnName


class Download(Schema):
    """A file that a report can be had as."""

    format: str = Field(description=text(_("格式：docx、pdf、xlsx、json或者csv")))
    media_type: str = Field(description=text(_("文件类型，如application/pdf")))
    url: str = Field(description=text(_("下载地址")))


class ReportRow(SparseSchema):
    """A published report as lists show it."""

    id: int = Field(description=text(_("编号，不会改变")))
    title: str = Field(description=text(_("名称")))
    year: int = Field(description=text(_("年度")))
    column: ColumnName = Field(description=text(_("所在栏目")))
    organ: Choice = Field(description=text(_("公开机关")))
    form: Choice = Field(description=text(_("报告格式")))
    reported_on: date | None = Field(description=text(_("报告日期，没有填写的为null")))
    updated_at: datetime | None = Field(description=text(_("最近一次发布或者更正的时间")))
    url: str = Field(description=text(_("网页地址")))
    api_url: str = Field(description=text(_("这份报告的接口地址")))
    downloads: list[Download] = Field(description=text(_("可以下载的文件")))


class ReportList(Schema):
    """A page of the list of reports."""

    items: list[ReportRow] = Field(description=text(_("年度报告，新的年度在前")))
    next: str | None = Field(description=text(_("下一页的地址，没有的为null")))
    count: int = Field(description=text(_("符合条件的总数")))


class ReportSection(Schema):
    """A numbered part of a report."""

    heading: str = Field(description=text(_("标题")))
    html: str = Field(description=text(_("内容，HTML，地址都是完整的")))
    text: str = Field(description=text(_("内容，纯文本")))


class ReportValue(Schema):
    """A figure of the year."""

    code: str = Field(description=text(_("指标代码")))
    label: str = Field(description=text(_("指标名称")))
    unit: str = Field(description=text(_("单位")))
    group: str = Field(description=text(_("所属的组")))
    value: int | float | None = Field(description=text(_("数字；没有填报的为null，不是0")))
    url: str | None = Field(description=text(_("所统计条目的列表，没有的为null")))


class TableCell(Schema):
    """A number of a statutory table, with all that is printed above and beside it."""

    code: str = Field(description=text(_("指标代码")))
    label: str = Field(description=text(_("指标名称")))
    row_labels: list[str] = Field(description=text(_("所在行的名称，从大到小")))
    column_labels: list[str] = Field(description=text(_("所在列的名称，从大到小")))
    unit: str = Field(description=text(_("单位")))
    value: int | float | None = Field(description=text(_("数字；没有填报的为null")))
    parts: list[str] = Field(description=text(_("按格式是哪些指标之和，不是合计的为空")))


class ReportTable(Schema):
    """A table of the statutory form."""

    code: str = Field(description=text(_("表的代码")))
    title: str = Field(description=text(_("表题")))
    cells: list[TableCell] = Field(description=text(_("数字，按阅读顺序")))


class RuleResult(Schema):
    """A rule that the published numbers break."""

    id: str = Field(description=text(_("规则代码")))
    severity: Literal["error", "warning"] = Field(
        description=text(_("error，不符合格式或者勾稽关系；warning，值得核对"))
    )
    sentence: str = Field(description=text(_("哪些数字、怎样不符")))
    source: str = Field(description=text(_("规则的出处")))
    cells: list[str] = Field(description=text(_("涉及的指标")))


class Amendment(Schema):
    """A correction of a published report."""

    published_at: datetime = Field(description=text(_("更正的时间")))
    note: str = Field(description=text(_("更正说明")))
    previous_url: str | None = Field(description=text(_("更正以前的文本，已不公开的为null")))


class ReportDetail(ReportRow):
    """A published report with all that it says."""

    period: list[date] = Field(description=text(_("统计期限的第一天和最后一天")))
    is_frozen: bool = Field(
        description=text(_("数字是否已经固定；false的，随公开内容和登记继续变化"))
    )
    frozen_at: datetime | None = Field(description=text(_("冻结时间，没有记载的为null")))
    sections: list[ReportSection] = Field(description=text(_("正文各部分")))
    notes: list[str] = Field(description=text(_("正文之后的说明")))
    values: list[ReportValue] = Field(description=text(_("年度的全部数字")))
    tables: list[ReportTable] = Field(description=text(_("法定表格")))
    rules: list[RuleResult] = Field(description=text(_("公开的数字没有通过的勾稽规则")))
    amendments: list[Amendment] = Field(description=text(_("更正，旧的在前")))
