"""Sign-off of a report: what it takes, and what becomes fixed by it.

When a report is sent for review, its figures are copied into the text (``page.figures``), so that
the reviewer, the leader and the public read the same numbers: the review is bound to a digest of
all that the page says. When it is published, the statistics of the year are frozen at these
numbers, and the text is kept as a version of its own.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from ..entry.standing import note_standing
from ..reviewed import review_module
from ..statistics import services as statistics_services
from ..statistics.comparisons import codes_of_last_year
from ..statistics.models import AnnualStatistics
from ..statistics.references import referenced_codes
from ..statistics.snapshot import numbers_in, snapshot_of
from .checking import check_statistics, open_breaches
from .facts import proses_of

MANY = 5


def statistics_of(page: Any) -> AnnualStatistics | None:
    """The statistics that a report is about, made when they are first needed; None outside a
    column."""
    column = page.column_above()
    return statistics_services.get_or_create(column.organ, page.year) if column else None


def fix_figures(page: Any) -> None:
    """Copy the figures as they are now into the text; stores nothing."""
    page.figures = []
    cited = codes_of_last_year(code for text in proses_of(page) for code in referenced_codes(text))
    page.figures = snapshot_of(page.get_figures(), cited)


def refusals(page: Any) -> list[str]:
    """Sentences that say what keeps a report from being signed off; none when nothing does."""
    statistics = statistics_of(page)
    if statistics is None:
        return [_("年度报告不在政府信息公开栏目之下，无从核对数据。")]
    found = [each.breach.sentence for each in open_breaches(check_statistics(statistics, page))]
    if len(found) > MANY:
        rest = len(found) - MANY
        found = [*found[:MANY], _("另有%d处没有处理，见“填报表格”页面。") % rest]
    return found


def refusals_of_submitted(page: Any) -> list[str]:
    """What keeps a report that lies before a reviewer or the leader from going on."""
    if not page.figures:
        return [_("报告送审时没有锁定数据，请退回，由起草人重新提交审查。")]
    drifted = _drifted(page)
    if drifted:
        return [
            _("“%s”等数字在送审之后有变动，请退回，由起草人核对后重新提交审查。")
            % "”“".join(drifted[:MANY])
        ]
    return refusals(page)


def _drifted(page: Any) -> list[str]:
    """Labels of figures of the form that are not what they were when the report was sent."""
    statistics = statistics_of(page)
    if statistics is None:
        return []
    signed, now = numbers_in(page.figures), statistics_services.values_of(statistics)
    cells = page.report_form.cells
    return [cells[code].label for code, number in now.items() if signed.get(code) != number]


def check_amendment(page: Any) -> None:
    """Require a note of what was corrected where an earlier text was public.

    Raises:
        ValidationError: at ``amendment_note``.
    """
    last = page.versions.last() if page.pk else None
    if last is None:
        return
    note = page.amendment_note.strip()
    if not note or note == last.note:
        raise ValidationError(
            {
                "amendment_note": _(
                    "这份报告已经公开过，请写明这次更正了什么、为什么更正；说明将随报告公开。"
                )
            }
        )


def settle(page: Any) -> None:
    """Keep what was just published, and freeze the statistics at its numbers."""
    digest = review_module("content").content_digest(page)
    last = page.versions.last()
    if last is not None and last.digest == digest:
        return
    page.versions.create(
        number=last.number + 1 if last else 1,
        content=page.serializable_data(),
        digest=digest,
        note=page.amendment_note.strip() if last else "",
        published_at=timezone.now(),
    )
    statistics = statistics_of(page)
    if statistics is not None and not statistics.is_frozen:
        user = get_active_log_context().user
        statistics_services.keep(statistics, numbers_in(page.figures), user)
        note_standing(statistics, check_statistics(statistics, page))
