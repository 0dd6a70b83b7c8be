"""下次复核日期: when an item that is public is due to be looked at again."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from wagtail.models import Site

if TYPE_CHECKING:
    from .models import ItemPage


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_for(item: ItemPage) -> int | None:
    """Months between reviews that the genre asks for, or the office in general; None for none."""
    from .models import DisclosureSiteSettings

    if item.genre and item.genre.review_after:
        return item.genre.review_after
    months = DisclosureSiteSettings.objects.filter(
        site__in=Site.objects.filter(root_page__path__in=_paths_above(item)),
        review_after__isnull=False,
    ).values_list("review_after", flat=True)
    found: int | None = months.order_by("-site__root_page__depth").first()
    return found


def first_review(item: ItemPage) -> date | None:
    """When an item that becomes public is due for its first review; None where nobody asks."""
    months = months_for(item)
    return months_after(item.published_on, months) if months and item.published_on else None


def _paths_above(item: ItemPage) -> list[str]:
    step = item.steplen
    return [item.path[:end] for end in range(step, len(item.path) + 1, step)]
