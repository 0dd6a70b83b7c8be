"""What every suite shares: one folder per run, a database per worker, nothing skipped in CI."""

from __future__ import annotations

import copy
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from tests.services import databases, elasticsearch, postgres

RUN_DIR = "GONGKAI_TEST_RUN_DIR"
RUN_PID = "GONGKAI_TEST_RUN_PID"


def in_ci() -> bool:
    """Tell whether nothing may be left out."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def is_worker(config: pytest.Config) -> bool:
    """Tell a process of pytest-xdist from the one that started it."""
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of the run and start PostgreSQL, before workers are started."""
    if is_worker(config):
        return
    folder = Path(tempfile.mkdtemp(prefix="gongkai-tests-"))
    os.environ[RUN_DIR] = str(folder)
    (folder / "static").mkdir()
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ[RUN_PID] = str(os.getpid())
    config.add_cleanup(lambda: elasticsearch.stop_shared(folder))
    if os.environ.get("GONGKAI_TEST_DATABASE") == "postgres" and not config.option.collectonly:
        try:
            config.add_cleanup(postgres.start())
        except postgres.CannotStart as error:
            pytest.exit(str(error), returncode=3)


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure in CI, where nothing may be left out."""
    if in_ci() and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"{report.nodeid} was skipped, and CI=true allows no skip: {report.longrepr}"
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Refuse the skip of a test."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    """Refuse the skip of a whole module."""
    report = yield
    refuse_skip(report)
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the other database's suite what belongs there: not skipped, but elsewhere."""
    elsewhere = {
        "sqlite": ("postgres_only",),
        "postgres": ("sqlite_only", "once"),
    }[os.environ.get("GONGKAI_TEST_DATABASE", "sqlite")]
    left = [item for item in items if any(map(item.get_closest_marker, elsewhere))]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Give each worker a database copied from one that ran every migration."""
    with django_db_blocker.unblock():
        database = databases.for_this_worker(Path(os.environ[RUN_DIR]))
        database.create()
        databases.restore_after_transactional_tests(database)
    yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """Address of the one Elasticsearch node of the run; the first test that asks starts it."""
    try:
        return elasticsearch.shared(Path(os.environ[RUN_DIR]), int(os.environ[RUN_PID]))
    except elasticsearch.CannotStart as error:
        # In CI a failure, by refuse_skip; elsewhere a sentence on what is missing.
        pytest.skip(str(error))


@pytest.fixture(autouse=True)
def _empty_cache():
    """Start every test with an empty cache: rows it knows of may be gone."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    from serving import shelf

    cache.clear()
    shelf.clear()
    ContentType.objects.clear_cache()
    # Vectors that a test wrote were undone behind it.
    if matrix := sys.modules.get("search.backends.matrix"):
        matrix.forget()


@pytest.fixture
def imports():
    """Publication needs no review in this test, which is about something else: what becomes public
    counts as imported."""
    from tests.factories.catalogue import imported

    with imported():
        yield


def commits(item: pytest.Item) -> bool:
    """Tell a test that commits from one whose changes are undone."""
    return "transactional_db" in item.fixturenames or any(
        mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")
    )


@pytest.fixture(scope="module")
def _town(request, django_db_setup, django_db_blocker):
    """The rows of a column, which stay while the tests of a module come and go."""
    from django.db import transaction

    from tests.factories.catalogue import make_column

    for item in request.session.items:
        if item.path == request.path and commits(item):
            pytest.fail(f"{item.name} would commit the shared column: call make_column() here.")
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        made = make_column()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module", autouse=True)
def _town_stands_first(request):
    """Let no test of a module find another state than the others, whatever their order."""
    if any(
        item.path == request.path and "_town" in item.fixturenames for item in request.session.items
    ):
        request.getfixturevalue("_town")


@pytest.fixture
def column(_town, db):
    """The column of a town at the root of the site, see ``make_column``.

    It is made once for a module, is there for every test of it, and what a test changes of it is
    undone. A module with a test that commits makes a column of its own for each test.
    """
    from django.apps import apps
    from django.contrib.contenttypes.models import ContentType

    # Queries are counted as in a process that has been at work for a while.
    ContentType.objects.get_for_models(*apps.get_models())
    return copy.deepcopy(_town)


@pytest.fixture
def staff(column):
    """The people of the column, see ``make_staff``."""
    from tests.factories.catalogue import make_staff

    return make_staff(column)
