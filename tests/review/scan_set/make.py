"""How the labelled lines beside this file were made.

``hand.jsonl`` was written by hand: contact lines, lists, decisions, forms, tables and their look-
alikes. ``batch`` tells when: its lines were written before the detectors had met any of them,
and ``test_scan_set.py`` says what they found then. After that they were mended.

``generated.jsonl`` is made by this script, from one seed:

    python -m tests.review.scan_set.make > tests/review/scan_set/generated.jsonl

All persons are invented; their numbers have right check digits and belong to nobody known to us.
A template's ``{kind}`` is a label; ``{=filler}`` is filled and is no finding.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator

from tests.factories.scan import People, full_width, split

from .templates import NEGATIVE, POSITIVE

SEED = 20190415
_PLACE = re.compile(r"\{(=?)(\w+)\}")
_ROUNDS = 6
_KINDS = {
    "old_id": "resident_id",
    "local": "landline",
    "town_address": "address",
    "village_address": "address",
}

Labels = list[dict[str, str]]


def varied(people: People, kind: str, value: str) -> str:
    """A value as this or that office writes it."""
    r = people.random
    choices: dict[str, list[Callable[[], str]]] = {
        "resident_id": [
            lambda: split(value, " ", 4, 4, 4, 4),
            lambda: split(value, " ", 6, 8),
            lambda: split(value, "-", 6, 8),
            lambda: full_width(value),
            lambda: split(value, "\n", r.randint(4, 14)),
            lambda: "\t".join(value),
            value.lower,
        ],
        "mobile": [
            lambda: split(value, "-", 3, 4),
            lambda: split(value, " ", 3, 4),
            lambda: f"+86{value}",
            lambda: f"+86 {value}",
            lambda: full_width(value),
        ],
        "landline": [
            lambda: value.replace("-", "—"),
            lambda: f"（{value.replace('-', '）')}",
            lambda: value.replace("-", ""),
            lambda: full_width(value),
        ],
        "bank_card": [
            lambda: split(value, " ", 4, 4, 4, 4),
            lambda: split(value, "\n", r.randint(6, 12)),
            lambda: full_width(value),
        ],
        "vehicle_plate": [
            lambda: f"{value[:2]}·{value[2:].strip('·')}",
            lambda: f"{value[:2]} {value[2:].strip('·')}",
        ],
        "email": [lambda: value.replace("@", "＠")],
    }
    if kind in choices and r.random() < 0.4:
        return r.choice(choices[kind])()
    return value


def line_of(people: People, template: str) -> dict[str, object]:
    """A line with its labels."""
    labels: Labels = []

    def fill(match: re.Match[str]) -> str:
        is_plain, name = match.groups()
        fillers: dict[str, Callable[[], str]] = {
            "vehicle_plate": people.plate,
            "old_id": people.former_id,
            "day": lambda: f"2019-{people.random.randint(1, 12):02}-15",
            "count": lambda: str(people.random.randint(1, 99999)),
            "office": people.landline,
        }
        value = fillers[name]() if name in fillers else getattr(people, name)()
        if is_plain:
            return value
        kind = _KINDS.get(name, name)
        value = varied(people, kind, value) if name not in {"old_id", "local"} else value
        labels.append({"kind": kind, "text": value})
        return value

    text = _PLACE.sub(fill, template)
    return {"text": text, "labels": labels}


def lines() -> Iterator[dict[str, object]]:
    """All lines, from the seed."""
    people = People(SEED)
    for _round in range(_ROUNDS):
        for template in (*POSITIVE, *NEGATIVE):
            yield line_of(people, template)


if __name__ == "__main__":
    for each in lines():
        sys.stdout.write(f"{json.dumps(each, ensure_ascii=False)}\n")
