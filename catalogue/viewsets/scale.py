"""Lists of pages that take as long with a million pages as with a thousand."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.pages.listing import ExplorableIndexView

from ..page_policy import within
from ..services.bulk_tree import TREE

# Nobody turns so many pages; who looks for something narrows the list down.
COUNTED = 10_000


class CappedPaginator(WagtailPaginator):  # type: ignore[misc]  # Wagtail is untyped
    """Counts and turns as far as :data:`COUNTED`; of more it only says that there are more."""

    @cached_property
    def _found(self) -> int:
        rows = self.object_list
        if isinstance(rows, QuerySet):
            return rows.order_by().values("pk")[: COUNTED + 1].count()
        return int(super().count)

    def page(self, number: Any) -> Any:
        """One page: first its keys, then their rows, so that nothing wide is read to skip it."""
        if not isinstance(self.object_list, QuerySet):
            return super().page(number)
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stop = min(start + self.per_page, self.count)
        keys = list(self.object_list.values_list("pk", flat=True)[start:stop])
        return self._get_page(self.object_list.filter(pk__in=keys), number, self)

    @cached_property
    def count(self) -> int:
        """Rows that can be turned to."""
        return min(self._found, COUNTED)

    @cached_property
    def items_count_label(self) -> str:
        """How many there are, in words."""
        if self._found <= COUNTED:
            return str(super().items_count_label)
        return _("逾%(count)s条，可用筛选或者搜索缩小范围") % {"count": f"{COUNTED:,}"}


class ExplorableMixin:
    """Narrows a list to what the user may explore by a condition on the pages themselves."""

    paginator_class = CappedPaginator

    def explorable_only(self, pages: Any) -> Any:
        """Those of ``pages`` that the user finds in the explorer."""
        user = self.request.user  # type: ignore[attr-defined]  # of the view
        policy = self.permission_policy  # type: ignore[attr-defined]  # of the view
        if user.is_active and user.is_superuser:
            return pages
        if hasattr(policy, "explorable"):
            return pages.filter(policy.explorable(user))
        # A host's own policy.
        return pages.filter(pk__in=policy.explorable_instances(user).values("pk"))


def children_by_range(pages: Any, request: Any) -> Any:
    """Let the page chooser find the children of a page by an index; a hook of Wagtail's.

    Wagtail asks for paths that begin with the page's own, and SQLite then looks through all pages.
    """
    match = request.resolver_match
    key = match.kwargs.get("parent_page_id") if match else None
    parent = TREE.objects.filter(pk=key).only("path", "depth").first() if key else None
    if parent is None:
        return pages
    return pages.filter(
        depth=parent.depth + 1, path__range=TREE._get_children_path_interval(parent.path)
    )


def newest_first(pages: Any) -> Any:
    """The order of an index on the pages' table: lately changed pages first."""
    return pages.order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")


class ChildrenIndexView(ExplorableMixin, ExplorableIndexView):  # type: ignore[misc]  # untyped
    """The explorer below a category."""

    def get_base_queryset(self) -> Any:
        """Children, or all that is below, where something is looked for."""
        parent = self.parent_page
        if not (self.is_searching or self.is_filtering):
            interval = type(parent)._get_children_path_interval(parent.path)
            pages = self.model._default_manager.filter(depth=parent.depth + 1, path__range=interval)
        elif self.is_searching_whole_tree:
            pages = self.model._default_manager.all()
        else:
            pages = self.model._default_manager.filter(within([parent.path])).exclude(pk=parent.pk)
        return self.annotate_queryset(self.explorable_only(pages))

    def order_queryset(self, queryset: Any) -> Any:
        """As Wagtail's; the order of pages that were changed at one moment is settled."""
        if self.ordering == "-latest_revision_created_at" and not self.is_searching:
            return newest_first(queryset)
        return super().order_queryset(queryset)
