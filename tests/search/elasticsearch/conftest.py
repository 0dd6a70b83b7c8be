"""A backend on the run's node, and items of a small column in an index of their own."""

from __future__ import annotations

import pytest
from django.db import transaction

from catalogue.models import ItemPage
from search.backends.elasticsearch9 import SearchBackend
from tests.factories.catalogue import ItemPageFactory, make_column
from tests.services.databases import worker_name


def pytest_collection_modifyitems(items):
    """What the index is asked does not depend on the database: once is enough."""
    for item in items:
        if "tests/search/elasticsearch" in item.nodeid:
            item.add_marker(pytest.mark.sqlite_only)


@pytest.fixture(scope="session")
def settings_of_backend(elasticsearch_url):
    """Parameters of a backend whose indexes no other worker uses."""

    def parameters(**more):
        return {
            "URLS": [elasticsearch_url],
            "INDEX_PREFIX": f"{worker_name()}_",
            "INDEX_SETTINGS": {"settings": {"index": {"number_of_replicas": 0}}},
            **more,
        }

    return parameters


@pytest.fixture(scope="session")
def engine(settings_of_backend):
    return SearchBackend(settings_of_backend())


@pytest.fixture(scope="module")
def column(django_db_setup, django_db_blocker):
    """A column for the tests of a module; what they make besides is undone after each."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_column()
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def written():
    """What takes everything out of each index, by its name."""
    return {}


@pytest.fixture(scope="module")
def fill(engine, column, written):
    """Makes items, and an index that has nothing else: ``fill({"title": ..., ...}, ...)``."""
    defaults = {"parent": column.categories[0], "organ": column.government}

    def filled(*items, backend=engine):
        made = [ItemPageFactory(**{**defaults, **item}) for item in items]
        index = backend.get_index_for_model(ItemPage)
        if index.name not in written:
            index.reset()
        else:
            # Faster than a new index for every test.
            backend.bulk(backend.es, written[index.name], index=index.name, raise_on_error=False)
        index.add_items(ItemPage, made)
        written[index.name] = [{"_op_type": "delete", "_id": str(item.pk)} for item in made]
        index.refresh()
        return made

    return filled
