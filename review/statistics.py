"""What the review did in a year, for the yearly statistics: exceptions among it.

Counted are records, by the column and the organ that their page had when they were written, so that
pages which were moved or deleted since still count where they were decided on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from django.core.cache import cache
from django.db.models import BigIntegerField, Count, Max, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from .enums import Action, Decision
from .models import ReviewRecord
from .places import column_models, columns_by_path

FigureRow = tuple[str, str, str, str]
T = TypeVar("T")
_GROUP = "review"
_KEPT_SECONDS = 30 * 24 * 60 * 60


class Scope(Protocol):
    """Whose review of which year is counted: that of ``organ`` and of the organs below it."""

    organ: Any
    year: int
    column: Page

    def keep(
        self, name: str, models: Iterable[str] | None, ask: Callable[[], T], *, of_all: bool = ...
    ) -> T:
        """What ``ask`` says, kept until rows of ``models`` (labels) change."""


class ReviewFigures:
    """Counts of the records of a year. Without a scope only their names are known."""

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    def list_figures(self) -> Iterator[FigureRow]:
        """Code, label, unit and group of each figure."""
        labels = {
            "reviewed": _("保密审查"),
            "approved": _("审签同意公开"),
            "returned": _("审查退回"),
            "withheld": _("审查不予公开"),
            "partial": _("区分处理后公开"),
            "exceptions": _("例外发布"),
            "imported": _("导入发布"),
            "withdrawn": _("撤回"),
        }
        for code, label in labels.items():
            yield f"review.{code}", label, _("件次"), _GROUP

    def compute(self) -> dict[str, int]:
        """The number of each figure of the scope, in three queries beside organs at most."""
        if self.scope is None:
            raise ValueError("Without a scope there is nothing to count.")
        conditions = {
            "reviewed": Q(action=Action.REVIEWED),
            "approved": Q(action=Action.APPROVED),
            "returned": Q(action=Action.RETURNED),
            "withheld": Q(action=Action.REVIEWED, decision=Decision.WITHHOLD),
            "partial": Q(action=Action.APPROVED, decision=Decision.PARTIAL),
            "exceptions": Q(action=Action.EXCEPTION),
            "imported": Q(action=Action.IMPORTED),
            "withdrawn": Q(action=Action.WITHDRAWN),
        }
        # The key of the column in the record's data, as a number to compare with pages' keys.
        column = Cast(KeyTextTransform("column", "data"), BigIntegerField())
        records = ReviewRecord.objects.alias(column_of=column)
        records = records.filter(self._of_year(self.scope.year), self._of_scope)
        counts = self._added_up(records, conditions)
        return {f"review.{code}": number for code, number in counts.items()}

    def _added_up(self, records: Any, asked: dict[str, Any]) -> dict[str, int]:
        """Records are only ever added, so that what was counted once is not counted again: what is
        kept goes as far as a record, whose hash tells whether it is still the same chain."""
        number, digest, before = cache.get(self._key) or (0, "", dict.fromkeys(asked, 0))
        found = records.filter(number__gte=number).aggregate(
            **{
                f"new_{code}": Count("pk", filter=Q(number__gt=number) & condition)
                for code, condition in asked.items()
            },
            known=Count("pk", filter=Q(number=number, hash=digest)),
            last=Max("pk"),
        )
        if number and not found["known"]:
            cache.delete(self._key)
            return self._added_up(records, asked)
        counts = {code: before[code] + found[f"new_{code}"] for code in asked}
        if last := found["last"]:
            if last > number:
                digest = ReviewRecord.objects.values_list("hash", flat=True).get(pk=last)
            cache.set(self._key, (last, digest, counts), _KEPT_SECONDS)
        return counts

    @property
    def _key(self) -> str:
        scope: Any = self.scope
        parts = (str(scope.year), str(scope.column.pk), str(self._of_scope))
        return f"gongkai_review.figures.{sha256(chr(10).join(parts).encode()).hexdigest()}"

    def listing_url(self, code: str) -> str:
        """None: records are not public."""
        return ""

    @staticmethod
    def _of_year(year: int) -> Q:
        def begin(of: int) -> datetime:
            return timezone.make_aware(datetime(of, 1, 1))

        return Q(at__gte=begin(year), at__lt=begin(year + 1))

    @cached_property
    def _of_scope(self) -> Q:
        """Records of the column and of columns within it; of an organ of it, only that organ's."""
        scope: Any = self.scope
        labels = [*(model._meta.label for model in column_models()), "wagtailcore.Page"]
        columns = scope.keep("columns", labels, columns_by_path, of_all=True)
        within = [pk for path, pk in columns if path.startswith(scope.column.path)]
        of_column = Q(column_of__in=sorted(within))
        if getattr(scope.column, "organ_id", None) == scope.organ.pk:
            return of_column
        organs = type(scope.organ)._default_manager
        return of_column & Q(data__organ__in=sorted(organs.subtree_ids([scope.organ.pk])))
