"""Files of public pages: there, not empty, what their names say, and with text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from ..rooms import catalogue
from .models import FileFault

Kind = FileFault.Kind


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file."""

    kind: str
    name: str
    detail: str


class Files:
    """Looks at documents, at each once."""

    def __init__(self) -> None:
        self._known: dict[Any, list[Fault]] = {}

    def faults_of(self, keys: Iterable[Any]) -> dict[Any, list[Fault]]:
        """What is wrong with some documents, by their keys; two queries for all that are new."""
        asked = set(keys)
        rest = asked - self._known.keys()
        if rest:
            readings = _readings(rest)
            for document in get_document_model().objects.filter(pk__in=rest):
                found = _faults_of_file(document)
                self._known[document.pk] = found or _faults_of_text(
                    document, readings.get(document.pk)
                )
        return {key: self._known[key] for key in asked if self._known.get(key)}


def _faults_of_file(document: Any) -> list[Fault]:
    """Missing, empty or wrong: one of them at most."""
    name = document.title
    file = document.file
    try:
        if not file or not file.storage.exists(file.name):
            return [Fault(Kind.MISSING, name, _("文件已不在服务器上，公众下载不了。"))]
        with file.storage.open(file.name) as opened:
            catalogue("uploads").validate_document(opened)
    except ValidationError as error:
        if error.code == "empty":
            return [Fault(Kind.EMPTY, name, _("文件大小为0，打开没有内容。"))]
        if error.code == "mismatch":
            return [Fault(Kind.WRONG_TYPE, name, _("文件内容与扩展名不符，公众可能打不开。"))]
    except (OSError, ValueError):
        return [Fault(Kind.MISSING, name, _("服务器读不出这个文件，公众下载不了。"))]
    return []


def _faults_of_text(document: Any, reading: Any) -> list[Fault]:
    if reading is None:
        return []
    status, pages, without_text = reading
    if status == "no_text":
        return [Fault(Kind.SCANNED, document.title, _("文件是扫描件，没有可以检索和朗读的文字。"))]
    if status == "done" and without_text:
        said = _("共%(pages)d页，其中%(scanned)d页是扫描件，没有文字。")
        numbers = {"pages": pages, "scanned": without_text}
        return [Fault(Kind.PARTLY_SCANNED, document.title, said % numbers)]
    return []


def _readings(keys: Iterable[Any]) -> dict[Any, tuple[str, int, int]]:
    """What the search read in files: status, pages, pages without text."""
    model: Any = apps.get_model("gongkai_search", "ExtractedFile")
    rows = model.objects.filter(document__in=list(keys), status__in=["no_text", "done"])
    return {
        key: (status, pages, without)
        for key, status, pages, without in rows.values_list(
            "document", "status", "pages", "pages_without_text"
        )
    }
