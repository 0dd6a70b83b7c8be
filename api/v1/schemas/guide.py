"""Guides of the columns."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Choice, Schema, text


class ColumnName(Schema):
    """The column that something stands in."""

    id: int = Field(description=text(_("栏目编号")))
    title: str = Field(description=text(_("栏目名称")))


class GuideOffice(Schema):
    """The office for disclosure."""

    name: str = Field(description=text(_("工作机构名称")))
    address: str = Field(description=text(_("办公地址")))
    hours: str = Field(description=text(_("办公时间")))
    phone: str = Field(description=text(_("联系电话")))
    fax: str = Field(description=text(_("传真号码")))
    internet: str = Field(description=text(_("互联网联系方式")))


class GuidePart(Schema):
    """A part of the guide."""

    code: str = Field(description=text(_("部分的代码")))
    label: str = Field(description=text(_("标题")))
    html: str = Field(description=text(_("内容，HTML，地址都是完整的")))
    text: str = Field(description=text(_("内容，纯文本")))


class Guide(Schema):
    """政府信息公开指南 of one column."""

    id: int = Field(description=text(_("编号，不会改变")))
    title: str = Field(description=text(_("名称")))
    url: str = Field(description=text(_("网页地址")))
    column: ColumnName = Field(description=text(_("所在栏目")))
    organ: Choice = Field(description=text(_("公开机关")))
    last_checked_on: date = Field(description=text(_("最近核对日期")))
    updated_at: datetime | None = Field(description=text(_("最近一次发布或者更正的时间")))
    office: GuideOffice = Field(description=text(_("政府信息公开工作机构")))
    parts: list[GuidePart] = Field(description=text(_("各部分，按网页上的顺序")))


class GuideList(Schema):
    """The guides of all columns."""

    items: list[Guide] = Field(description=text(_("指南，一个栏目一份")))
    next: None = Field(description=text(_("总是null：一次给出全部")))
    count: int = Field(description=text(_("份数")))
