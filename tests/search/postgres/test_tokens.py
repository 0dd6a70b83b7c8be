"""PostgreSQL makes the tokens of a text that Python would make."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from search.backends.documents import Document
from search.backends.postgres import PostgresStorage
from search.text import canonical, index_tokens

pytestmark = pytest.mark.postgres_only

LETTERS = "信息公开泗政〔〕2013第12号 年，ＡＢc々〇𠀀𠮷-é"


def made_by_database(document):
    storage = PostgresStorage(connection)
    storage.write({1: ("1", document)})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(gongkai_search_tokens(title || text)),"
            " tsvector_to_array(gongkai_search_tokens(COALESCE(autocomplete, title)))"
            " FROM gongkai_search_entry WHERE id = 1"
        )
        searched, completed = cursor.fetchone()
    return set(searched), set(completed)


class TokensTest(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.text(LETTERS) | st.text(max_size=20), min_size=5, max_size=5))
    def test_same_tokens(self, texts):
        document = Document(*map(canonical, texts))
        searched, completed = made_by_database(document)
        assert searched == set(index_tokens(document.searched)) - {"\ue000"}
        assert completed == set(index_tokens(document.autocomplete))
        read = PostgresStorage(connection).read([1])
        assert read == {1: document.zones}


@pytest.mark.django_db
def test_a_text_with_more_words_than_an_entry_takes_is_cut():
    chance = random.Random(1)
    han = [chr(code) for code in range(0x4E00, 0x9000)]
    body = "".join(chance.choices(han, k=400_000))
    searched, _completed = made_by_database(Document("标题", "", body, "附件"))
    assert {"标题", "附件", body[:2]} <= searched
    assert sum(len(token.encode()) for token in searched) < 1 << 20
