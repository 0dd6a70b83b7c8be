"""The page 机构排名: a line for each organ, with what each figure means beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import HeaderButton

from ..league import GROUPS, NUMBERS, Line, league
from ..models import MonitorRun
from ..reading import latest_run
from ..rooms import catalogue
from .base import MonitorMixin
from .findings import attachment


class LeagueView(MonitorMixin):
    """Sorts by any column; the same as a workbook."""

    template_name = "gongkai_monitor/admin/league.html"
    page_title = _("机构排名")
    here = "league"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the workbook."""
        self.run = latest_run()
        self.sort = request.GET.get("sort", "open")
        self.lines = league(self.run, request.user, self.sort) if self.run else []
        if request.GET.get("export") == "xlsx" and self.run is not None:
            return _workbook(self.run, self.lines)
        page: HttpResponseBase = self.render_to_response(self.get_context_data())
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Headings that sort, lines, and definitions."""
        if self.run is not None:
            url = f"?{urlencode({'sort': self.sort, 'export': 'xlsx'})}"
            self.header_buttons = [HeaderButton(_("导出XLSX"), url=url, icon_name="download")]
        return {
            **super().get_context_data(**kwargs),
            "run": self.run,
            "headings": list(self._headings()),
            "lines": [(line, [shown(line, key) for key in NUMBERS]) for line in self.lines],
            "definitions": NUMBERS.values(),
        }

    def _headings(self) -> Iterator[tuple[Any, str, str]]:
        for key, label in (("name", _("机构")), *((key, pair[0]) for key, pair in NUMBERS.items())):
            # `open` downwards is the worst first; what is better when higher runs the other way.
            is_down = (self.sort == f"-{key}") != (key in {"published", "rate"})
            order = "" if self.sort.removeprefix("-") != key else _ORDER[is_down]
            turned = f"-{key}" if self.sort == key else key
            yield label, f"?{urlencode({'sort': turned})}", order


_ORDER = {True: "descending", False: "ascending"}


def shown(line: Line, key: str) -> str:
    """A figure as it is printed."""
    number = line.number(key)
    if number is None:
        return "—"
    return f"{number:.1%}" if key == "rate" else str(number)


def _workbook(run: MonitorRun, lines: list[Line]) -> HttpResponseBase:
    sheets = catalogue("spreadsheets")
    title = _now("监测机构排名%s") % run.day
    headings = [_now("名次"), _now("机构"), *(str(label) for label, _said in NUMBERS.values())]

    def rows() -> Iterator[list[Any]]:
        for place, line in enumerate(lines, start=1):
            yield [place, line.name, *(_cell(line, key) for key in NUMBERS)]
        yield [None] * len(headings)
        for label, said in NUMBERS.values():
            yield [None, str(label), str(said), *([None] * (len(headings) - 3))]

    widths = [8, 34, 12, 12, *(14 for _each in GROUPS), 14]
    content = sheets.stream_workbook(title, headings, rows(), widths)
    return attachment(content, f"{title}.xlsx", sheets.CONTENT_TYPE)


def _cell(line: Line, key: str) -> Any:
    return shown(line, key) if key == "rate" else line.number(key)
