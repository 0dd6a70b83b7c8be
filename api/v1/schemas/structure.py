"""Sites, columns, sections, organs and categories."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Choice, Schema, text

_WHOLE = text(_("总是null：一次给出全部"))


class Column(Schema):
    """The disclosure column of an organ."""

    id: int = Field(description=text(_("栏目编号，填入参数column")))
    title: str = Field(description=text(_("名称")))
    url: str = Field(description=text(_("网页地址")))
    organ: Choice | None = Field(description=text(_("公开机关")))


class Site(Schema):
    """A website of the platform."""

    id: int = Field(description=text(_("编号")))
    name: str = Field(description=text(_("网站名称")))
    code: str = Field(description=text(_("政府网站标识码，没有的为空")))
    url: str = Field(description=text(_("网站地址")))
    api_url: str = Field(description=text(_("这个网站的接口地址")))
    is_asked: bool = Field(description=text(_("是否就是这次请求的网站；条目等只列这个网站的")))
    columns: list[Column] = Field(description=text(_("政府信息公开栏目")))


class SiteList(Schema):
    """All public sites."""

    items: list[Site] = Field(description=text(_("网站")))
    next: None = Field(description=_WHOLE)
    count: int = Field(description=text(_("网站数")))


class FormerName(Schema):
    """A name that an organ bore before."""

    name: str = Field(description=text(_("名称")))
    short_name: str = Field(description=text(_("简称，没有的为空")))
    valid_from: date | None = Field(description=text(_("使用的第一天，没有登记的为null")))
    valid_until: date = Field(description=text(_("使用的最后一天")))


OrganState = Literal["planned", "current", "succeeded", "dissolved"]


class Organ(Schema):
    """An organ that discloses, or did."""

    code: str = Field(description=text(_("机构代码，填入参数organ")))
    name: str = Field(description=text(_("名称")))
    short_name: str = Field(description=text(_("简称，没有的为空")))
    parent: str | None = Field(description=text(_("上级机构的代码")))
    level: int = Field(description=text(_("在树中的层级，从0起")))
    organisation_code: str = Field(description=text(_("组织机构代码，沿用上级机构的为空")))
    state: OrganState = Field(
        description=text(
            _("今天：planned尚未设立、current存续、succeeded已由其他机构承继、dissolved已撤销")
        )
    )
    valid_from: date | None = Field(description=text(_("设立日期，没有登记的为null")))
    valid_until: date | None = Field(description=text(_("存续的最后一天，没有终止的为null")))
    successor: str | None = Field(
        description=text(_("承继机构的代码；按承继机构筛选和统计时，包括本机构的条目"))
    )
    predecessors: list[str] = Field(description=text(_("由本机构承继的机构的代码")))
    former_names: list[FormerName] = Field(
        description=text(_("曾用名，最近的在前；更名以前的条目显示当时的名称"))
    )
    former_codes: list[str] = Field(
        description=text(_("重复录入、已并入本机构的旧代码；按旧代码查询，答复的是本机构"))
    )


class OrganList(Schema):
    """All organs, each after its superior."""

    items: list[Organ] = Field(description=text(_("机构，上级在前")))
    next: None = Field(description=_WHOLE)
    count: int = Field(description=text(_("机构数")))


SectionKind = Literal["guide", "policies", "catalogue", "reports", "other"]


class Section(Schema):
    """A mandated section of a column."""

    id: int = Field(description=text(_("编号")))
    column: int = Field(description=text(_("栏目编号")))
    kind: SectionKind = Field(
        description=text(_("guide指南、policies制度、catalogue目录、reports年报、other其他"))
    )
    title: str = Field(description=text(_("名称")))
    url: str = Field(description=text(_("网页地址")))


class SectionList(Schema):
    """The sections of the columns, in their order."""

    items: list[Section] = Field(description=text(_("板块")))
    next: None = Field(description=_WHOLE)
    count: int = Field(description=text(_("板块数")))


class Category(Schema):
    """A category of the catalogue."""

    id: int = Field(description=text(_("编号")))
    column: int | None = Field(description=text(_("栏目编号；不在栏目内的为null")))
    code: str = Field(description=text(_("类别代码，填入参数category")))
    title: str = Field(description=text(_("名称")))
    url: str = Field(description=text(_("网页地址")))
    parent: int | None = Field(description=text(_("上级类别的编号")))
    level: int = Field(description=text(_("在树中的层级，从0起")))
    count: int = Field(description=text(_("条目数，含下级类别")))
    introduction: str = Field(description=text(_("说明")))
    organ: Choice | None = Field(description=text(_("责任机构")))
    statutory_basis: str = Field(description=text(_("公开依据")))
    update_rule: str = Field(description=text(_("更新要求")))
    deadline_working_days: int = Field(description=text(_("公开时限，工作日")))


class CategoryList(Schema):
    """All categories, each after the one that it belongs to."""

    items: list[Category] = Field(description=text(_("类别，上级在前")))
    next: None = Field(description=_WHOLE)
    count: int = Field(description=text(_("类别数")))
