"""起草报告: a plain first text for every part of a report, from the figures of its year.

Numbers in it are references, so that it cannot disagree with the tables. What the figures cannot
know is left to the office, at a place that keeps the report from being signed off until it is
written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..statistics.comparisons import in_words
from ..statistics.registry import Number
from .draft_parts import DraftPart, filled, parts_of_body
from .draft_words import words_for

ACTION = "gongkai_pages.draft_report"
# What a year is compared by, in the order of the report.
_COMPARED = (
    "items.total",
    "t2.normative.made",
    "t2a.normative.made",
    "s.normative_made",
    "t2.licences.decisions",
    "t2.penalties.decisions",
    "t2.fees.amount",
    "t3.received.total",
    "t3.total.total",
    "t3.carried_out.total",
    "s.received",
    "s.finished",
    "t4.reconsideration.total",
    "t4.lawsuit.total",
    "t4.appeal.total",
    "s.reconsiderations",
    "s.lawsuits",
    "messages.total",
    "activities.trainings",
    "fees.processing",
)


@dataclass(frozen=True)
class YearOnYear:
    """A figure of two years beside each other."""

    label: str
    unit: str
    now: Number | None
    before: Number | None
    words: str


def refusal_to_draft(page: Any, user: Any) -> str:
    """Why ``user`` cannot have the report drafted now; empty where nothing speaks against it.

    Raises:
        PermissionDenied: the user may not edit the page.
    """
    permissions = page.permissions_for_user(user)
    if not permissions.can_edit():
        raise PermissionDenied(_("您没有修改这份报告的权限。"))
    if permissions.page_locked():
        return _("报告已被锁定，解除锁定后再起草。")
    if page.workflow_in_progress:
        return _("报告正在审查，退回或者撤销送审后再起草。")
    if page.column_above() is None:
        return _("报告不在政府信息公开栏目之下，没有可以引用的统计。")
    return ""


def parts_to_draft(page: Any) -> list[DraftPart]:
    """The parts of the report, with whether each has a text already; ``page`` is the draft."""
    return parts_of_body(page.report_form, page.body.get_prep_value())


def compared_with_last_year(page: Any) -> list[YearOnYear]:
    """The main figures of the year of the report beside those of the year before."""
    figures = _open_figures(page)
    rows = []
    for code in _COMPARED:
        figure = figures.get(code)
        if figure is None:
            continue
        last = figures.get(f"{code}:last")
        before = last.value if last else None
        words = "" if figure.value is None else in_words(figure.value, before, str(figure.unit))
        rows.append(YearOnYear(str(figure.label), str(figure.unit), figure.value, before, words))
    return rows


@transaction.atomic
def draft(page: Any, user: Any, *, replace: bool = False) -> Any:
    """Write a first text into the parts of a report that have none, as a new draft.

    Args:
        page: an AnnualReportPage.
        user: who asks for it, and stands as the author of the revision.
        replace: write all parts, whatever is there; earlier texts stay in the history.

    Returns:
        The new revision. What is public does not change.

    Raises:
        PermissionDenied: the user may not edit the page.
        ValidationError: it cannot be drafted now, or every part has a text.
    """
    refusal = refusal_to_draft(page, user)
    if refusal:
        raise ValidationError(refusal)
    # Whoever drafts at the same time waits, and finds the parts written.
    stored = type(page)._default_manager.select_for_update(of=("self",)).get(pk=page.pk)
    latest = stored.get_latest_revision_as_object()
    parts = [each for each in parts_to_draft(latest) if replace or not each.is_written]
    if not parts:
        raise ValidationError(_("各部分都已有文字，没有需要起草的；要重新起草的，请选择替换。"))
    body = filled(
        latest.report_form,
        latest.body.get_prep_value(),
        words_for(latest, _open_figures(latest)),
        {each.number for each in parts},
    )
    latest.body = latest.body.stream_block.to_python(body)
    # They follow the statistics again until the text is sent for review.
    latest.figures = []
    latest.minimal_clean()
    if not latest.live:
        latest.save()
    revision = latest.save_revision(user=user, log_action=True, clean=False)
    headings = [each.heading for each in parts]
    log(latest, ACTION, user=user, revision=revision, data={"parts": headings, "replace": replace})
    return revision


def _open_figures(page: Any) -> Any:
    """The figures as they are now, not as they were when a text was sent for review."""
    from ..statistics.services import figures_for

    return figures_for(page.column_above(), page.year)
