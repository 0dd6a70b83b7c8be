"""Reads the catalogues of gettext: what there is to say (.po), and what is said (.mo)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from gettext import GNUTranslations
from pathlib import Path

_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*")$')
# What code fills in, in the three ways that Python and Django write it.
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}")


class BadCatalogue(ValueError):
    """A line of a .po file that is none; the text names file and line."""


@dataclass
class Entry:
    """One message of a .po file.

    Attributes:
        context: ``msgctxt``, where the same English means two things.
        message: the English.
        plural: its plural, empty where there is none.
        texts: the translations; Chinese has one form.
        is_fuzzy: the translation is a guess that nobody has looked at; gettext leaves it out.
    """

    context: str = ""
    message: str = ""
    plural: str = ""
    texts: list[str] = field(default_factory=list)
    is_fuzzy: bool = False

    @property
    def key(self) -> str:
        """How gettext looks it up."""
        return f"{self.context}\x04{self.message}" if self.context else self.message

    def disagreement(self, text: str) -> str:
        """Placeholders that ``text`` lacks or has over the English; empty when it agrees.

        Of a message with a plural the plural counts: Chinese always says the number.
        """
        wanted = set(_PLACEHOLDER.findall(self.plural or self.message))
        return "、".join(sorted(wanted ^ set(_PLACEHOLDER.findall(text))))


def read_po(file: Path) -> Iterator[Entry]:
    """The messages of a .po file; the header and what is struck out (``#~``) are left out.

    Raises:
        BadCatalogue: a line is neither keyword, text, comment nor empty.
    """
    for lines in _paragraphs(file):
        entry = Entry()
        parts: list[tuple[str, str]] = []
        for number, line in lines:
            if line.startswith("#"):
                entry.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
            elif line.startswith('"') and parts:
                parts[-1] = (parts[-1][0], parts[-1][1] + ast.literal_eval(line))
            elif found := _KEYWORD.match(line):
                parts.append((found[1], ast.literal_eval(found[2])))
            else:
                raise BadCatalogue(f"{file}:{number}: {line!r}")
        _fill(entry, parts)
        if entry.message:
            yield entry


def _paragraphs(file: Path) -> Iterator[list[tuple[int, str]]]:
    """Numbered lines between empty ones."""
    lines: list[tuple[int, str]] = []
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if line.startswith("#~"):
            continue
        if line:
            lines.append((number, line))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _fill(entry: Entry, parts: list[tuple[str, str]]) -> None:
    for keyword, text in parts:
        if keyword == "msgctxt":
            entry.context = text
        elif keyword == "msgid":
            entry.message = text
        elif keyword == "msgid_plural":
            entry.plural = text
        else:
            entry.texts.append(text)


def read_mo(file: Path) -> dict[str, str]:
    """What a compiled catalogue says by key (:attr:`Entry.key`); empty where there is no file."""
    if not file.exists():
        return {}
    with file.open("rb") as opened:
        catalogue = GNUTranslations(opened)._catalog  # type: ignore[attr-defined]  # no public way
    found = {
        key[0] if isinstance(key, tuple) else key: text
        for key, text in reversed(list(catalogue.items()))
    }
    return {key: text for key, text in found.items() if key and text}
