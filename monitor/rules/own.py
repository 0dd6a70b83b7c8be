"""The rules of this app, in the order in which the list of rules shows them."""

from __future__ import annotations

from . import categories, deadlines, duties, items, vetoes
from .base import RuleLike


def own_rules() -> list[RuleLike]:
    """Vetoes first, then categories, items, and the other duties."""
    return [
        vetoes.HomeStale(),
        vetoes.TooManyStale(),
        vetoes.TooManyUnchanged(),
        vetoes.TooManyBlank(),
        duties.MessagesUnanswered(),
        vetoes.SoonTooManyStale(),
        vetoes.SoonTooManyUnchanged(),
        categories.NewsStale(),
        categories.NoticeStale(),
        categories.LongUnchanged(),
        categories.BlankCategory(),
        categories.StaleSoon(),
        deadlines.DraftLate(),
        deadlines.PublishedLate(),
        deadlines.EffectiveUnpublished(),
        items.MetadataMissing(),
        items.ValidityEnding(),
        items.ReviewDue(),
        duties.GuideOld(),
        duties.ReportDue(),
        duties.ApplicationOverdue(),
    ]
