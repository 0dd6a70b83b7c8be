"""What the files of a page say, hidden parts included, and which of them nobody could read.

Who can read files registers a function under the Wagtail hook
``register_gongkai_document_contents``: it takes nothing and returns ``contents(document_ids)``, a
mapping of keys of documents to what their files say (:class:`Contents`), or to None for a file that
was not read yet. Without one every file has to be looked through by people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Protocol

from django.utils.translation import gettext as _
from wagtail import hooks

from .finding_words import HIDDEN, UNREADABLE, hidden_label
from .page_texts import DOCUMENT, Source
from .scan import Finding

HOOK = "register_gongkai_document_contents"

_PROPERTY = "property"
# Characters of hidden content that are shown.
_SHOWN = 60


class Contents(Protocol):
    """What a file says; parts have ``place`` and ``text``, hidden ones ``kind`` too."""

    @property
    def label(self) -> str: ...
    @property
    def is_complete(self) -> bool: ...
    @property
    def pages(self) -> int: ...
    @property
    def pages_without_text(self) -> int: ...
    @property
    def was_cut(self) -> bool: ...
    @property
    def parts(self) -> Sequence[Any]: ...
    @property
    def hidden(self) -> Sequence[Any]: ...


@dataclass
class FileTexts:
    """Texts of files.

    Attributes:
        sources: what can be scanned.
        faults: findings that no scanning finds: what was not read, and what is hidden.
        pending: titles of files that were not read yet.
    """

    sources: list[Source] = field(default_factory=list)
    faults: list[tuple[Source, Finding]] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)


def texts_of_files(documents: Sequence[Any]) -> FileTexts:
    """What the files of some documents say. As many queries as the readers need, whatever the
    number of files."""
    found = FileTexts()
    if not documents:
        return found
    told: dict[Any, Contents | None] = {}
    readers = hooks.get_hooks(HOOK)
    for register in readers:
        told |= register()([document.pk for document in documents])
    for document in documents:
        if not readers:
            found.faults.append(_unreadable(document, _("没有安装读取文件的程序")))
            continue
        contents = told.get(document.pk)
        if contents is None:
            found.pending.append(document.title)
            continue
        found.sources += _sources(document, contents)
        if not contents.is_complete:
            found.faults.append(_unreadable(document, _what_is_missing(contents)))
        found.faults += _hidden(document, contents)
    return found


def sources_in(contents: Contents) -> list[Source]:
    """Texts of a file that belongs to no document yet."""
    return list(_sources(None, contents))


def _sources(document: Any, contents: Contents) -> Iterator[Source]:
    """Long parts come in several pieces, which are one text again here."""
    number = 0
    for place, parts in groupby(contents.parts, lambda part: part.place):
        label = f"{_name(document)}{place}"
        yield _source(document, number, label, _joined(parts))
        number += 1
    for (kind, place), parts in groupby(contents.hidden, lambda part: (part.kind, part.place)):
        label = f"{_name(document)}{place}（{hidden_label(kind)}）"
        yield _source(document, number, label, _joined(parts), is_hidden=True)
        number += 1


def _name(document: Any) -> str:
    return _("附件“%s”") % document.title if document is not None else ""


def _joined(parts: Iterable[Any]) -> str:
    return "\n".join(part.text for part in parts)


def _source(
    document: Any, number: int, label: str, text: str, *, is_hidden: bool = False
) -> Source:
    key = getattr(document, "pk", "")
    return Source(
        key=f"document.{key}.{number}",
        label=label,
        text=text,
        kind=DOCUMENT,
        scope=f"document.{key}.{'hidden' if is_hidden else 'shown'}",
        object_id=key,
        is_hidden=is_hidden,
    )


def _what_is_missing(contents: Contents) -> str:
    if contents.pages_without_text and contents.parts:
        return _("共%(pages)s页，其中%(number)s页是图片") % {
            "pages": contents.pages,
            "number": contents.pages_without_text,
        }
    if contents.was_cut:
        return _("内容太多，只检查了前面的部分")
    return contents.label


def _unreadable(document: Any, what: str) -> tuple[Source, Finding]:
    """Of this very file: another one is looked through again."""
    source = Source(
        key=f"document.{document.pk}.file",
        label=_name(document),
        text=what,
        kind=DOCUMENT,
        scope=f"document.{document.pk}.file",
        object_id=document.pk,
    )
    return source, Finding(UNREADABLE, 0, len(what), what, f"{document.get_file_hash()} {what}")


def _hidden(document: Any, contents: Contents) -> Iterator[tuple[Source, Finding]]:
    """One finding for each kind of what is hidden, whatever it says. Every file has an author or
    a program: that is nobody's business."""
    parts = sorted(contents.hidden, key=lambda part: part.kind)
    for kind, group in groupby(parts, lambda part: part.kind):
        if kind == _PROPERTY:
            continue
        of_kind = list(group)
        text = _joined(of_kind)
        source = Source(
            key=f"document.{document.pk}.{kind}",
            label=_("附件“%(file)s”的%(kind)s（%(places)s，共%(size)s字）")
            % {
                "file": document.title,
                "kind": hidden_label(kind),
                "places": _places(of_kind),
                "size": len(text),
            },
            text=text,
            kind=DOCUMENT,
            scope=f"document.{document.pk}.{kind}",
            object_id=document.pk,
            is_hidden=True,
        )
        shown = text[:_SHOWN]
        yield source, Finding(HIDDEN, 0, len(shown), shown, text)


def _places(parts: Sequence[Any]) -> str:
    names = list(dict.fromkeys(part.place for part in parts))
    if len(names) <= 2:  # noqa: PLR2004 - as many as a line has room for
        return "、".join(names)
    return _("%(first)s等%(number)s处") % {"first": names[0], "number": len(names)}
