"""Items of the catalogue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ConfigDict, Field

from .base import Choice, Schema, SparseSchema, text


class OrganChoice(Choice):
    """An organ under the name that it bore when the item was made."""

    current_label: str = Field(description=text(_("机构现在的名称，未更名的与label相同")))


class ItemRow(SparseSchema):
    """An item as lists show it, without its body."""

    id: int = Field(description=text(_("编号，长期不变")))
    title: str = Field(description=text(_("名称")))
    url: str = Field(description=text(_("网页地址")))
    index_number: str = Field(description=text(_("索引号")))
    document_number: str = Field(description=text(_("文号，没有的为空")))
    kind: Choice = Field(description=text(_("信息类别")))
    category: Choice | None = Field(description=text(_("所在类别")))
    organ: OrganChoice | None = Field(description=text(_("发布机构，成文时的名称")))
    topic: Choice | None = Field(description=text(_("主题分类")))
    genre: Choice | None = Field(description=text(_("体裁分类")))
    audience: Choice | None = Field(description=text(_("服务对象")))
    summary: str = Field(description=text(_("内容概述")))
    keywords: list[str] = Field(description=text(_("关键词")))
    written_on: date | None = Field(description=text(_("成文日期")))
    published_on: date | None = Field(description=text(_("发布日期")))
    effective_on: date | None = Field(description=text(_("生效日期")))
    expires_on: date | None = Field(description=text(_("失效日期，即有效期的最后一天")))
    repealed_on: date | None = Field(description=text(_("废止日期")))
    validity: Choice = Field(description=text(_("今天的有效性")))
    disclosure_mode: Choice = Field(description=text(_("公开方式")))
    disclosure_period: Choice = Field(description=text(_("公开时限")))
    updated_at: datetime | None = Field(description=text(_("最近一次发布或者更正的时间")))


class ItemList(Schema):
    """A page of a list."""

    items: list[ItemRow] = Field(description=text(_("条目")))
    next: str | None = Field(description=text(_("下一页的地址，没有的为null")))
    count: int | None = Field(description=text(_("符合条件的总数；要另外统计的为null")))


class Attachment(Schema):
    """A file of an item that anybody may open."""

    id: int = Field(description=text(_("文件编号")))
    title: str = Field(description=text(_("附件名称")))
    filename: str = Field(description=text(_("文件名")))
    media_type: str = Field(description=text(_("文件类型，如application/pdf")))
    size: int | None = Field(description=text(_("字节数")))
    sha1: str | None = Field(description=text(_("文件内容的SHA-1")))
    url: str = Field(description=text(_("下载地址")))


class AttachmentList(Schema):
    """The files of an item."""

    items: list[Attachment] = Field(description=text(_("附件")))
    next: None = Field(description=text(_("总是null：一次给出全部附件")))
    count: int = Field(description=text(_("附件数")))


class Correction(Schema):
    """What was corrected in a public item."""

    corrected_on: date = Field(description=text(_("更正日期")))
    note: str = Field(description=text(_("更正内容")))


class CategoryStep(Schema):
    """A category on the way down to an item."""

    id: int = Field(description=text(_("编号")))
    code: str = Field(description=text(_("类别代码")))
    label: str = Field(description=text(_("名称")))


class RelatedItem(Schema):
    """An item that an item names, or that names it."""

    id: int = Field(description=text(_("编号")))
    title: str = Field(description=text(_("名称")))
    url: str = Field(description=text(_("网页地址")))
    published_on: date | None = Field(description=text(_("发布日期")))


class Block(Schema):
    """A part of a body, as it is stored."""

    # What a value is depends on the type of the block, and blocks are the host's own.
    model_config = ConfigDict(extra="allow")

    type: str = Field(description=text(_("text文字、table表格、image或figure图片、attachment附件")))
    value: Any = Field(description=text(_("内容，随type而不同")))


class ItemDetail(ItemRow):
    """An item with all that its page shows."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=None)

    body_html: str = Field(description=text(_("正文，HTML，地址均为绝对地址")))
    body_text: str = Field(description=text(_("正文，纯文本")))
    body_blocks: list[Block] = Field(description=text(_("正文，按块")))
    attachments: list[Attachment] = Field(description=text(_("附件")))
    corrections: list[Correction] = Field(description=text(_("更正说明，新的在前")))
    categories: list[CategoryStep] = Field(description=text(_("从上到下的各级类别")))
    repealed_by: RelatedItem | None = Field(description=text(_("废止或者替代本件的条目")))
    repeals: list[RelatedItem] = Field(description=text(_("本件废止或者替代的条目")))
    interprets: RelatedItem | None = Field(description=text(_("本件解读的文件")))
    interpreted_by: list[RelatedItem] = Field(description=text(_("解读本件的条目")))


class FacetValue(Schema):
    """A value of a filter, and how many items choosing it would show."""

    code: str = Field(description=text(_("取值，填入同名参数")))
    label: str = Field(description=text(_("中文名称")))
    count: int = Field(description=text(_("条目数")))
    level: int = Field(description=text(_("在树中的层级，从0起")))
    selected: bool = Field(description=text(_("是否已选")))


class Facet(Schema):
    """A filter with the values it offers."""

    name: str = Field(description=text(_("参数名")))
    label: str = Field(description=text(_("中文名称")))
    values: list[FacetValue] = Field(description=text(_("可选的值")))


class FacetList(Schema):
    """All filters."""

    facets: list[Facet] = Field(description=text(_("筛选项")))
    count: int = Field(description=text(_("符合全部条件的条目数")))
