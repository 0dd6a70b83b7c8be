"""A hit in a file of an object: which one, where in it, and what it says there."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from .finding import Found, Mode
from .query.tree import Node, tree_of
from .text import BORDER, canonical
from .text.highlight import best_passage, mark, places

# Characters of a passage: three lines on a wide screen, five on a phone.
PASSAGE = 110
# Characters that are looked at together: to mark words in more takes long.
_PIECE = 10_000


@dataclass(frozen=True)
class FileHit:
    """What is shown of a file.

    Attributes:
        document: the file.
        name: its name, marked.
        place: where in it the passage stands; empty where only the name has the words.
        url: its address; of a PDF, of the page.
        passage: marked; empty where only the name has the words.
    """

    document: Any
    name: SafeString
    place: str
    url: str
    passage: SafeString | str


def file_hit(found: Found, result: Any, marks: Sequence[str], *, partly: bool) -> FileHit | None:
    """The best place in the files of a result whose own texts have not what was searched for.

    Args:
        result: what a source gives for a hit: its ``own_texts``, and ``files``, which are asked
            for only when they are needed (``document``, ``name``, ``parts``).
        marks: canonical texts that are marked.
        partly: it is one of those that have only a part of the words.

    Returns:
        None where the result's own texts tell enough, or no file has any of the words.
    """
    if not marks or _tells(result.own_texts, _wanted(found, partly), marks):
        return None
    files = result.files
    best = _best(files, marks, str) or _best(files, marks, canonical)
    return _shown(*best, marks) if best else None


def _best(
    files: Sequence[Any], marks: Sequence[str], form: Callable[[str], str]
) -> tuple[Any, Any, str] | None:
    """File, part, and piece of its text with the most different marks; for a file of which only
    the name has any, no part.

    ``form`` makes of a text what marks are looked up in. As they were written most texts are
    canonical where it matters, and to look there takes a tenth of the time.
    """
    most, best, is_named = 0, None, False
    for file in files:
        named = _number(file.name, marks)
        if named > most:
            most, best, is_named = named, (file, None, ""), True
        for part in file.parts:
            for piece in _pieces(part.text):
                text = form(piece)
                number = sum(each in text for each in marks)
                # A place in the text says more than a name.
                if number > most or (is_named and number == most):
                    most, best, is_named = number, (file, part, piece), False
    return best


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), _PIECE):
        yield text[max(start - PASSAGE, 0) : start + _PIECE]


def _shown(file: Any, part: Any, piece: str, marks: Sequence[str]) -> FileHit:
    url = file.document.url
    if part is not None and part.page and file.document.file_extension.lower() == "pdf":
        # What every browser's own reader understands.
        url = f"{url}#page={part.page}"
    return FileHit(
        document=file.document,
        name=mark(file.name, marks),
        place=part.place if part else "",
        url=url,
        passage=best_passage(piece, marks, PASSAGE) if part else "",
    )


def _wanted(found: Found, partly: bool) -> Node | None:
    """What all has to stand in a hit; None where a part of the words is enough."""
    if partly or found.mode is Mode.ANY:
        return None
    query = found.parsed.all_words() if found.mode is Mode.ALL else found.parsed.segmented()
    return None if query is None else tree_of(query)


def _tells(texts: Sequence[str], wanted: Node | None, marks: Sequence[str]) -> bool:
    if wanted is None:
        return any(_number(text, marks) for text in texts)
    return wanted.stands_in(f" {BORDER} ".join(map(canonical, texts)))


def _number(text: str, marks: Sequence[str]) -> int:
    """How many of the marks stand in a text."""
    found = places(unicodedata.normalize("NFC", text), marks)
    return len({number for _start, _end, number in found})
