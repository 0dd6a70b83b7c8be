"""How tables, groups of figures and places are called on the pages of the entry."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..statistics.figures import FigureValue
from ..statutory.structure import Table

_TABLES: dict[str, str | Promise] = {"2": _("表二"), "3": _("表三"), "4": _("表四")}
_GROUPS: dict[str, str | Promise] = {
    "items": _("公开信息"),
    "items.kind": _("公开信息：按类别"),
    "items.month": _("公开信息：按月份"),
    "items.organ": _("公开信息：按机构"),
    "items.category": _("公开信息：按栏目"),
    "timeliness": _("公开时限"),
    "review": _("审查"),
    "registers": _("申请、留言、会议和费用"),
    "postings": _("公示栏张贴"),
    "standards": _("标准目录"),
}


def table_heading(table: Table) -> str:
    """Name of a table with what it is about."""
    name = _TABLES.get(table.code)
    return f"{name}　{table.title}" if name else table.title


def group_heading(group: str) -> str:
    """Name of a group of figures; its code where nobody gave it a name."""
    return str(_GROUPS.get(group) or _now("其他（%s）") % group)


def by_group(figures: Iterable[FigureValue]) -> list[tuple[str, list[FigureValue]]]:
    """Figures by their group, each group once, in the order in which groups come first."""
    order: dict[str, int] = {}
    listed = list(figures)
    for figure in listed:
        order.setdefault(figure.figure.group, len(order))
    listed.sort(key=lambda figure: order[figure.figure.group])
    return [
        (group, list(members)) for group, members in groupby(listed, lambda each: each.figure.group)
    ]
