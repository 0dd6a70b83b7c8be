"""What a list needs at every request and what changes rarely, kept in this process.

The content tag of the serving app tells when it has to be made anew: it lies in the database and
changes in the transaction of every public change. So nothing stale is ever given, whatever other
processes do, and nothing has to be thrown away.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.utils.translation import get_language

from .columns import column_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

T = TypeVar("T")
# Values that one process keeps: lists of some columns under their most frequent conditions.
_MOST = 512
_values: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_lock = Lock()


def tag_of(page: Page, request: HttpRequest | None) -> str:
    """The content tag of the column that ``page`` belongs to; of one request it is read once.

    Read it before what is to be kept under it.
    """
    return _content_tag(request, column_of(page).pk)


def shown_tag(page: Page, request: HttpRequest | None) -> str:
    """The tag of all that the page itself shows: some types show what other columns hold."""
    shows_others = getattr(page, "gongkai_content_scopes", ()) != ()
    return _content_tag(request, None) if shows_others else tag_of(page, request)


def tag_of_everything(request: HttpRequest | None) -> str:
    """The tag that changes with anything public, in whatever column."""
    return _content_tag(request, None)


def _content_tag(request: HttpRequest | None, column: int | None) -> str:
    serving = apps.get_app_config("gongkai_serving").name
    tag: str = import_module(f"{serving}.content").content_tag(request, column)
    return tag


def is_as_stored(page: Any, request: HttpRequest | None) -> bool:
    """Whether ``page`` is shown as it stands in the database, and not in a preview."""
    stored = bool(getattr(page, "pk", None) and getattr(page, "path", "") and page.live)
    return stored and not getattr(request, "is_preview", False)


def kept(tag: str, name: tuple[Any, ...], ask: Callable[[], T]) -> T:
    """What is kept under ``name`` with this tag, else what ``ask`` says.

    Whoever gets the value must not change it: others read it at the same time.
    """
    key = (tag, str(get_language()), *name)
    with _lock:
        if key in _values:
            _values.move_to_end(key)
            found: T = _values[key]
            return found
    found = ask()
    with _lock:
        _values[key] = found
        while len(_values) > _MOST:
            _values.popitem(last=False)
    return found


def clear() -> None:
    """Forget everything, as after the start of a process; for tests that count queries."""
    with _lock:
        _values.clear()
