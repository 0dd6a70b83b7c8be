"""Places in the page tree for a batch of items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.models import F, Q

from ..models import ItemPage
from ..slugs import pinyin_slug

if TYPE_CHECKING:
    from .bulk_checks import Draft

# The model whose table holds the tree: Wagtail's page, or a host's own base page.
TREE: Any = ItemPage._meta.get_parent_list()[-1]
# Families of addresses that are looked for in one statement.
_AT_ONCE = 50


class Parent:
    """A locked category: the next free place below it and the addresses that are taken."""

    def __init__(self, page: Any, taken: set[str]) -> None:
        self.page = page
        self.added = 0
        children = TREE._base_manager.filter(
            depth=page.depth + 1, path__range=TREE._get_children_path_interval(page.path)
        )
        last = children.order_by("-path").values_list("path", flat=True).first()
        self._step = TREE._str2int(last[-TREE.steplen :]) if last else 0
        self._taken = taken

    def invite(self, item: ItemPage) -> None:
        """Let ``item`` make its address and its defaults as a child of this page."""
        item.path = self._path(self._step + 1)
        item.depth = self.page.depth + 1
        item.numchild = 0
        item._cached_parent_obj = self.page
        item.locale_id = item.locale_id or self.page.locale_id
        # Wagtail asks the database for every address; the batch knows the answer.
        item._slug_is_available = lambda slug, parent, page=None: slug not in self._taken

    def reserve(self, item: ItemPage) -> None:
        """Keep the address that ``item`` made for itself."""
        self._taken.add(item.slug)

    def place(self, item: ItemPage) -> None:
        """Give ``item`` the next place."""
        self._step += 1
        self.added += 1
        item.path = self._path(self._step)
        item.set_url_path(self.page)

    def count_children(self) -> None:
        """Add the new children to the parent's count."""
        if self.added:
            rows = TREE._base_manager.filter(pk=self.page.pk)
            rows.update(numchild=F("numchild") + self.added)

    def _path(self, step: int) -> str:
        return str(TREE._get_path(self.page.path, self.page.depth + 1, step))


def lock_parents(drafts: Iterable[Draft]) -> dict[int, Parent]:
    """Lock the categories of a batch, so that nobody else adds children meanwhile.

    Rows are locked in the order of their keys: two loads that run at once cannot block each other.
    A category that was deleted meanwhile is not in the answer.
    """
    bases: dict[int, list[str]] = defaultdict(list)
    for draft in drafts:
        bases[draft.category.pk] += filter(None, [pinyin_slug(draft.item.title), draft.item.slug])
    rows = TREE._base_manager.select_for_update().filter(pk__in=bases).order_by("pk")
    pages = list(rows)
    taken = _taken_addresses({page.path: bases[page.pk] for page in pages})
    return {page.pk: Parent(page, taken[page.path]) for page in pages}


def _taken_addresses(bases: dict[str, list[str]]) -> dict[str, set[str]]:
    """Addresses below each parent's path that are one of its ``bases``, or a numbered one of a
    base that is not free.

    Asked for by the addresses alone: below one parent there may be a million pages.
    """
    taken: dict[str, set[str]] = defaultdict(set)

    def note(condition: Q) -> None:
        rows = TREE._base_manager.filter(condition).values_list("path", "slug")
        for path, slug in rows.iterator():
            taken[path[: -TREE.steplen]].add(slug)

    note(Q(slug__in={base for each in bases.values() for base in each}))
    collided = {
        base
        for path, wanted in bases.items()
        for base, count in Counter(wanted).items()
        if count > 1 or base in taken[path]
    }
    for some in _portions(sorted(collided)):
        families = Q()
        for base in some:
            families |= _numbered(base)
        note(families)
    return taken


def _numbered(base: str) -> Q:
    """Condition that an address is ``base`` with a number, as the index on addresses answers it."""
    if connections[router.db_for_write(TREE)].vendor == "sqlite":
        # There LIKE pays no heed to an index; a full stop is what comes after a hyphen.
        return Q(slug__gte=f"{base}-", slug__lt=f"{base}.")
    return Q(slug__startswith=f"{base}-")


def _portions(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
