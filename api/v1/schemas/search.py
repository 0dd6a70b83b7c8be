"""What a search found, and what is suggested while typing."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Schema
from .base import text as plain
from .items import Facet, ItemRow


class Marked(Schema):
    """A text with the places of what was searched for."""

    text: str = Field(description=plain(_("纯文本")))
    html: str = Field(description=plain(_("同一文本的HTML：已转义，检索词在mark标签中")))
    marks: list[list[int]] = Field(
        description=plain(_("检索词在text中的位置：起、止（不含），按Unicode字符计，从0起"))
    )


class FileHit(Schema):
    """A file of a hit that has what was searched for."""

    name: Marked = Field(description=plain(_("附件名称")))
    url: str = Field(description=plain(_("地址；PDF的指向所在的页")))
    place: str = Field(description=plain(_("在文件中的位置，只有名称相符的为空")))
    passage: Marked | None = Field(description=plain(_("文件中的片段，只有名称相符的为null")))


class Hit(Schema):
    """Something that was found."""

    id: int = Field(description=plain(_("编号，不会改变")))
    title: Marked = Field(description=plain(_("名称")))
    url: str = Field(description=plain(_("网页地址")))
    passage: Marked | None = Field(description=plain(_("正文或者概述中的片段，没有的为null")))
    file: FileHit | None = Field(description=plain(_("相符之处在附件中的，是哪个附件")))
    is_by_meaning: bool = Field(description=plain(_("是否只是意思相近，不含检索词")))
    item: ItemRow | None = Field(
        description=plain(_("条目的信息，与条目列表相同；不是条目的为null"))
    )


class FoundPage(Schema):
    """A page of the column that bears everything that was typed."""

    id: int = Field(description=plain(_("编号")))
    title: str = Field(description=plain(_("名称")))
    url: str = Field(description=plain(_("网页地址")))


class Recommendation(Schema):
    """What editors put above the hits of a query."""

    title: str = Field(description=plain(_("名称")))
    description: str = Field(description=plain(_("说明")))
    url: str = Field(description=plain(_("地址")))


class SearchResults(Schema):
    """What a search found."""

    query: str = Field(description=plain(_("实际检索的内容")))
    mode: Literal["all", "words", "any"] | None = Field(
        description=plain(
            _("怎样检索的：all，含有全部所输入的；words，含有拆开的每个词；any，最接近的")
        )
    )
    reading: str = Field(description=plain(_("对检索方式的说明，没有的为空")))
    notices: list[str] = Field(description=plain(_("提示，如内容过长只检索了前面一部分")))
    items: list[Hit] = Field(description=plain(_("本页的结果")))
    next: str | None = Field(description=plain(_("下一页的地址，没有的为null")))
    count: int = Field(description=plain(_("结果的总数，不含只是意思相近的")))
    alike: int = Field(description=plain(_("另列的、只是意思相近的条数")))
    count_without_conditions: int | None = Field(
        description=plain(_("没有结果而且有筛选条件时，不限条件的条数；其余为null"))
    )
    facets: list[Facet] = Field(description=plain(_("筛选项及条数")))
    related: list[Hit] = Field(description=plain(_("部分相符的，不计入count；只在第一页")))
    correction: str | None = Field(description=plain(_("可能想检索的内容，没有的为null")))
    sections: list[FoundPage] = Field(description=plain(_("相关栏目；只在第一页")))
    promoted: list[Recommendation] = Field(description=plain(_("推荐；只在第一页")))


class Suggestion(Schema):
    """Something to search for, or to open."""

    text: str = Field(description=plain(_("建议的内容")))
    kind: Literal["phrase", "query", "title"] = Field(
        description=plain(_("phrase，常见词语；query，常见检索；title，条目名称"))
    )
    url: str | None = Field(description=plain(_("条目的网页地址，不是条目名称的为null")))


class Suggestions(Schema):
    """What is suggested for what was typed so far."""

    items: list[Suggestion] = Field(description=plain(_("建议，最可能的在前")))
    next: None = Field(description=plain(_("总是null：一次给出全部")))
    count: int = Field(description=plain(_("条数")))
