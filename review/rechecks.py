"""What was not disclosed, and by when somebody has to look at it again (条例第十八条).

Computed from the records: there is no second list that could say something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from .conf import get_setting
from .enums import DECISIVE, Action, Decision
from .models import ReviewRecord

# Days before the due date from which it is amber.
AMBER_DAYS = 30


@dataclass(frozen=True)
class RecheckDue:
    """By when a decision not to disclose is looked at again, as seen from a day."""

    on: date
    today: date

    @property
    def days(self) -> int:
        """Days from today to then; negative when it is past."""
        return (self.on - self.today).days

    @property
    def urgency(self) -> str:
        """A colour, beside the words: red when it is past, amber a month before."""
        if self.days < 0:
            return "red"
        return "amber" if self.days <= AMBER_DAYS else "ok"

    @property
    def words(self) -> str:
        """The same for who sees no colour."""
        if self.days < 0:
            return _("逾期%d天") % -self.days
        return _("今日到期") if not self.days else _("还有%d天") % self.days


def undisclosed() -> QuerySet[ReviewRecord]:
    """The decision not to disclose of each page that stands at one, the earliest due first.

    Annotated with ``last_looked_at``, the time of the decision or of the last re-check. Left out
    are pages that a re-check found fit to be public, and pages that were deleted.
    """
    later = ReviewRecord.objects.filter(page_id=OuterRef("page_id"), number__gt=OuterRef("number"))
    rechecks = later.filter(action=Action.RECHECKED).order_by("-number")
    return (
        ReviewRecord.objects.filter(action=Action.REVIEWED, decision=Decision.WITHHOLD)
        .filter(Exists(Page.objects.filter(pk=OuterRef("page_id"))))
        .exclude(Exists(later.filter(action__in=DECISIVE)))
        .exclude(Exists(rechecks.filter(decision=Decision.PUBLISH)))
        .annotate(last_looked_at=Coalesce(Subquery(rechecks.values("at")[:1]), "at"))
        .order_by("last_looked_at", "number")
    )


def due_of(record: Any) -> RecheckDue:
    """Due date of a record of :func:`undisclosed`."""
    return RecheckDue(due_date(record.last_looked_at), timezone.localdate())


def due_date(looked_at: datetime) -> date:
    """The day by which what was looked at then is looked at again."""
    return timezone.localtime(looked_at).date() + timedelta(days=interval())


def looked_at_before(day: date) -> datetime:
    """Looked at before this moment, a decision is due before ``day``."""
    start = datetime.combine(day - timedelta(days=interval()), datetime.min.time())
    return timezone.make_aware(start)


def interval() -> int:
    """Days between two looks: ``GONGKAI_REVIEW_RECHECK_DAYS``."""
    days = get_setting("GONGKAI_REVIEW_RECHECK_DAYS")
    return days if isinstance(days, int) else 365
