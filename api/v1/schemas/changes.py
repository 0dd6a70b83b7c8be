"""What changed, for whoever keeps a copy."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Schema, text
from .items import ItemRow


class Change(Schema):
    """The last change of one item."""

    id: int = Field(description=text(_("条目编号，不会改变")))
    index_number: str | None = Field(
        description=text(_("索引号；没有，或者撤回公告不写明的，为null"))
    )
    at: datetime = Field(description=text(_("变更时间")))
    deleted: bool = Field(
        description=text(
            _("为true的，这个条目已不公开，应当从副本中删去；以前没有见过的，不必处理")
        )
    )
    reason: Literal["withdrawn", "removed"] | None = Field(
        description=text(
            _("不公开的原因：withdrawn，已撤回，原地址有公告；removed，其他情形。公开的为null")
        )
    )
    title: str | None = Field(description=text(_("名称；已不公开的，只有撤回公告写明的才有")))
    item: ItemRow | None = Field(
        description=text(_("条目的现状，与条目列表相同；已不公开的为null"))
    )


class Changes(Schema):
    """A page of changes, oldest first."""

    items: list[Change] = Field(description=text(_("变更，旧的在前；每个条目只出现一次，给出现状")))
    next: str | None = Field(description=text(_("下一页；没有更多变更的为null")))
    resume: str = Field(
        description=text(_("读完本页之后的续读地址：保存下来，以后从这里接着读，不会漏掉变更"))
    )
    count: None = Field(description=text(_("不统计总数，恒为null")))
