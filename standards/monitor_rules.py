"""What the monitor is told of the standard catalogues: rows without content, rows that were late.

The monitor stands above and takes anything with the attributes of its own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .conf import get_setting
from .coverage import RowCoverage, coverages
from .looking import Window
from .models import StandardCatalogue
from .views.addresses import ROW_EDIT

_WARNING = "warning"


@dataclass(frozen=True)
class RowFound:
    """A row that is blank or late; the attributes are those that the monitor asks for."""

    key: str
    subject: str
    detail: str
    organ_id: int | None
    url: str
    facts: dict[str, Any] = field(default_factory=dict)
    page_id: int | None = None
    severity: str = ""
    due_on: date | None = None


class _CoverageRule:
    """Looks at every row in force of the catalogues in force."""

    severity = _WARNING

    def find(self, today: date) -> Iterator[RowFound]:
        """Rows that the rule names, in a constant number of queries for each catalogue."""
        catalogues = [
            each
            for each in StandardCatalogue.objects.select_related("column")
            if each.is_in_force(today.year)
        ]
        found = coverages(catalogues, Window.of_last_days(today))
        for catalogue in catalogues:
            for each in self.concerned(found[catalogue.pk].rows):
                yield self._found(catalogue, each)

    def concerned(self, rows: list[RowCoverage]) -> Iterable[RowCoverage]:
        """Those of ``rows`` that the rule names."""
        raise NotImplementedError

    def detail(self, each: RowCoverage) -> str:
        """What is wrong, in a sentence."""
        raise NotImplementedError

    def _found(self, catalogue: StandardCatalogue, each: RowCoverage) -> RowFound:
        row = each.row
        return RowFound(
            key=f"row:{row.pk}",
            subject=row.title,
            detail=self.detail(each),
            organ_id=row.answering_organ_id,
            page_id=row.category_id,
            url=reverse(ROW_EDIT, args=[row.pk]),
            facts={
                "catalogue": catalogue.name,
                "number": row.number,
                "area": row.area,
                "count": each.count,
                "late": each.late,
                "latest_on": each.latest_on.isoformat() if each.latest_on else None,
            },
        )


class BlankRows(_CoverageRule):
    """Rows that nothing fulfils."""

    code = "standard_row_blank"
    name = _("标准目录事项没有内容")
    basis = _("基层政务公开标准目录；《条例》第二十条、第二十一条")
    definition = _("标准目录中的事项，其对应类别和指定条目中没有一条公开的内容。")
    remedy = _("在对应类别中发布条目；已经公开在别处的，在事项的“对应关系”中选择类别或者指定条目。")

    def concerned(self, rows: list[RowCoverage]) -> Iterable[RowCoverage]:
        """The blank ones."""
        return [each for each in rows if each.is_blank]

    def detail(self, each: RowCoverage) -> str:
        """That there is nothing, and why that may be."""
        if each.row.category_id is None:
            return _now("“%s”没有对应的类别，也没有指定条目。") % each.row.title
        return _now("“%(row)s”对应类别“%(category)s”，其中没有符合的条目。") % {
            "row": each.row.title,
            "category": each.row.category,
        }


class LateRows(_CoverageRule):
    """Rows whose time limit was not kept."""

    code = "standard_row_late"
    name = _("标准目录事项超过公开时限")
    basis = _("基层政务公开标准目录“公开时限”；《条例》第二十六条")
    remedy = _("尽快更新应当定期公开的事项；今后在目录规定的时限内发布。")

    @property
    def definition(self) -> str:
        """With the numbers in force."""
        return _now(
            "标准目录中的事项，近%(window)d天内有条目晚于目录规定的时限发布"
            "（没有写明天数的按%(days)d个工作日），或者应当每月、每季、每年公开的逾期没有更新。"
        ) % {
            "window": get_setting("GONGKAI_STANDARDS_LATE_WINDOW_DAYS"),
            "days": get_setting("GONGKAI_STANDARDS_WORKING_DAYS"),
        }

    def concerned(self, rows: list[RowCoverage]) -> Iterable[RowCoverage]:
        """The late ones."""
        return [each for each in rows if each.is_late]

    def detail(self, each: RowCoverage) -> str:
        """How many items were late, or since when nothing came."""
        if each.late:
            return _now("“%(row)s”规定“%(limit)s”，近期有%(late)d条超过时限发布。") % {
                "row": each.row.title,
                "limit": each.row.time_limit,
                "late": each.late,
            }
        return _now("“%(row)s”规定“%(limit)s”，最近一条发布于%(date)s。") % {
            "row": each.row.title,
            "limit": each.row.time_limit,
            "date": each.latest_on,
        }
