"""Which organs somebody works for: what these keep, registers and boards, is theirs to keep."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from .models import Organ
from .permissions import ANY_ORGAN

# Asked for each row of a list: it is kept on the user, who lives as long as the request.
_KEPT = "_gongkai_catalogue_organs"


def organ_ids_of(user: Any) -> frozenset[int] | None:
    """Ids of the organs whose rows ``user`` may keep, given the permission; None: of every organ.

    All of them for who may act for any organ; else those that the user works for as 信息员, and
    what is below these.
    """
    if not hasattr(user, _KEPT):
        setattr(user, _KEPT, _find(user))
    found: frozenset[int] | None = getattr(user, _KEPT)
    return found


def organs_of(user: Any) -> QuerySet[Organ]:
    """The same as organs."""
    ids = organ_ids_of(user)
    return Organ.objects.all() if ids is None else Organ.objects.filter(pk__in=ids)


def reaches(user: Any, organ_id: int | None) -> bool:
    """Whether an organ is among those."""
    ids = organ_ids_of(user)
    return ids is None or organ_id in ids


def _find(user: Any) -> frozenset[int] | None:
    if user.has_perm(ANY_ORGAN):
        return None
    own = Organ.objects.filter(editors=user).values_list("pk", flat=True)
    return frozenset(Organ.objects.subtree_ids(own))
