"""What is asked of other sites, how, and what is made of their answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from monitor.links import checking
from monitor.links.addresses import read
from monitor.links.checking import advance
from monitor.links.enums import LinkKind, LinkState
from monitor.links.hosts import Hosts
from monitor.links.models import AllowedHost, Link, LinkHost, LinkRun
from monitor.links.politeness import Clock
from tests.factories.catalogue import ItemPageFactory
from tests.monitor.other_site import OtherSite

pytestmark = pytest.mark.django_db


class FakeClock(Clock):
    """Time that goes on when somebody sleeps, or a test says so."""

    def __init__(self):
        self.time = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
        self.slept = []

    def now(self):
        return self.time

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)

    def next_day(self, days=1):
        self.time += timedelta(days=days)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def other(settings):
    settings.GONGKAI_MONITOR_LINK_NETWORKS = ["127.0.0.0/8"]
    with OtherSite() as site:
        settings.GONGKAI_MONITOR_LINK_HOSTS = [site.host]
        yield site


@pytest.fixture
def outside(other):
    """A site that nobody may ask."""
    with OtherSite({"/": 200}) as site:
        yield site


@pytest.fixture
def check(column, clock):
    """Publish an item with a link to each address, check, and return the links."""

    def go(*urls):
        body = "".join(f'<p><a href="{url}">见链接</a></p>' for url in urls)
        ItemPageFactory(
            parent=column.category, organ=column.office, body=[("text", body)] if urls else []
        )
        run = advance(clock)
        assert run.finished_at
        links = [Link.objects.get(url=url) for url in urls]
        return links[0] if len(links) == 1 else links

    return go


@pytest.fixture
def check_again(clock):
    """Check on a later day."""

    def go(link, days=1):
        clock.next_day(days)
        assert advance(clock).finished_at
        link.refresh_from_db()
        return link

    return go


@pytest.mark.parametrize(
    ("answer", "state", "status"),
    [
        (200, LinkState.OK, 200),
        (204, LinkState.OK, 204),
        (301, LinkState.FAILING, 301),  # says where to nowhere
        (401, LinkState.REFUSED, 401),
        (403, LinkState.REFUSED, 403),
        (404, LinkState.FAILING, 404),
        (410, LinkState.FAILING, 410),
        (416, LinkState.OK, 416),
        (451, LinkState.REFUSED, 451),
        (500, LinkState.FAILING, 500),
        (503, LinkState.FAILING, 503),
    ],
)
def test_what_an_answer_means(other, check, answer, state, status):
    other.answers["/page"] = answer
    link = check(other.url("/page"))
    assert (link.state, link.status_code) == (state, status)
    assert bool(link.remark) == (state != LinkState.OK)


def test_a_head_is_enough_where_it_is_understood(other, check):
    other.answers["/page"] = 200
    check(other.url("/page"))
    assert other.paths() == [("HEAD", "/page")]
    agent = other.asked[-1].headers["User-Agent"]
    assert agent.startswith("Gongkai-LinkCheck/1 (+http")


def test_a_server_that_knows_no_head_is_asked_for_one_byte(other, check):
    other.answers["/page"] = lambda handler: handler.reply(
        405 if handler.command == "HEAD" else 206
    )
    link = check(other.url("/page"))
    assert link.state == LinkState.OK
    assert other.paths() == [("HEAD", "/page"), ("GET", "/page")]
    assert other.asked[-1].headers["Range"] == "bytes=0-0"


def test_a_file_without_end_is_not_read(other, check):
    def answer(handler):
        if handler.command == "HEAD":
            handler.reply(405)
        else:
            other.sends_without_end(handler)

    other.answers["/huge"] = answer
    assert check(other.url("/huge")).state == LinkState.OK


def test_a_server_that_says_nothing_is_given_up(other, check, settings):
    settings.GONGKAI_MONITOR_LINK_TIMEOUT = 0.3
    other.robots = ""
    other.answers["/slow"] = other.says_nothing
    link = check(other.url("/slow"))
    assert link.state == LinkState.FAILING
    assert "规定时间" in link.remark


def test_a_redirect_for_good_is_a_new_address(other, check):
    other.answers |= {"/old": (301, {"Location": "/new"}), "/new": 200}
    other.answers["/today"] = (302, {"Location": "/new"})
    moved, elsewhere = check(other.url("/old"), other.url("/today"))
    assert (moved.state, moved.moved_to) == (LinkState.MOVED, other.url("/new"))
    assert elsewhere.state == LinkState.OK


def test_a_redirect_to_another_host_is_not_followed(other, outside, check):
    other.answers["/out"] = (302, {"Location": outside.url("/")})
    link = check(other.url("/out"))
    assert link.state == LinkState.UNCHECKED
    assert outside.host in link.remark
    assert link.moved_to == outside.url("/")
    assert outside.asked == []


def test_a_robots_file_that_redirects_out_is_not_followed(other, outside, check):
    other.answers |= {
        "/robots.txt": (302, {"Location": outside.url("/robots.txt")}),
        "/page": 200,
    }
    assert check(other.url("/page")).state == LinkState.OK
    assert outside.asked == []


def test_redirects_without_end_are_given_up(other, check):
    other.answers |= {"/a": (302, {"Location": "/b"}), "/b": (302, {"Location": "/a"})}
    other.answers |= {f"/{n}": (302, {"Location": f"/{n + 1}"}) for n in range(20)}
    loop, far = check(other.url("/a"), other.url("/0"))
    assert loop.state == far.state == LinkState.FAILING
    assert len(other.paths()) < 12


def test_a_host_that_is_not_listed_is_not_asked(other, outside, check, check_again):
    link = check(outside.url("/"))
    assert (link.state, outside.asked) == (LinkState.UNCHECKED, [])
    assert "清单" in link.remark
    AllowedHost.objects.create(host=outside.host)
    assert check_again(link).state == LinkState.OK
    AllowedHost.objects.all().delete()
    number = len(outside.asked)
    assert check_again(link, 30).state == LinkState.UNCHECKED
    assert len(outside.asked) == number


def test_a_name_that_leads_inside_is_not_asked(other, check, settings):
    settings.GONGKAI_MONITOR_LINK_NETWORKS = []
    link = check(other.url("/page"))
    assert link.state == LinkState.UNCHECKED
    assert "内部网络" in link.remark
    assert other.asked == []


def test_robots_are_asked_once_and_heeded(other, check):
    other.robots = (
        "User-agent: *\nDisallow: /private/\n\nUser-agent: Gongkai-LinkCheck\nDisallow: /not-you/\n"
    )
    other.answers |= {"/not-you/1": 200, "/private/1": 200, "/open": 200}
    refused, private, open_ = check(*map(other.url, ("/not-you/1", "/private/1", "/open")))
    assert refused.state == LinkState.REFUSED
    assert "robots" in refused.remark
    assert (private.state, open_.state) == (LinkState.OK, LinkState.OK)
    assert [each.path for each in other.asked].count("/robots.txt") == 1
    assert ("HEAD", "/not-you/1") not in other.paths()


def test_a_host_out_of_order_is_asked_nothing_more(other, check):
    other.answers["/robots.txt"] = 500
    one, two = check(other.url("/1"), other.url("/2"))
    assert one.state == two.state == LinkState.FAILING
    assert other.paths() == []


def test_one_request_a_second(other, check, clock):
    other.robots = ""
    other.answers |= {f"/{n}": 200 for n in range(4)}
    begun = clock.now()
    check(*[other.url(f"/{n}") for n in range(4)])
    # robots.txt and four links: four pauses.
    assert (clock.now() - begun).total_seconds() >= 4
    assert len(clock.slept) == 4


def test_a_longer_pause_is_kept_where_robots_ask_for_it(other, check, clock):
    other.robots = "User-agent: *\nCrawl-delay: 10\n"
    other.answers |= {"/1": 200, "/2": 200}
    begun = clock.now()
    check(other.url("/1"), other.url("/2"))
    assert (clock.now() - begun).total_seconds() >= 11


def test_a_host_that_is_busy_is_left_alone(other, check, check_again, clock):
    other.answers |= {"/1": (429, {"Retry-After": "90000"}), "/2": 200}
    one, two = check(other.url("/1"), other.url("/2"))
    assert (one.state, two.state) == (LinkState.NEW, LinkState.NEW)
    assert other.paths() == [("HEAD", "/1")]
    assert one.failures == 0
    other.answers["/1"] = 200
    assert check_again(one, 2).state == LinkState.OK


def test_a_link_is_broken_after_failures_on_different_days(other, check, check_again, clock):
    link = check(other.url("/gone"))
    assert (link.state, link.failures) == (LinkState.FAILING, 1)
    assert advance(clock) is None, "the same day is no other run"
    assert check_again(link).state == LinkState.FAILING
    link = check_again(link)
    assert (link.state, link.failures) == (LinkState.BROKEN, 3)
    assert link.failing_since.date() == datetime(2026, 3, 2, tzinfo=UTC).date()
    other.answers["/gone"] = 200
    link = check_again(link, 2)
    assert (link.state, link.failures, link.failing_since) == (LinkState.OK, 0, None)


def test_one_good_answer_begins_the_count_anew(other, check, check_again):
    link = check(other.url("/page"))
    check_again(link)
    other.answers["/page"] = 200
    assert check_again(link).state == LinkState.OK
    other.answers["/page"] = 404
    link = check_again(link, 8)
    assert (link.state, link.failures) == (LinkState.FAILING, 1)


def test_broken_links_are_asked_for_less_and_less(other, check, check_again):
    link = check(other.url("/gone"))
    for _day in range(20):
        check_again(link)
    # Three days in a row, then after 1, 3, 7 … days.
    assert len([path for path in other.paths() if path[0] == "HEAD"]) < 9


def test_what_did_not_change_is_told_by_its_etag(other, check, check_again):
    def answer(handler):
        known = handler.headers.get("If-None-Match") == '"1"'
        handler.reply(304 if known else 200, {"ETag": '"1"'})

    other.answers["/page"] = answer
    link = check(other.url("/page"))
    assert check_again(link, 8).status_code == 304
    assert check_again(link, 8).status_code == 304
    assert link.state == LinkState.OK


def test_no_more_than_a_number_in_one_run(other, check, clock, settings):
    settings.GONGKAI_MONITOR_LINK_MAX_PER_RUN = 2
    other.answers |= {f"/{n}": 200 for n in range(5)}
    check(*[other.url(f"/{n}") for n in range(5)])
    assert Link.objects.filter(state=LinkState.OK).count() == 2
    clock.next_day()
    advance(clock)
    assert Link.objects.filter(state=LinkState.OK).count() == 4


def test_a_killed_piece_is_gone_on_with(other, column, clock, monkeypatch):
    other.answers |= {f"/{n}": 200 for n in range(3)}
    body = "".join(f'<p><a href="{other.url(f"/{n}")}">链接</a></p>' for n in range(3))
    ItemPageFactory(parent=column.category, organ=column.office, body=[("text", body)])
    note = checking._note

    def die(run, link, outcome, its_clock):
        if link.url.endswith("/1"):
            raise KeyboardInterrupt
        note(run, link, outcome, its_clock)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(checking, "_note", die)
        advance(clock)
    run = advance(clock)
    assert run.finished_at
    assert LinkRun.objects.count() == 1
    assert set(Link.objects.values_list("state", flat=True)) == {LinkState.OK}
    assert other.paths().count(("HEAD", "/0")) == 1


def test_two_processes_do_not_work_on_one_run(column, clock):
    run = LinkRun.objects.create(
        started_at=clock.now(), busy_until=clock.now() + timedelta(minutes=5)
    )
    assert advance(clock) is None
    clock.time += timedelta(minutes=6)
    assert advance(clock).pk == run.pk, "whoever had it is gone"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.YY.gov.cn", "www.yy.gov.cn"),
        (" www.yy.gov.cn/ ", "www.yy.gov.cn"),
        ("www.yy.gov.cn:8080", "www.yy.gov.cn:8080"),
        ("www.yy.gov.cn:443", "www.yy.gov.cn"),
        ("余姚.政务", "xn--zqqx9w.xn--zfr164b"),
        ("10.1.2.3", "10.1.2.3"),
    ],
)
def test_hosts_are_kept_as_they_are_compared(typed, kept):
    host = AllowedHost(host=typed)
    host.full_clean()
    assert host.host == kept


@pytest.mark.parametrize(
    "typed", ["https://www.yy.gov.cn", "www.yy.gov.cn/a", "a b", "user@yy.gov.cn", "-x.cn", "a:0"]
)
def test_what_is_no_host_is_refused_with_a_sentence(typed):
    with pytest.raises(ValidationError, match="域名"):
        AllowedHost(host=typed).full_clean()


def test_hosts_below_only_where_somebody_said_so():
    hosts = Hosts(frozenset({"own.cn"}), frozenset({"yy.gov.cn", "nb.gov.cn"}), {"yy.gov.cn"})
    assert hosts.allows("www.yy.gov.cn")
    assert hosts.allows("own.cn")
    assert not hosts.allows("www.nb.gov.cn")
    assert not hosts.allows("evilyy.gov.cn")
    assert not hosts.allows("yy.gov.cn.evil.com")


@pytest.mark.parametrize(
    ("written", "url", "kind"),
    [
        ("/zfgk/?a=1#b", "http://own.cn/zfgk/?a=1", LinkKind.OWN),
        ("next", "http://own.cn/a/next", LinkKind.OWN),
        ("//yy.gov.cn", "http://yy.gov.cn/", LinkKind.EXTERNAL),
        (
            "https://YY.gov.cn:443/文 件",
            "https://yy.gov.cn/%E6%96%87%20%E4%BB%B6",
            LinkKind.EXTERNAL,
        ),
        ("https://user:secret@yy.gov.cn/", "https://yy.gov.cn/", LinkKind.EXTERNAL),
    ],
)
def test_how_addresses_are_read(written, url, kind):
    found = read(written, "http://own.cn/a/", frozenset({"own.cn"}))
    assert (found.url, found.kind) == (url, kind)


def test_other_schemes_are_nobodys_business():
    assert read("ftp://yy.gov.cn/", "http://own.cn/", frozenset()) is None


def test_an_address_that_cannot_be_one_is_broken_at_once(column, clock):
    body = '<p><a href="http://[bad/">一</a><a href="http://a b.cn/">二</a></p>'
    ItemPageFactory(parent=column.category, organ=column.office, body=[("text", body)])
    advance(clock)
    assert set(Link.objects.values_list("state", "remark")) == {("broken", "网址写法有误。")}
    assert not LinkHost.objects.exists()
