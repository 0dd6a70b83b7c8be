"""Putting a first text into the body of a report without losing what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

from ..statutory.structure import ReportForm
from .draft_text_2008 import parts_2008
from .draft_text_2021 import Block, parts_2021
from .draft_words import Words

# 一、总体情况 and 总体情况 are one part.
_NUMBERING = re.compile(r"^\s*[一二三四五六七八九十]+\s*[、.．]\s*")
_WRITERS = {"2008": parts_2008, "2019": parts_2021, "2021": parts_2021}


@dataclass(frozen=True)
class DraftPart:
    """A part of the form, and what is there of it.

    Attributes:
        number: from 0.
        heading: of the form.
        section: the part of the body, as it is stored; None where it has none yet.
        is_written: whether it has a text.
    """

    number: int
    heading: str
    section: dict[str, Any] | None
    is_written: bool


def parts_of_body(form: ReportForm, raw: list[dict[str, Any]]) -> list[DraftPart]:
    """The parts of the form with what ``raw`` (of a body) has of each."""
    found = _matched(form, raw)
    return [
        DraftPart(number, heading, section, bool(section and is_written(section)))
        for number, heading in enumerate(form.headings)
        for section in (found.get(number),)
    ]


def is_written(section: dict[str, Any]) -> bool:
    """Whether somebody wrote a text in it; tables and charts are none."""
    return any(
        block["type"] == "prose" and strip_tags(str(block["value"])).strip()
        for block in section["value"]["content"]
    )


def filled(
    form: ReportForm, raw: list[dict[str, Any]], words: Words, numbers: set[int]
) -> list[dict[str, Any]]:
    """``raw`` with the parts that have ``numbers`` written anew.

    Texts of these parts are replaced; their tables and charts stay, and those that are missing are
    added. Parts that the form does not have stand behind the others.
    """
    drafted = _WRITERS[form.code](words)
    matched = _matched(form, raw)
    body = []
    for number, heading in enumerate(form.headings):
        section = matched.get(number)
        if number in numbers or section is None:
            section = _written(form, number, heading, section, drafted[number])
        body.append(section)
    known = [id(section) for section in matched.values()]
    return body + [section for section in raw if id(section) not in known]


def _matched(form: ReportForm, raw: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Parts of the body by the number of the form's part: by heading, the first of each."""
    wanted = {_plain(heading): number for number, heading in enumerate(form.headings)}
    found: dict[int, dict[str, Any]] = {}
    for section in raw:
        number = wanted.get(_plain(section["value"]["heading"]))
        if number is not None:
            found.setdefault(number, section)
    return found


def _plain(heading: str) -> str:
    return re.sub(r"\W", "", _NUMBERING.sub("", heading))


def _written(
    form: ReportForm,
    number: int,
    heading: str,
    section: dict[str, Any] | None,
    drafted: list[Block],
) -> dict[str, Any]:
    there = section["value"]["content"] if section else []
    content = [*_blocks(form, number, drafted, there)]
    value = {**(section["value"] if section else {"heading": heading}), "content": content}
    return {**(section or {"type": "section"}), "value": value}


def _blocks(
    form: ReportForm, number: int, drafted: list[Block], there: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The text, the tables of the part behind its first paragraph, then what else there was."""
    kept = [block for block in there if block["type"] != "prose"]
    tables = {block["value"] for block in kept if block["type"] == "table"}
    missing = [
        {"type": "table", "value": table.code}
        for table in form.tables_of(number)
        if table.code not in tables
    ]
    own = [block for block in kept if block["type"] == "table"] + missing
    other = [block for block in kept if block["type"] != "table"]
    drawn = {block["value"]["group"] for block in other if block["type"] == "chart"}
    texts = [
        {"type": kind, "value": value} for kind, value in drafted if _is_new(kind, value, drawn)
    ]
    yield from texts[:1]
    yield from own
    yield from texts[1:]
    yield from other


def _is_new(kind: str, value: Any, drawn: set[str]) -> bool:
    return kind != "chart" or value["group"] not in drawn
