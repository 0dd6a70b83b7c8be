"""Good, old, huge, broken, encrypted, exploding, scanned and secretive files: none is fatal."""

from __future__ import annotations

import io

import pytest

from search.extract.process import extract
from search.extract.result import Hidden, Status

from .cases import CASES

pytestmark = pytest.mark.once


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_as_far_as_it_can_be(case):
    found = extract(io.BytesIO(case.make()), case.limits)
    assert (found.status, found.format, found.reason) == (case.status, case.format, case.reason)
    visible = "\n".join(part.text for part in found.parts)
    for text in case.seen:
        assert text in visible
    for kind, text in case.hidden:
        assert text in "\n".join(part.text for part in found.hidden if part.kind == kind)
        assert text not in visible
    if case.places:
        assert tuple(dict.fromkeys(part.place for part in found.parts)) == case.places
    for name, value in case.facts.items():
        assert getattr(found, name) == value
    if found.status != Status.DONE:
        assert not found.parts
    assert found.milliseconds > 0
    assert found.memory_kib > 0
    assert {part.kind for part in found.hidden} <= set(Hidden)


def test_there_are_at_least_forty_files():
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)
