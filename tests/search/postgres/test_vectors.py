"""Vectors in the extension pgvector, and without it."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.db import connection
from modelsearch.backends import get_search_backend

from catalogue.models import ItemPage
from search.models import Vector
from search.semantic.embedders import get_embedder
from search.services import vectors
from tests.factories.catalogue import ItemPageFactory, make_column
from tests.services.embedder import SETTING

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_only]


@pytest.fixture
def items(settings, django_capture_on_commit_callbacks):
    settings.GONGKAI_SEARCH_EMBEDDER = SETTING
    column = make_column()
    with django_capture_on_commit_callbacks(execute=True):
        return [
            ItemPageFactory(parent=column.category, organ=column.office, title=f"低保{number}")
            for number in range(12)
        ]


def nearest():
    backend = get_search_backend()
    vector = get_embedder().embed_query("低保7")
    return backend.nearest_by_meaning(vector, ItemPage.objects.live(), 5)


def measured(found):
    """Without the order of what is equally near."""
    return found[0], [cosine for _key, cosine in found]


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def graphs():
    return rows("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'gongkai_search_hnsw%'")


def plan():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
    backend, said = get_search_backend(), []
    real = backend.vectors._by_graph

    def explained(*arguments):
        sql, parameters = real(*arguments)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}", parameters)
            said.extend(row[0] for row in cursor.fetchall())
        return sql, parameters

    backend.vectors._by_graph = explained
    try:
        vector = get_embedder().embed_query("低保7")
        backend.nearest_by_meaning(vector, ItemPage.objects.live(), 5)
    finally:
        del backend.vectors._by_graph
    return "\n".join(said)


def test_the_extension_keeps_every_vector(items):
    vectors.make_missing()
    assert rows("SELECT COUNT(*) FROM gongkai_search_vector WHERE halfvec IS NULL") == [0]
    assert Vector.objects.count() >= len(items)


def test_each_embedder_has_a_graph_and_its_own_only(items, settings):
    vectors.make_missing()
    first = graphs()
    vectors.make_missing()
    assert graphs() == first
    # With what SQL and Django's placeholders take for signs.
    settings.GONGKAI_SEARCH_EMBEDDER = {**SETTING, "version": "2'%s", "dimension": 40}
    vectors.make_missing()
    assert len(first) == len(graphs()) == 1
    assert first != graphs()
    assert nearest()[0][0] == items[7].pk
    assert graphs()[0] in plan()


def test_the_graph_is_made_with_the_first_vector_and_asked(items):
    assert graphs()[0] in plan()


def test_without_the_extension_the_search_compares_by_itself(items):
    with_extension = nearest()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE gongkai_search_vector DROP COLUMN halfvec CASCADE")
    assert measured(nearest()) == measured(with_extension)
    assert [each.id for each in run_checks(databases=["default"])].count("gongkai_search.W001") == 1
    # As soon as the extension is there, what was made before it is put in.
    vectors.make_missing()
    assert rows("SELECT COUNT(*) FROM gongkai_search_vector WHERE halfvec IS NULL") == [0]
    assert measured(nearest()) == measured(with_extension)
    assert "gongkai_search.W001" not in [each.id for each in run_checks(databases=["default"])]
