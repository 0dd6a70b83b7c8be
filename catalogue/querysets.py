"""Which items the public sees, and how they are narrowed down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db.models import Q
from wagtail.query import PageQuerySet

from .attached_files import InBatches
from .validity import validity_expression


class ItemQuerySet(PageQuerySet):
    """Items. Every public list, count, export and statistic starts from :meth:`disclosed`."""

    def disclosed(self, hidden: Q | None = None) -> Self:
        """Items anybody may read: live, under no view restriction, each counted once.

        An alias repeats an item in a second category and is not an item of its own. ``hidden``
        is :meth:`private_q`, where it was asked for already.
        """
        from .restrictions import below_any, read_restricted

        restricted = below_any(read_restricted()) if hidden is None else hidden
        return self.live().exclude(restricted).filter(alias_of__isnull=True)

    def of_organs(self, organ_ids: Iterable[int]) -> Self:
        """Items that one of these organs published."""
        return self.filter(organ_id__in=list(organ_ids))

    def published_in(self, year: int) -> Self:
        """Items whose 发布日期 lies in ``year``."""
        return self.filter(published_year=year)

    def sharing_files(self) -> Self:
        """The same items, which look their files up for many at once as soon as one is asked."""
        items = self._clone()
        items._iterable_class = InBatches
        return items

    def with_validity(self, day: date) -> Self:
        """Annotate ``validity_today``, the validity on ``day``."""
        return self.annotate(validity_today=validity_expression(day))
