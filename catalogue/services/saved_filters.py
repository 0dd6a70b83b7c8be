"""Saving the filters of the item list under a name, and forgetting them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import SavedFilter

SHARE = "gongkai_catalogue.share_savedfilter"
MOST = 30


def visible_to(user: Any) -> Any:
    """The user's own filters and those of everybody."""
    return SavedFilter.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")


def may_delete(user: Any, saved: SavedFilter) -> bool:
    """The owner, and of shared ones whoever shares."""
    return saved.owner_id == user.pk or (saved.is_shared and user.has_perm(SHARE))


def cleaned_query(query: str, known: Collection[str]) -> str:
    """A query string with the parameters that the list knows, and nothing else.

    Ranges of days come as ``name_from`` and ``name_to``.
    """
    pairs = parse_qsl(query.removeprefix("?"))
    kept = [
        (name, value)
        for name, value in pairs
        if value and (name in known or name.removesuffix("_from").removesuffix("_to") in known)
    ]
    return urlencode(kept)


def save(
    user: Any, name: str, query: str, known: Collection[str], *, is_shared: bool = False
) -> SavedFilter:
    """Save the list's filters under a name; one of the same name is replaced.

    Raises:
        PermissionDenied: ``user`` may not share.
        ValidationError: at ``name``, or nothing is filtered.
    """
    if is_shared and not user.has_perm(SHARE):
        raise PermissionDenied(_("您不能把常用筛选供所有人使用。"))
    name = name.strip()
    kept = cleaned_query(query, known)
    if not kept:
        raise ValidationError(_("当前没有筛选条件，请先筛选再保存。"), code="empty")
    own = SavedFilter.objects.filter(owner=user)
    found = own.filter(name=name).first()
    if found is None and own.count() >= MOST:
        raise ValidationError(_("每人最多保存%d个常用筛选，请先删去不用的。") % MOST)
    saved = found or SavedFilter(owner=user, name=name)
    saved.query, saved.is_shared = kept, is_shared
    saved.full_clean()
    saved.save()
    return saved


def delete(user: Any, saved: SavedFilter) -> None:
    """Forget a filter.

    Raises:
        PermissionDenied: it is somebody else's.
    """
    if not may_delete(user, saved):
        raise PermissionDenied(_("只有保存人可以删除这个常用筛选。"))
    saved.delete()
