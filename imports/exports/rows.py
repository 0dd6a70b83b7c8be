"""Items as rows: one value for each field that the import understands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps

from ..rooms import catalogue
from .bodies import body_html, body_text
from .files import paths_of

Row = dict[str, Any]
_AT_ONCE = 200
# Between several values of a cell.
SEPARATOR = "；"

# Codes of ``fields.FIELDS`` in the order of the columns, with their widths in characters.
COLUMNS: dict[str, int] = {
    "index_number": 26,
    "title": 60,
    "document_number": 22,
    "summary": 40,
    "body": 60,
    "organ": 24,
    "written_on": 12,
    "published_on": 12,
    "effective_on": 12,
    "expires_on": 12,
    "topic": 24,
    "genre": 12,
    "audience": 12,
    "disclosure_mode": 12,
    "disclosure_period": 12,
    "category": 24,
    "keywords": 24,
    "kind": 12,
    "old_url": 40,
    "attachments": 40,
}


def rows_of(items: Any, column: Any, *, as_html: bool, with_files: bool) -> Iterator[Row]:
    """Rows of some items of ``column``, keys as in :data:`COLUMNS`; a few queries for 200 items.

    Args:
        as_html: whether the body is HTML, else plain text.
        with_files: whether the attachments stand beside the sheet (``files.paths_of``); without
            them the cell is empty, since an import would look for them in vain.
    """
    names = Names(column)
    waiting = iter(
        items.select_related("organ", "genre", "audience", "topic__parent")
        .prefetch_related("attachments__document")
        .iterator(chunk_size=_AT_ONCE)
    )
    say = body_html if as_html else body_text
    while batch := list(islice(waiting, _AT_ONCE)):
        old = _old_urls(batch)
        for item in batch:
            yield _row(item, names) | {
                "body": say(item.body),
                "old_url": SEPARATOR.join(old.get(item.pk, ())),
                "attachments": SEPARATOR.join(paths_of(item)) if with_files else "",
            }


class Names:
    """Names of categories and vocabularies as the import finds them again: a name that several
    bear is told by its code."""

    def __init__(self, column: Any) -> None:
        categories = apps.get_model("gongkai_catalogue.CategoryPage").objects.descendant_of(column)
        found = list(categories.order_by("path").values_list("path", "title", "code"))
        self.categories = _told_apart((path, title, code) for path, title, code in found)
        self.genres, self.audiences = (
            _told_apart(
                apps.get_model(f"gongkai_catalogue.{model}").objects.values_list(
                    "pk", "name", "code"
                )
            )
            for model in ("Genre", "Audience")
        )

    def category_of(self, item: Any) -> str:
        """Name of the category that holds an item."""
        return self.categories.get(item.path[: -item.steplen], "")


def _told_apart(rows: Iterable[tuple[Any, str, str]]) -> dict[Any, str]:
    found = list(rows)
    times = Counter(name.strip() for _key, name, _code in found)
    return {key: name if times[name.strip()] == 1 else code for key, name, code in found}


def _row(item: Any, names: Names) -> Row:
    return {
        "index_number": item.index_number,
        "title": item.title,
        "document_number": item.document_number,
        "summary": item.summary,
        "body": "",
        "organ": item.organ.name if item.organ else "",
        "written_on": item.written_on,
        "published_on": item.published_on,
        "effective_on": item.effective_on,
        "expires_on": item.expires_on,
        "topic": item.topic.full_name if item.topic else "",
        "genre": names.genres.get(item.genre_id, ""),
        "audience": names.audiences.get(item.audience_id, ""),
        "disclosure_mode": item.get_disclosure_mode_display(),
        "disclosure_period": item.get_disclosure_period_display(),
        "category": names.category_of(item),
        "keywords": " ".join(catalogue("keywords").keywords_in(item.keywords)),
        "kind": item.get_kind_display(),
        "old_url": "",
        "attachments": "",
    }


def _old_urls(items: list[Any]) -> dict[int, list[str]]:
    """The addresses that lead to the items by a redirect, where redirects are installed."""
    if not apps.is_installed("wagtail.contrib.redirects"):
        return {}
    model = apps.get_model("wagtailredirects.Redirect")
    rows = model.objects.filter(redirect_page__in=[item.pk for item in items]).order_by("pk")
    found: dict[int, list[str]] = defaultdict(list)
    for page, path in rows.values_list("redirect_page_id", "old_path"):
        found[page].append(path)
    return found
