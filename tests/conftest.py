"""What every suite shares: one folder per run, a database per worker, nothing skipped in CI."""

from __future__ import annotations

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
