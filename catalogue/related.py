"""相关信息: items about the same as an item, as far as a search app can tell.

Who can tell registers a function under the Wagtail hook ``register_gongkai_related``: it takes
nothing and returns ``related(obj, text, queryset, limit)``, a list of objects of the queryset.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wagtail import hooks

if TYPE_CHECKING:
    from .models import ItemPage
    from .querysets import ItemQuerySet

HOOK = "register_gongkai_related"
SHOWN = 5
# The root page of a site stands at this depth of the tree.
_SITE_DEPTH = 2


def related_items(
    item: ItemPage, public: ItemQuerySet, known: Iterable[ItemPage]
) -> list[ItemPage]:
    """Public items of the same site about the same, the nearest first, without ``known`` ones."""
    if not (item.pk and item.live):
        return []
    of_site = public.filter(path__startswith=item.path[: item.steplen * _SITE_DEPTH])
    text = f"{item.title} {item.keywords}".strip()
    named = {each.pk for each in known}
    for register in hooks.get_hooks(HOOK):
        found = register()(item, text, of_site, SHOWN + len(named))
        return [each for each in found if each.pk not in named][:SHOWN]
    return []
