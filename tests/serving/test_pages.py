"""What readers get from the page cache: at once what is public, and only that."""

from __future__ import annotations

import gzip
from contextlib import contextmanager
from datetime import timedelta

import brotli
import pytest
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from catalogue.models import ItemPage
from serving import counters, shelf
from serving.middleware import PageCacheMiddleware
from serving.pages import kept_page
from tests.factories.catalogue import ItemPageFactory, UserFactory, imported

pytestmark = pytest.mark.django_db
# One question for the version, asked of a connection that is in a transaction.
FROM_MEMORY = 1


@contextmanager
def counting(outcome: str):
    found = [counters.read().get(outcome, 0)]
    yield found
    found[0] = counters.read().get(outcome, 0) - found[0]


def is_kept(client, url: str, **headers) -> bool:
    """Whether the second of two requests comes from memory, and says the same."""
    first = client.get(url, headers=headers)
    with counting("hit") as hits:
        second = client.get(url, headers=headers)
    assert second.status_code == first.status_code
    assert second.content == first.content
    return hits[0] == 1


class TestKept:
    def test_a_page_is_made_once(self, reader, item):
        assert is_kept(reader, item.url)
        with CaptureQueriesContext(connection) as captured:
            answer = reader.get(item.url)
        assert "关于防汛的通知" in answer.content.decode()
        assert len(captured) == FROM_MEMORY

    def test_lists_with_known_parameters(self, reader, column, item):
        url = column.catalogue.url
        assert is_kept(reader, f"{url}?year=2013&page=1")
        with counting("hit") as hits:
            reader.get(f"{url}?page=1&year=2013")
        assert hits == [1]

    def test_the_home_of_the_column(self, reader, column, item):
        assert is_kept(reader, column.home.url)

    def test_headers_are_those_of_the_page(self, reader, item, settings):
        made = dict(reader.get(item.url).headers)
        kept = dict(reader.get(item.url).headers)
        assert kept == made
        assert "Content-Security-Policy" in kept
        assert kept["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert "Cookie" in kept["Vary"]

    def test_another_process_takes_what_one_has_made(self, reader, item, monkeypatch):
        kept = {}
        monkeypatch.setattr("serving.sharing.put", lambda key, value, _: kept.update({key: value}))
        monkeypatch.setattr("serving.sharing.get", kept.get)
        reader.get(item.url)
        shelf.clear()
        with counting("hit") as hits:
            reader.get(item.url)
        assert hits == [1]

    def test_a_shared_cache_that_fails_is_as_none(self, reader, item, monkeypatch):
        class Broken:
            def __getattr__(self, name):
                raise ConnectionError

        monkeypatch.setattr("serving.sharing.shared_cache", Broken)
        monkeypatch.setattr("serving.sharing._left_alone_until", 0.0)
        assert is_kept(reader, item.url)

    def test_head_takes_what_get_has_made(self, reader, item):
        whole = reader.get(item.url)
        with counting("hit") as hits:
            answer = reader.head(item.url)
        assert hits == [1]
        assert answer.content == b""
        assert answer.headers["Content-Length"] == str(len(whole.content))

    def test_head_alone_makes_nothing_that_get_would_take(self, reader, item):
        reader.head(item.url)
        assert "关于防汛的通知" in reader.get(item.url).content.decode()

    def test_a_range_is_answered_with_the_whole(self, reader, item):
        reader.get(item.url)
        answer = reader.get(item.url, headers={"Range": "bytes=0-10"})
        assert answer.status_code == 200
        assert answer.content.endswith(b"</html>\n")


class TestApart:
    def test_large_text(self, item):
        normal, large = Client(), Client()
        large.cookies["gongkai_text"] = "large"
        normal.get(item.url)
        assert 'class="large-text"' in large.get(item.url).content.decode()
        assert 'class="large-text"' not in normal.get(item.url).content.decode()
        assert is_kept(large, item.url)

    def test_cookies_that_change_nothing_are_not_told_apart(self, reader, item):
        reader.get(item.url)
        other = Client()
        other.cookies["gongkai_text"] = "anything"
        other.cookies["statistics"] = "1"
        with counting("hit") as hits:
            other.get(item.url)
        assert hits == [1]

    def test_hosts_and_schemes(self, reader, item, settings):
        reader.get(item.url)
        for changed in ({"headers": {"Host": "www.example.org"}}, {"secure": True}):
            with counting("hit") as hits:
                reader.get(item.url, **changed)
            assert hits == [0]

    def test_a_host_that_is_not_ours(self, reader, item, settings):
        settings.ALLOWED_HOSTS = ["www.example.org"]
        assert reader.get(item.url, headers={"Host": "evil.example"}).status_code == 400


class TestPersonal:
    def test_who_has_a_session_gets_a_page_of_their_own(self, reader, item):
        user = Client()
        user.force_login(UserFactory(admin=True))
        with counting("miss") as misses:
            own = user.get(item.url)
        assert misses == [0]
        assert "private" in own.headers["Cache-Control"]
        reader.get(item.url)
        with counting("hit") as hits:
            user.get(item.url)
        assert hits == [0]

    def test_who_sends_a_token_or_has_messages(self, reader, item):
        reader.get(item.url)
        told = Client()
        told.cookies["messages"] = "x"
        with counting("hit") as hits:
            told.get(item.url)
            reader.get(item.url, headers={"Authorization": "Bearer x"})
        assert hits == [0]

    def test_drafts_and_previews(self, reader, item):
        before = reader.get(item.url).content
        item.title = "没有公开的草稿"
        item.save_revision()
        for request in (None, RequestFactory().get(item.url)):
            shown = item.make_preview_request(request, item.default_preview_mode)
            assert "没有公开的草稿" in shown.content.decode()
        assert reader.get(item.url).content == before

    def test_a_restricted_page(self, reader, item):
        reader.get(item.url)
        PageViewRestriction.objects.create(
            page=Page.objects.get(pk=item.pk), restriction_type="password", password="x"
        )
        asked = reader.get(item.url)
        assert "关于防汛的通知" not in asked.content.decode()
        assert "no-store" in asked.headers["Cache-Control"]
        assert not is_kept_quietly(reader, item.url)

    def test_who_may_read_a_restricted_page_leaves_nothing_behind(self, item):
        restriction = PageViewRestriction.objects.create(
            page=Page.objects.get(pk=item.pk), restriction_type="login"
        )
        staff = Client()
        staff.force_login(UserFactory(admin=True))
        assert "关于防汛的通知" in staff.get(item.url).content.decode()
        assert Client().get(item.url).status_code == 302
        restriction.delete()
        assert Client().get(item.url).status_code == 200

    def test_nothing_that_is_not_public_is_kept(self, reader, column, item):
        draft = ItemPageFactory(parent=column.category, organ=column.office, draft=True)
        assert reader.get(draft.url).status_code == 404
        assert not is_kept_quietly(reader, draft.url)
        item.unpublish()
        assert reader.get(item.url).status_code in {404, 410}
        assert not is_kept_quietly(reader, item.url)

    def test_search_and_unknown_parameters(self, reader, column, item):
        for url in (
            "/search/?q=防汛",
            f"{column.catalogue.url}?q=防汛",
            f"{column.catalogue.url}?utm_source=x",
            f"{column.catalogue.url}?year=2013&year=2014",
            f"{column.catalogue.url}?organ={'x' * 80}",
            "/healthz/live",
            "/text-size/?size=large&next=/",
        ):
            assert not is_kept_quietly(reader, url), url


def is_kept_quietly(client, url: str) -> bool:
    client.get(url)
    with counting("hit") as hits:
        client.get(url)
    return bool(hits[0])


def answering(make, **attributes):
    """The middleware in front of one view that lets its answers be kept."""

    @kept_page
    def view(request):
        return make(request)

    def get_response(request):
        request.resolver_match = type("Match", (), {"func": view, "url_name": "any"})
        response = view(request)
        for name, value in attributes.items():
            setattr(request, name, value)
        return response

    middleware = PageCacheMiddleware(get_response)

    def ask(**headers):
        request = RequestFactory().get("/any/", headers=headers)
        request.resolver_match = type("Match", (), {"func": view, "url_name": "any"})
        return middleware(request)

    return ask


def with_header(name, value):
    def make(request):
        return HttpResponse("x", headers={name: value})

    return make


def with_cookie(request):
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


class User:
    is_authenticated = True


class Session:
    session_key = None
    modified = True


@pytest.mark.parametrize(
    "make",
    [
        with_header("Cache-Control", "private"),
        with_header("Cache-Control", "max-age=0, No-Cache, no-store"),
        with_header("Vary", "Origin"),
        with_header("Vary", "*"),
        with_header("Content-Encoding", "gzip"),
        with_header("Content-Security-Policy", "script-src 'nonce-abc'"),
        with_cookie,
        lambda request: HttpResponse(get_token(request)),
        lambda request: HttpResponse("x", status=404),
        lambda request: HttpResponse("x", status=500),
        lambda request: HttpResponse("x", status=206),
        lambda request: StreamingHttpResponse(iter([b"x"])),
        lambda request: HttpResponse(b"x" * 2_000_000),
    ],
)
def test_an_answer_that_is_not_for_everybody_is_not_kept(make):
    ask = answering(make)
    ask()
    with counting("hit") as hits:
        ask()
    assert hits == [0]


@pytest.mark.parametrize(
    "attributes",
    [{"_cached_user": User()}, {"session": Session()}, {"is_preview": True}],
)
def test_an_answer_that_somebody_had_a_part_in_is_not_kept(attributes):
    ask = answering(lambda request: HttpResponse("x"), **attributes)
    ask()
    with counting("hit") as hits:
        ask()
    assert hits == [0]


def test_an_answer_of_a_marked_view_is_kept():
    asked = []
    ask = answering(lambda request: [asked.append(1), HttpResponse("x")][1])
    assert [ask().content, ask().content] == [b"x", b"x"]
    assert asked == [1]


class TestFresh:
    def test_the_next_request_after_a_publication(self, reader, column, item):
        reader.get(column.catalogue.url)
        ItemPageFactory(parent=column.category, organ=column.office, title="新公开的条目")
        assert "新公开的条目" in reader.get(column.catalogue.url).content.decode()

    def test_the_next_request_after_a_correction(self, reader, item):
        reader.get(item.url)
        item.title = "关于防汛的通知（更正）"
        with imported():
            item.save_revision().publish()
        assert "（更正）" in reader.get(item.url).content.decode()

    def test_what_is_undone_is_shown_to_nobody(self, reader, column, item):
        reader.get(column.catalogue.url)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            ItemPageFactory(parent=column.category, organ=column.office, title="没有成的条目")
            assert "没有成的条目" in reader.get(column.catalogue.url).content.decode()
            raise ZeroDivisionError
        assert "没有成的条目" not in reader.get(column.catalogue.url).content.decode()

    def test_the_next_day(self, reader, item, monkeypatch):
        reader.get(item.url)
        now = timezone.now()
        monkeypatch.setattr("time.time", (now + timedelta(days=1)).timestamp)
        with counting("hit") as hits:
            reader.get(item.url)
        assert hits == [0]

    def test_other_code(self, reader, item, monkeypatch):
        reader.get(item.url)
        monkeypatch.setattr("serving.addresses.release", lambda: "other")
        with counting("hit") as hits:
            reader.get(item.url)
        assert hits == [0]

    def test_what_changed_while_it_was_made_is_not_kept(self, reader, item, monkeypatch):
        serve = ItemPage.serve

        def slowly(page, request, *args, **kwargs):
            response = serve(page, request, *args, **kwargs).render()
            monkeypatch.setattr(ItemPage, "serve", serve)
            page.title = "在此期间更正的标题"
            with imported():
                page.save()
            return response

        monkeypatch.setattr(ItemPage, "serve", slowly)
        assert "关于防汛的通知" in reader.get(item.url).content.decode()
        assert "在此期间更正的标题" in reader.get(item.url).content.decode()


class TestAskedAfter:
    def test_by_its_tag(self, reader, item):
        etag = reader.get(item.url).headers["ETag"]
        assert etag.startswith('W/"')
        answer = reader.get(item.url, headers={"If-None-Match": etag})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"

    def test_after_memory_was_lost(self, reader, item):
        etag = reader.get(item.url).headers["ETag"]
        shelf.clear()
        assert reader.get(item.url, headers={"If-None-Match": etag}).status_code == 304

    def test_after_a_change(self, reader, item):
        etag = reader.get(item.url).headers["ETag"]
        item.title = "别的"
        with imported():
            item.save_revision().publish()
        answer = reader.get(item.url, headers={"If-None-Match": etag})
        assert answer.status_code == 200
        assert answer.headers["ETag"] != etag

    def test_by_time_only_when_the_second_is_past(self, reader, item, monkeypatch):
        now = timezone.now().timestamp()
        assert "Last-Modified" not in reader.get(item.url).headers
        monkeypatch.setattr("time.time", lambda: now + 60)
        told = reader.get(item.url).headers["Last-Modified"]
        asked = {"If-Modified-Since": told}
        assert reader.get(item.url, headers=asked).status_code == 304
        monkeypatch.setattr("time.time", lambda: now + 61)
        item.title = "别的"
        with imported():
            item.save_revision().publish()
        assert reader.get(item.url, headers=asked).status_code == 200

    def test_a_tag_of_another_address_is_none_of_this(self, reader, column, item):
        etag = reader.get(column.catalogue.url).headers["ETag"]
        assert reader.get(item.url, headers={"If-None-Match": etag}).status_code == 200


class TestCompressed:
    @pytest.mark.parametrize(
        ("accepted", "encoding", "opened"),
        [
            ("gzip, deflate, br, zstd", "br", brotli.decompress),
            ("gzip", "gzip", gzip.decompress),
            ("br;q=1.0, gzip;q=0.9, *;q=0.1", "br", brotli.decompress),
            ("gzip;q=1.0,deflate;q=0.6,identity;q=0.3", "gzip", gzip.decompress),
            ("br;q=0, gzip", "gzip", gzip.decompress),
            ("gzip;q=0.0, BR", "br", brotli.decompress),
            ("br;q=0.2, gzip;q=0.8", "gzip", gzip.decompress),
            ("identity;q=0, br;q=0.001", "br", brotli.decompress),
        ],
    )
    def test_in_what_the_reader_understands(self, reader, item, accepted, encoding, opened):
        plain = reader.get(item.url)
        for _ in range(2):
            answer = reader.get(item.url, headers={"Accept-Encoding": accepted})
            assert answer.headers["Content-Encoding"] == encoding
            assert answer.headers["Content-Length"] == str(len(answer.content))
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert opened(answer.content) == plain.content
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.headers["Vary"]

    def test_is_done_once(self, reader, item, monkeypatch):
        made = []
        compress = brotli.compress
        monkeypatch.setattr(
            brotli, "compress", lambda *args, **kw: [made.append(1), compress(*args, **kw)][1]
        )
        for _ in range(3):
            reader.get(item.url, headers={"Accept-Encoding": "br"})
        assert made == [1]

    @pytest.mark.parametrize(
        "accepted",
        ["br;q=0, gzip; q=0", "identity", "*", "gzip;q=0.5, identity", "gzip;q=much", ",;=,"],
    )
    def test_not_for_who_refuses_it(self, reader, item, accepted):
        answer = reader.get(item.url, headers={"Accept-Encoding": accepted})
        assert "Content-Encoding" not in answer.headers

    def test_never_what_is_personal(self, item):
        user = Client()
        user.force_login(UserFactory(admin=True))
        answer = user.get(item.url, headers={"Accept-Encoding": "br, gzip"})
        assert "Content-Encoding" not in answer.headers


def test_a_cdn_keeps_what_everybody_gets(reader, item, settings):
    settings.GONGKAI_SERVING_CDN_SECONDS = 600
    assert "s-maxage=600" in reader.get(item.url).headers["Cache-Control"]
    large = Client()
    large.cookies["gongkai_text"] = "large"
    assert "s-maxage" not in large.get(item.url).headers["Cache-Control"]
