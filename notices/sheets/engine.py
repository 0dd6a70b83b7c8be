"""PDF by WeasyPrint, where it and Pango are installed (docs/adr/0030-sheets-by-weasyprint.md).

WeasyPrint fetches what a document names. Ours gets pictures of the item from the storage and
nothing else: no other host, no file, no address of this server.
"""

from __future__ import annotations

import hashlib
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.cache import cache as store
from django.core.files.storage import default_storage
from wagtail.images import get_image_model

from ..conf import number
from ..rooms import room
from .options import Paper

_CSS = Path(__file__).parents[1] / "static" / "gongkai_notices" / "sheet.css"
# Relative addresses are put below this; nobody can ask for it.
_NOWHERE = "sheet:///"
# Points of the body text, the biggest that fits on one page is taken. The last is the smallest that
# is read at arm's length from a board; longer texts go on on further pages.
SIZES: dict[str, tuple[int, ...]] = {Paper.A4: (24, 20, 18, 16), Paper.A3: (36, 30, 26, 22)}


_NEARLY = 2


class Busy(Exception):
    """Other sheets are being made, and this one has waited long enough."""


@cache
def _library() -> Any:
    """WeasyPrint; None where it, or Pango, is not installed."""
    try:
        import weasyprint
    except (ImportError, OSError):
        # OSError: the package is there, Pango is not.
        return None
    return weasyprint


def is_available() -> bool:
    """Whether PDF can be made here."""
    return _library() is not None


@cache
def _turns() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(number("GONGKAI_NOTICES_AT_ONCE"))


@contextmanager
def _turn() -> Iterator[None]:
    """One sheet after the other: each of them takes a processor for itself."""
    if not _turns().acquire(timeout=number("GONGKAI_NOTICES_WAIT")):
        raise Busy
    try:
        yield
    finally:
        _turns().release()


def pdf(html: str, paper: str, pictures: dict[str, Any]) -> bytes:
    """The sheet as PDF; the same html with the same pictures is made once.

    Args:
        html: the whole document; its stylesheet is ours whatever it names.
        pictures: renditions by the address that the document names them by.

    Raises:
        Busy: it has waited ``GONGKAI_NOTICES_WAIT`` seconds for its turn.
    """
    name = _name_of(html, paper, pictures)
    kept = store.get(name)
    if kept is None:
        with _turn():
            # Another may have made it meanwhile.
            kept = store.get(name) or _made(html, paper, pictures)
        if len(kept) <= number("GONGKAI_NOTICES_KEEP_BYTES"):
            store.set(name, kept, number("GONGKAI_NOTICES_KEEP"))
    return bytes(kept)


def _name_of(html: str, paper: str, pictures: dict[str, Any]) -> str:
    parts = [_library().__version__, paper, _css(), html]
    for address, each in sorted(pictures.items()):
        parts.append(f"{address} {each.file.name} {each.image.file_hash}")
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"gongkai_notices:pdf:{digest}"


@cache
def _css() -> str:
    return _CSS.read_text(encoding="utf-8")


# Where little is left over for a second page: smaller pictures, lines that stand closer.
_TIGHT = ".gk-sheet { line-height: 1.45 } .gk-sheet img { max-height: 55mm }"


def _made(html: str, paper: str, pictures: dict[str, Any]) -> bytes:
    *bigger, smallest = SIZES[paper]
    laid = _laid_out(html, pictures, paper, smallest)
    if len(laid.pages) == 1:
        for size in bigger:
            tried = _laid_out(html, pictures, paper, size)
            if len(tried.pages) == 1:
                laid = tried
                break
    elif len(laid.pages) == _NEARLY:
        tried = _laid_out(html, pictures, paper, smallest, _TIGHT)
        laid = tried if len(tried.pages) == 1 else laid
    content: bytes = laid.write_pdf()
    return content


def _laid_out(html: str, pictures: dict[str, Any], paper: str, size: int, more: str = "") -> Any:
    weasyprint = _library()
    page = f"@page {{ size: {paper.upper()} }} .gk-sheet {{ font-size: {size}pt }} {more}"
    sheets = [weasyprint.CSS(string=text) for text in (_css(), page)]
    fetcher = _fetcher(pictures)
    return weasyprint.HTML(string=html, base_url=_NOWHERE, url_fetcher=fetcher).render(
        stylesheets=sheets
    )


def _fetcher(pictures: dict[str, Any]) -> Any:
    """Gives the pictures that are known, refuses everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Own(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
        def fetch(self, url: str, headers: Any = None) -> Any:
            rendition = pictures.get(_path_of(url))
            if rendition is None:
                # WeasyPrint leaves out what it does not get, and goes on.
                raise ValueError("Only pictures of the item itself stand on its sheet.")
            with rendition.file.open("rb") as file:
                content = file.read()
            kind = mimetypes.guess_type(rendition.file.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return Own()


def _path_of(url: str) -> str:
    """An address as the document has it: without what relative ones were put below."""
    return unquote(f"/{url.removeprefix(_NOWHERE)}" if url.startswith(_NOWHERE) else url)


def open_pictures(addresses: list[str]) -> dict[str, Any]:
    """Renditions by unquoted address, of those pictures that are open to everybody."""
    names = {address: name for address in addresses if (name := _stored_name(address))}
    model: Any = get_image_model().get_rendition_model()
    found = model.objects.filter(file__in=set(names.values())).select_related("image")
    by_name = {each.file.name: each for each in found}
    openness, files = room("gongkai_review", "files.openness"), room("gongkai_review", "models")
    images = {each.image_id: each.image for each in by_name.values()}
    kind = files.FileKind.IMAGE
    shown = openness.open_to_everybody(kind, images.values()) if images else set()
    return {
        unquote(address): by_name[name]
        for address, name in names.items()
        if name in by_name and by_name[name].image_id in shown
    }


def _stored_name(address: str) -> str:
    """The name in the storage of what has this address; empty where it is elsewhere."""
    base = default_storage.url("images/")
    if not address.startswith(base) or "\x00" in address:
        return ""
    return f"images/{unquote(urlsplit(address[len(base) :]).path)}"
