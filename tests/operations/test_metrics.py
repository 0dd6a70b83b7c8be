"""What Prometheus reads, and who else may not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail import hooks

from operations import offers
from tests.factories.catalogue import ItemPageFactory, make_column

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-operator-that-nobody-guesses"


@pytest.fixture(autouse=True)
def _token(settings):
    settings.GONGKAI_OPERATIONS_METRICS_TOKEN = TOKEN


def read(client, **more):
    return client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, **more)


def value(text, name):
    found = re.search(rf"^{re.escape(name)}(?:\{{[^}}]*\}})? (\S+)$", text, re.MULTILINE)
    assert found, f"no {name} in\n{text}"
    return float(found[1])


def test_the_operator_reads_gauges_of_every_app(client):
    answer = read(client)
    assert answer.status_code == 200
    text = answer.text
    for name in (
        "gongkai_overdue_publications",
        "gongkai_oldest_task_seconds",
        "gongkai_search_missing",
        "gongkai_database_bytes",
    ):
        assert value(text, name) >= 0
    assert value(text, "gongkai_metrics_failed") == 0
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}]
)
def test_nobody_else_learns_that_there_are_any(client, headers):
    assert client.get("/metrics", headers=headers).status_code == 404


def test_without_a_token_in_the_settings_an_empty_one_opens_nothing(client, settings):
    settings.GONGKAI_OPERATIONS_METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_network_of_the_operator_needs_no_token_unless_it_comes_by_a_proxy(client, settings):
    settings.GONGKAI_OPERATIONS_METRICS_NETWORKS = ["10.0.0.0/8"]
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    visitor = {"X-Real-IP": "198.51.100.7"}
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3", headers=visitor).status_code == 404


def test_a_network_may_be_written_by_one_of_its_addresses(client, settings):
    settings.GONGKAI_OPERATIONS_METRICS_NETWORKS = ["10.9.9.9/8"]
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200
    # So an IPv4 client is called by a server that listens on IPv6.
    assert client.get("/metrics", REMOTE_ADDR="::ffff:10.1.2.3").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="::ffff:192.0.2.1").status_code == 404


def test_a_scheduled_publication_that_is_late_is_counted(client):
    column = make_column()
    item = ItemPageFactory(parent=column.category, organ=column.office, draft=True)
    item.go_live_at = timezone.now() + timedelta(hours=1)
    revision = item.save_revision()
    type(revision).objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=10)
    )
    text = read(client).text
    assert value(text, "gongkai_overdue_publications") == 1
    assert value(text, "gongkai_overdue_publication_seconds") >= 600


def test_what_should_be_down_and_is_not_is_counted(client):
    column = make_column()
    item = ItemPageFactory(parent=column.category, organ=column.office)
    type(item).objects.filter(pk=item.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    assert value(read(client).text, "gongkai_overdue_expiries") == 1


def test_an_object_that_no_search_finds_is_counted(client):
    from search.services.reindexing import entries_of, page_backend

    column = make_column()
    ItemPageFactory(parent=column.category, organ=column.office)
    before = value(read(client).text, "gongkai_search_missing")
    backend = page_backend()
    backend.storage.delete([max(entries_of(backend))])
    assert value(read(client).text, "gongkai_search_missing") >= before


def test_an_app_whose_gauges_fail_keeps_no_other_from_telling(client):
    def broken():
        raise RuntimeError("out of order")

    with hooks.register_temporarily(offers.METRICS, broken):
        text = read(client).text
    assert value(text, "gongkai_metrics_failed") == 1
    assert value(text, "gongkai_database_bytes") > 0


def test_asking_takes_the_same_queries_however_much_there_is(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    column = make_column()
    ItemPageFactory(parent=column.category, organ=column.office)
    read(client)
    with CaptureQueriesContext(connection) as few:
        read(client)
    ItemPageFactory.create_batch(5, parent=column.category, organ=column.office)
    with CaptureQueriesContext(connection) as many:
        read(client)
    assert len(many) == len(few)
