"""Which column a page belongs to, and whose pages show a page: both by the tree alone.

A page model is a column when it says ``is_disclosure_column = True``. Where there is none above a
page, it belongs to the root page of its site.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache, reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex, Site, get_page_models

from .public_models import public_models
from .reading import Scopes
from .versions import PUBLIC, column_scope

# A change that concerns more pages than this concerns everything.
_MANY = 300
_STEP = Page.steplen
# A page model says by this attribute (a tuple of scopes, or None for everything) what its pages
# show besides their own column.
SHOWS = "gongkai_content_scopes"


def scopes_of_page(page: Page) -> Scopes:
    """What the answer at the address of a page depends on.

    A page outside every column may show anything of any: it depends on everything.
    """
    more = getattr(page, SHOWS, ())
    if more is None:
        return None
    column = _nearest_column(page)
    return None if column is None else (PUBLIC, column_scope(column), *more)


def _nearest_column(page: Page) -> int | None:
    walked: Any = page
    while walked is not None and not getattr(walked, "is_disclosure_column", False):
        # Routing leaves with every page the parent it came through.
        parent = getattr(walked, "_cached_parent_obj", None)
        if parent is None:
            return _nearest_stored_column(walked)
        walked = parent
    return walked.pk if walked is not None else None


def _nearest_stored_column(page: Page) -> int | None:
    above = Page.objects.filter(path__in=_line(page.path), content_type__in=_column_types())
    found: int | None = above.order_by("-depth").values_list("pk", flat=True).first()
    return found


def scopes_showing(pages: Collection[tuple[int, str, bool]]) -> set[str]:
    """Scopes of which something changes to the public when pages do.

    Their columns and those around them, their sites, the columns below them, and the columns of
    pages that refer to them or repeat them.

    Args:
        pages: key, path and whether pages stand below, of each.
    """
    if len(pages) > _MANY:
        return {PUBLIC}
    paths = [path for _pk, path, _is_parent in pages]
    below = [path for _pk, path, is_parent in pages if is_parent]
    found = _scopes_of_paths(paths, below)
    referring = _referring([pk for pk, _path, _is_parent in pages])
    if referring is None:
        return {PUBLIC}
    return found | (_scopes_of_paths(referring, []) if referring else set())


def with_descendants(page: Page) -> list[tuple[int, str, bool]]:
    """The page and what stands below it, as :func:`scopes_showing` wants them; many are enough."""
    rows = Page.objects.filter(path__startswith=page.path).values_list("pk", "path", "numchild")
    return [(pk, path, bool(numchild)) for pk, path, numchild in rows[: _MANY + 1]]


def _scopes_of_paths(paths: Iterable[str], below: Iterable[str]) -> set[str]:
    line = {step for path in paths for step in _line(path)}
    roots = Q(pk__in=Site.objects.values("root_page"))
    columns = Q(content_type__in=_column_types())
    wanted = Q(path__in=line) & (roots | columns)
    for path in below:
        wanted |= Q(path__startswith=path) & _is_column()
    return {column_scope(pk) for pk in Page.objects.filter(wanted).values_list("pk", flat=True)}


def _referring(keys: Collection[int]) -> list[str] | None:
    """Paths of pages that refer to pages, or repeat them; None: something else that is
    public refers to one, or very much does."""
    kinds = ContentType.objects.get_for_models(Page, *public_models())
    page_type = kinds[Page].pk
    references = ReferenceIndex.objects.filter(
        base_content_type__in=[kind.pk for kind in kinds.values()],
        to_content_type=page_type,
        to_object_id__in=[str(key) for key in keys],
    ).values_list("base_content_type", "object_id")
    found = list(references.distinct()[: _MANY + 1])
    if len(found) > _MANY or any(kind != page_type for kind, _key in found):
        return None
    owners = {int(key) for _kind, key in found} - set(keys)
    referring = Q(alias_of__in=keys) | Q(pk__in=owners)
    return list(Page.objects.filter(referring).values_list("path", flat=True))


def _line(path: str) -> list[str]:
    """Paths from the top of the tree down to a page itself."""
    return [path[:end] for end in range(_STEP, len(path) + 1, _STEP)]


@cache
def _column_models() -> tuple[type[Page], ...]:
    return tuple(
        model for model in get_page_models() if getattr(model, "is_disclosure_column", False)
    )


def _is_column() -> Q:
    # By their own small tables: by their type the whole tree of pages would be read.
    own = [Q(pk__in=model._base_manager.values("pk")) for model in _column_models()]
    return reduce(or_, own, Q(pk__in=()))


def _column_types() -> list[int]:
    return [kind.pk for kind in ContentType.objects.get_for_models(*_column_models()).values()]
