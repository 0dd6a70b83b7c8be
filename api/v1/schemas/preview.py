"""Drafts that editors look at in a front end."""

from __future__ import annotations

from typing import Literal

import ninja
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Schema, text
from .guide import Guide
from .items import ItemDetail
from .reports import ReportDetail


class PreviewQuery(ninja.Schema):
    """Which draft is meant."""

    token: str = Field(max_length=255, description=text(_("预览地址中的token")))


class Draft(Schema):
    """What would be public; one of the three is there."""

    type: Literal["item", "guide", "annual_report"] = Field(description=text(_("草稿是什么")))
    item: ItemDetail | None = Field(description=text(_("条目")))
    guide: Guide | None = Field(description=text(_("指南")))
    annual_report: ReportDetail | None = Field(description=text(_("年度报告")))
