"""Wagtail's permissions of pages, asked for by ranges of paths.

Wagtail joins the rows of a user's permissions with OR, two conditions for each, and looks for the
pages that match in a query of its own: for an editor with twenty rows every list took seconds at
10,000 items. What is below one granted page is a range of paths; ranges inside others are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

_EXPLORING = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})
_NOTHING = Q(pk__in=())
# No path below another one comes after this many of the last digit.
_LAST = "Z" * 8


def within(paths: Iterable[str]) -> Q:
    """Condition that a page is one of those at ``paths`` or stands below one."""
    condition = Q()
    outer: str | None = None
    for path in sorted(set(paths)):
        if outer is None or not path.startswith(outer):
            outer = path
            condition |= Q(path__range=(path, path + _LAST))
    return condition or _NOTHING


class PathPolicy(PagePermissionPolicy):  # type: ignore[misc]  # Wagtail is untyped
    """Says what Wagtail's own policy says, in conditions that an index answers."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        """Pages for which the user has at least one of the permissions."""
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        return self.model._default_manager.filter(self._granted(user, set(actions)))

    def explorable_instances(self, user: Any) -> Any:
        """Pages that the user finds in the explorer: hers, and the way to them."""
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        return self.model._default_manager.filter(self.explorable(user))

    def explorable(self, user: Any) -> Q:
        """The same as a condition, for lists that narrow pages down without a query in a query."""
        if not user.is_active:
            return _NOTHING
        if user.is_superuser:
            return Q()
        pages = [each.page for each in self.get_cached_permissions_for_user(user)]
        if not pages:
            return _NOTHING
        root = self.model.base_page_model.objects.first_common_ancestor_of(pages)
        step = root.steplen
        above = {
            page.path[:length]
            for page in pages
            for length in range(len(root.path), len(page.path), step)
        }
        return self._granted(user, set(_EXPLORING)) | Q(path__in=above)

    def _granted(self, user: Any, actions: set[str]) -> Q:
        wanted = self._get_permission_codenames(actions)
        adding = self._get_permission_codename("add")
        rows = self.get_cached_permissions_for_user(user)
        condition = within(each.page.path for each in rows if each.permission.codename in wanted)
        if "change" in actions and "add" not in actions:
            # Who may only add may change what she made.
            own = within(each.page.path for each in rows if each.permission.codename == adding)
            if own != _NOTHING:
                condition |= own & Q(owner=user)
        return condition


class LeafPermissions(PagePermissionTester):  # type: ignore[misc]  # Wagtail is untyped
    """What a user may do with a page that has no pages below it: lists of such pages do not look
    below each of them."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only what is not public, without the permission to publish; of others', without that to
        change."""
        if self.user.is_superuser or not self.user.is_active or not self.page.is_leaf():
            return bool(super().can_delete(ignore_bulk))
        is_allowed = "publish" in self.permissions or not self.page.live
        if "change" in self.permissions:
            return is_allowed
        return is_allowed and "add" in self.permissions and self.page.owner_id == self.user.pk


def page_policy() -> PathPolicy:
    """The policy for all pages; registered before anything asks for one."""
    return PathPolicy(Page)
