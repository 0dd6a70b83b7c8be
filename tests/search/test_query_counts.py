"""What was searched for is counted, and nobody can be found in it."""

import hashlib
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.utils import timezone

from search.models import QueryCount
from search.services import queries

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"


def ask(text, address="10.0.0.1", total=3, agent=BROWSER, method="get", **headers):
    request = getattr(RequestFactory(), method)(
        "/search/", {"q": text, **headers.pop("query", {})},
        REMOTE_ADDR=address, HTTP_USER_AGENT=agent, **headers,
    )  # fmt: skip
    queries.record(request, text, total)


def ask_as(number, text="家里穷怎么领补助", total=0):
    for person in range(number):
        ask(text, address=f"10.0.{person}.1", total=total)


def everything_stored():
    """All that stands in any table, as one text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - of the database's own tables
            found.append(repr(cursor.fetchall()))
    return "".join(found)


def test_four_askers_show_nothing_and_the_fifth_does():
    ask_as(4)
    row = QueryCount.objects.get()
    assert (row.text, row.searches, row.askers, row.fewest_hits) == ("", 4, 4, 0)
    assert "家里穷" not in everything_stored()
    assert queries.popular(None, 10) == []
    ask_as(5, total=2)
    row.refresh_from_db()
    assert row.text == "家里穷怎么领补助"
    assert (row.searches, row.askers, row.fewest_hits) == (5, 5, 0)


def test_no_address_and_no_plain_digest_is_stored():
    for person in range(6):
        ask("低保", address=f"203.0.113.{person}")
    stored = everything_stored()
    for trace in ("203.0.113", hashlib.sha256(b"203.0.113.1").hexdigest()[:8]):
        assert trace not in stored
    ask("只有一个人问")
    digest = QueryCount.objects.get(text="").digest
    for algorithm in ("md5", "sha1", "sha256"):
        plain = hashlib.new(algorithm, "只有一个人问".encode()).hexdigest()
        assert digest[:8] not in plain


def test_the_digest_depends_on_the_secret(settings):
    ask("低保")
    settings.SECRET_KEY = "another"
    ask("低保", address="10.0.0.2")
    assert QueryCount.objects.values("digest").distinct().count() == 2


def test_askers_are_forgotten_with_the_cache():
    """Nobody is counted twice for it, and no text comes from fewer than five."""
    for _turn in range(6):
        cache.clear()
        ask("低保")
    assert QueryCount.objects.get().askers == 1
    assert QueryCount.objects.get().text == ""


def test_one_asker_on_five_days_is_one_asker():
    today = timezone.localdate()
    for days in range(6):
        with patch.object(timezone, "localdate", return_value=today + timedelta(days)):
            ask("低保")
    assert list(QueryCount.objects.values_list("askers", "text")) == [(1, "")] * 6


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("低保 标准", "  低保\u3000标准 "),
        ("信息公開", "信息公开"),
        ("ＷＩＦＩ", "wifi"),
        ("“低保”", "低保"),
        ("《低保办法》", "低保办法"),
    ],
)
def test_spellings_of_a_query_are_one(first, second):
    ask(first)
    ask(second, address="10.0.0.2")
    assert QueryCount.objects.get().askers == 2


def test_what_is_excluded_is_another_query():
    ask("公路")
    ask("公路 -招标", address="10.0.0.2")
    assert QueryCount.objects.count() == 2


def test_the_same_again_at_once_is_not_counted_and_later_it_is():
    ask("低保")
    ask("低保")
    row = QueryCount.objects.get()
    assert (row.searches, row.askers) == (1, 1)
    with patch.object(queries.time, "time", return_value=queries.time.time() + 1801):
        ask("低保")
    row.refresh_from_db()
    assert (row.searches, row.askers) == (2, 1)


@pytest.mark.parametrize(
    "asked",
    [
        {"agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"},
        {"agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"agent": "curl/8.0"},
        {"agent": "python-requests/2.0"},
        {"agent": ""},
        {"method": "head"},
        {"query": {"page": "2"}},
        {"HTTP_SEC_PURPOSE": "prefetch"},
    ],
)
def test_machines_and_further_pages_are_not_counted(asked):
    ask("低保", **asked)
    assert not QueryCount.objects.exists()


@pytest.mark.parametrize("text", ["", "，。", "-招标 x" * 40, "\x00", "😀"])
def test_odd_queries_are_counted_without_an_error(text):
    ask(text)
    assert QueryCount.objects.count() <= 1


def test_the_fewest_hits_of_the_day_are_kept():
    ask("低保", total=7)
    ask("低保", address="10.0.0.2", total=2)
    ask("低保", address="10.0.0.3", total=9)
    assert QueryCount.objects.get().fewest_hits == 2


@pytest.mark.parametrize(
    "place", ["search.services.queries.cache", "search.services.queries._store"]
)
def test_a_failure_never_breaks_a_search(place, caplog):
    with patch(
        place, side_effect=DatabaseError("低保") if place.endswith("_store") else None
    ) as it:
        if not place.endswith("_store"):
            it.get.side_effect = ConnectionError("10.0.0.1 低保")
        ask("低保")
    assert not QueryCount.objects.exists()
    assert "not counted" in caplog.text
    assert "低保" not in caplog.text
    assert "10.0.0.1" not in caplog.text


def test_with_a_cache_that_keeps_nothing_nothing_is_counted(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    ask_as(6)
    assert not QueryCount.objects.exists()


def test_popular_queries_found_something_and_were_asked_by_five():
    ask_as(5, "低保", total=4)
    ask_as(6, "低保标准", total=4)
    ask_as(7, "没有的", total=0)
    ask_as(4, "低保金", total=4)
    assert queries.popular(None, 10) == ["低保标准", "低保"]
    assert queries.popular("低保标", 10) == ["低保标准"]
    assert queries.popular("低", 1) == ["低保标准"]
    assert queries.popular("%", 10) == queries.popular(None, 10)
    QueryCount.objects.update(day=timezone.localdate() - timedelta(days=100))
    assert queries.popular(None, 10) == []


def test_counts_are_kept_for_a_year(capsys):
    today = timezone.localdate()
    for age in (0, 364, 365, 366, 800):
        QueryCount.objects.create(day=today - timedelta(days=age), digest=f"{age}")
    call_command("prune_search_queries")
    assert QueryCount.objects.count() == 3
    assert "删除了2行" in capsys.readouterr().out


def test_a_count_takes_few_statements(django_assert_max_num_queries):
    ask("低保")
    with django_assert_max_num_queries(6):
        ask("低保", address="10.0.0.2")
