"""What a first text of a report is written from: the year's figures, the column, what is amiss."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..statistics.comparisons import Readable
from ..statistics.registry import Number
from ..statutory.structure import ReportForm

_KIND_OF_ORGAN = re.compile(r"(镇|乡|街道|县|区|市|局|委|办|中心)(人民政府|政府|办事处|管理处)?$")
# As many names as are read in one line.
_NAMED = 5


@dataclass
class Words:
    """Writes sentences whose numbers are references; asked for a number only to choose the words.

    Attributes:
        figures: of the year, with those of last year behind ``:last``.
        form: of the report.
        year: of the report.
        organ: name of the organ.
        column: title and address of the column, and of its parts.
        contact: whom to ask, from the guide; empty where there is none.
        amiss: what the figures show of late items and the like, as phrases.
    """

    figures: Readable
    form: ReportForm
    year: int
    organ: str
    column: str = ""
    parts_of_column: Sequence[str] = ()
    contact: str = ""
    amiss: list[str] = field(default_factory=list)

    @property
    def we(self) -> str:
        """How the organ speaks of itself: 我镇."""
        found = _KIND_OF_ORGAN.search(self.organ)
        return f"我{found[1]}" if found else "本机关"

    def value(self, code: str) -> Number | None:
        """The number now, None where there is none."""
        figure = self.figures.get(code)
        return figure.value if figure else None

    def known(self, *codes: str) -> str:
        """The first of several codes that has a number, else that there is at all; may be empty."""
        there = [code for code in codes if self.figures.get(code)]
        return next((code for code in there if self.value(code) is not None), (there or [""])[0])

    def is_zero(self, *codes: str) -> bool:
        """Whether each of the codes has a number, and it is 0."""
        return all(self.value(code) == 0 for code in codes)

    def compared(self, code: str) -> str:
        """``，比上年……`` as a reference; nothing where last year's number is unknown."""
        return f"，{{{{{code}:compared}}}}" if self.value(f"{code}:last") is not None else ""

    def ref(self, code: str) -> str:
        """The reference itself."""
        return f"{{{{{code}}}}}"

    def counted(self, what: str, code: str, unit: str = "件") -> str:
        """``收到留言{{messages.total}}件``; nothing where there is no such figure."""
        return f"{what}{self.ref(code)}{unit}" if self.figures.get(code) else ""


def words_for(page: Any, figures: Any) -> Words:
    """What the text of ``page`` (an AnnualReportPage in a column) is written from."""
    column = page.column_above()
    return Words(
        figures=figures,
        form=page.report_form,
        year=page.year,
        organ=column.organ.name,
        column=f"“{column.title}”（{column.full_url or ''}）".replace("（）", ""),
        parts_of_column=_parts_of(column),
        contact=_contact(column),
        amiss=_amiss(column, page.year, figures),
    )


def paragraph(*sentences: str) -> str:
    """Sentences as a paragraph of rich text; nothing where there are none."""
    text = "".join(f"{sentence.rstrip('。')}。" for sentence in sentences if sentence)
    return f"<p>{escape(text)}</p>" if text else ""


def heading(text: str) -> str:
    """A heading of rich text."""
    return f"<h3>{escape(text)}</h3>"


def to_be_written(what: str) -> str:
    """A paragraph that the office has to write itself; ``text.placeholder`` finds it."""
    return f"<p>{escape(_('【请补充：%s】') % what)}</p>"


def joined(*phrases: str) -> str:
    """Phrases with commas between them; those that are empty are left out."""
    return "，".join(phrase for phrase in phrases if phrase)


def _parts_of(column: Any) -> list[str]:
    """Titles of what a visitor finds in the column."""
    children = Page.objects.child_of(column).live().public().in_menu()
    if not children:
        children = Page.objects.child_of(column).live().public()
    return [page.title for page in children.order_by("path")]


def _contact(column: Any) -> str:
    guide = apps.get_model("gongkai_pages", "GuidePage").objects.child_of(column).live().first()
    if guide is None or not guide.office_name:
        return ""
    known = ((_("地址"), guide.office_address), (_("电话"), guide.office_phone))
    ways = "，".join(f"{label}：{value}" for label, value in known if value)
    return f"{guide.office_name}（{ways}）" if ways else str(guide.office_name)


def _amiss(column: Any, year: int, figures: Readable) -> list[str]:
    """Phrases for the author of the part on problems; their numbers are as of now."""
    catalogue = apps.get_app_config("gongkai_catalogue").name
    evaluation = import_module(f"{catalogue}.evaluation").Evaluation(
        column, date(year, 1, 1), date(year, 12, 31), timezone.localdate()
    )
    measures = evaluation.measures().values()
    overdue = [note.title for each in measures for note in each.overdue]
    empty = [note.title for each in measures for note in each.empty]
    phrases = [
        _counted(_("超过规定期限公开的信息%d条"), sum(each.late for each in measures)),
        _named(_("超过更新期限没有更新的栏目%(count)d个（%(names)s）"), overdue),
        _named(_("应当有信息而没有信息的栏目%(count)d个（%(names)s）"), empty),
        _counted(_("没有答复的留言%d件"), _open_messages(figures)),
        _counted(_("结转下年度办理的申请%d件"), _number(figures, "t3.carried_out.total")),
        _counted(_("被纠正的行政复议%d件"), _number(figures, "t4.reconsideration.corrected")),
        _counted(
            _("被纠正的行政诉讼%d件"),
            _number(figures, "t4.lawsuit.corrected") + _number(figures, "t4.appeal.corrected"),
        ),
    ]
    return [phrase for phrase in phrases if phrase]


def _counted(phrase: str, number: Number) -> str:
    return phrase % number if number > 0 else ""


def _named(phrase: str, names: list[str]) -> str:
    told = "、".join(names[:_NAMED]) + (_("等") if len(names) > _NAMED else "")
    return phrase % {"count": len(names), "names": told} if names else ""


def _open_messages(figures: Readable) -> Number:
    return _number(figures, "messages.total") - _number(figures, "messages.replied")


def _number(figures: Readable, code: str) -> Number:
    figure = figures.get(code)
    return (figure.value if figure else None) or 0
