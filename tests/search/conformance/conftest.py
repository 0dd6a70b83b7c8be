"""The same tests on every backend: PostgreSQL in its own suite, all others in that of SQLite."""

from __future__ import annotations

import os

import pytest
from elasticsearch.helpers import bulk
from modelsearch.backends import get_search_backend

from tests.factories.catalogue import make_column
from tests.services.databases import worker_name

BACKENDS = {"sqlite": ("database", "elasticsearch"), "postgres": ("database",)}[
    os.environ.get("GONGKAI_TEST_DATABASE", "sqlite")
]


class Engine:
    """The default backend. On a cluster what was written is waited for before it is searched."""

    def __init__(self, settle):
        self.backend = get_search_backend()
        self.settle = settle

    def __getattr__(self, name):
        self.settle()
        return getattr(self.backend, name)


@pytest.fixture(params=BACKENDS)
def engine(request, settings, db):
    if request.param == "database":
        return Engine(lambda: None)
    prefix = f"conformance_{worker_name()}_"
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "search.backends.elasticsearch9",
            "URLS": [request.getfixturevalue("elasticsearch_url")],
            "INDEX_PREFIX": prefix,
            "INDEX_SETTINGS": {"settings": {"index": {"number_of_replicas": 0}}},
        }
    }
    cluster = get_search_backend().es
    cluster.indices.refresh(index=f"{prefix}*")
    # The run's node has no delete-by-query; new indexes for every test would take longer.
    left = cluster.search(index=f"{prefix}*", size=10_000, source=False)["hits"]["hits"]
    bulk(
        cluster,
        [{"_op_type": "delete", "_index": hit["_index"], "_id": hit["_id"]} for hit in left],
    )
    return Engine(lambda: cluster.indices.refresh(index=f"{prefix}*"))


@pytest.fixture
def column(engine):
    return make_column()
