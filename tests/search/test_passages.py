"""Passages of results: from the text that tells most, and from one text only."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from search.finding import Mode
from search.query.language import parse
from search.templatetags.gongkai_search import gongkai_passage

SUMMARY = "为保持农村公路畅通，现通知如下。"
BODY = "为保持农村公路畅通，现通知如下。一、村道由村保洁。二、路灯由镇维修。"


@pytest.mark.parametrize(
    ("typed", "texts", "has", "lacks"),
    [
        ("农村公路", [SUMMARY, BODY], "<mark>农村公路</mark>", "村道"),
        ("农村公路 路灯", [SUMMARY, BODY], "<mark>路灯</mark>", "如下。为保持"),
        ("路灯", [SUMMARY, BODY], "<mark>路灯</mark>", "nothing"),
        ("天空", [SUMMARY, BODY], "为保持", "村道"),
        ("天空", [BODY], "为保持", "<mark>"),
    ],
)
def test_a_passage_is_of_the_text_that_has_most_of_the_words(no_synonyms, typed, texts, has, lacks):
    found = SimpleNamespace(parsed=parse(typed), mode=Mode.ALL)
    passage = gongkai_passage(found, texts)
    assert has in passage
    assert lacks not in passage


def test_without_texts_there_is_no_passage(no_synonyms):
    assert gongkai_passage(SimpleNamespace(parsed=parse("路灯"), mode=Mode.ALL), []) == ""
