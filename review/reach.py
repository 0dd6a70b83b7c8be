"""Whose pages somebody has to do with: those below a page on which a group of theirs may do
something, and those whose workflow asks them to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from wagtail.models import GroupPagePermission, Page, WorkflowPage

from .refusals import tasks_of


@dataclass(frozen=True)
class Reach:
    """Parts of the page tree, by path; None for the whole tree."""

    paths: tuple[str, ...] | None

    def covers(self, page: Any) -> bool:
        """Whether ``page`` stands in one of the parts."""
        return self.paths is None or page.path.startswith(self.paths)

    def pages(self) -> Q:
        """Condition on pages."""
        return Q() if self.paths is None else self._below("path")

    def records(self) -> Q:
        """Condition on records: the page stands there, or stood there before it was deleted."""
        if self.paths is None:
            return Q()
        gone = ~Exists(Page.objects.filter(pk=OuterRef("page_id")))
        here = Q(page_id__in=Page.objects.filter(self.pages()).values("pk"))
        return here | (Q(gone) & self._below("data__path"))

    def _below(self, name: str) -> Q:
        below = Q(pk__in=())
        for path in self.paths or ():
            below |= Q(**{f"{name}__startswith": path})
        return below


def reach_of(user: Any) -> Reach:
    """Where ``user`` has to do with pages; asked once a request, in five queries at most."""
    known: Reach | None = getattr(user, "_gongkai_review_reach", None)
    if known is None:
        known = user._gongkai_review_reach = _read(user)
    return known


def _read(user: Any) -> Reach:
    if not user.is_active:
        return Reach(())
    if user.is_superuser:
        return Reach(None)
    allowed = GroupPagePermission.objects.filter(group__user=user).values("page")
    asked = WorkflowPage.objects.filter(
        workflow__workflow_tasks__task__in=tasks_of(user).values("pk"), workflow__active=True
    ).values("page")
    paths = Page.objects.filter(Q(pk__in=allowed) | Q(pk__in=asked)).values_list("path", flat=True)
    outermost: list[str] = []
    for path in sorted(paths):
        if not outermost or not path.startswith(outermost[-1]):
            outermost.append(path)
    return Reach(tuple(outermost))
