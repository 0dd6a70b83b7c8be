"""A walk through the site in service: nginx before everything, and what may fail failing."""

from __future__ import annotations

import gzip
import json
import re
import signal
import threading
from itertools import count

import pytest

from tests.services.stack.stack import PASSWORD, USERNAME
from tests.services.stack.visitor import Visitor

numbers = count(1)


@pytest.fixture
def title():
    """A title that no other item has."""
    return f"关于第{next(numbers)}号试验事项的公告"


def kept(stack, request_id):
    """What nginx did with a request: its line of the log."""
    lines = (stack.home / "nginx-access.log").read_text().splitlines()
    found = [each for each in map(json.loads, lines) if each["request_id"] == request_id]
    return found[0]["kept"] if found else None


@pytest.mark.parametrize("page", ["home", "list", "item"])
def test_pages_come_with_each_header_once(page, town, visitor):
    answer = visitor.ask(town[page])
    assert answer.status == 200
    assert "<h1" in answer.text
    for name in (
        "content-security-policy",
        "x-content-type-options",
        "strict-transport-security",
        "referrer-policy",
        "x-request-id",
    ):
        assert len(answer.headers.get(name, [])) == 1, name
    assert "server" not in answer.headers or "/" not in answer.header("server")


def test_plain_http_leads_to_https(stack):
    plain = Visitor(f"http://localhost:{stack.ports['plain']}")
    answer = plain.ask("/catalogue/?page=2")
    assert answer.status == 301
    assert answer.header("Location") == "https://localhost/catalogue/?page=2"


def test_static_files_come_compressed_and_for_ever(town, visitor):
    found = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', visitor.ask(town["home"]).text)
    answer = visitor.ask(found[1], Accept_Encoding="gzip")
    assert answer.status == 200
    assert answer.header("Cache-Control") == "public, max-age=31536000, immutable"
    assert answer.header("Content-Encoding") == "gzip"
    assert "{" in gzip.decompress(answer.body).decode()
    assert "set-cookie" not in answer.headers


def test_a_public_file_is_sent_by_nginx_ranges_included(town, visitor):
    answer = visitor.ask(town["public_file"])
    assert answer.status == 200
    assert answer.text == "公开的附件全文"
    assert answer.header("X-Content-Type-Options") == "nosniff"
    assert "default-src 'none'" in answer.header("Content-Security-Policy")
    assert "x-accel-redirect" not in answer.headers
    part = visitor.ask(town["public_file"], Range="bytes=0-5")
    assert part.status == 206
    assert part.text == "公开"


def test_a_private_file_is_not_there_by_any_address(stack, town, visitor):
    assert visitor.ask(town["private_file"]).status == 404
    assert visitor.ask("/protected/documents/").status == 404
    stored = list((stack.home / "data" / "media").rglob("*.txt"))
    assert len(stored) == 2
    for file in stored:
        path = file.relative_to(stack.home / "data" / "media").as_posix()
        for place in ("protected", "media"):
            assert visitor.ask(f"/{place}/{path}").status == 404


def test_the_office_signs_in_and_nothing_of_its_own_is_kept(stack, town):
    office = stack.visitor()
    assert office.sign_in(USERNAME, PASSWORD).status == 302
    admin = office.ask("/admin/", Accept_Encoding="gzip")
    assert admin.status == 200
    assert admin.header("Content-Encoding") == "gzip"
    assert "no-store" in admin.header("Cache-Control") or "private" in admin.header("Cache-Control")
    seen = office.ask(town["item"])
    assert seen.status == 200
    assert kept(stack, seen.header("X-Request-ID")) in {"BYPASS", "-", ""}


def test_nginx_keeps_the_body_and_asks_each_time(stack, town, visitor, until):
    first = visitor.ask(town["list"])

    def asked():
        again = visitor.ask(town["list"])
        assert again.body == first.body
        return kept(stack, again.header("X-Request-ID")) == "REVALIDATED"

    # By the second request at the latest, unless another test publishes meanwhile.
    until(asked)


def test_a_publication_is_there_on_the_very_next_request(stack, town, visitor, title):
    for _each in range(3):
        assert title not in visitor.ask(town["list"]).text
    item = stack.edit("publish", title)
    assert title in visitor.ask(town["list"]).text
    assert title in visitor.ask(item["url"]).text
    listed = visitor.ask("/api/v1/items/?limit=5").json["items"]
    assert title in [each["title"] for each in listed]


def test_a_correction_is_there_on_the_very_next_request(stack, visitor, title):
    item = stack.edit("publish", title)
    for _each in range(3):
        assert title in visitor.ask(item["url"]).text
    stack.edit("correct", item["pk"], f"{title}（更正）")
    assert f"{title}（更正）" in visitor.ask(item["url"]).text


def test_what_is_withdrawn_is_gone_on_the_very_next_request(stack, town, visitor, title):
    item = stack.edit("publish", title)
    for _each in range(3):
        assert title in visitor.ask(town["list"]).text
    stack.edit("withdraw", item["pk"])
    assert title not in visitor.ask(town["list"]).text
    assert visitor.ask(item["url"]).status in {404, 410}
    listed = visitor.ask("/api/v1/items/?limit=100").json["items"]
    assert title not in [each["title"] for each in listed]


def test_what_is_over_is_taken_down_by_itself(stack, visitor, title, until):
    item = stack.edit("publish_for", title, 15)
    assert title in visitor.ask(item["url"]).text
    until(lambda: visitor.ask(item["url"]).status in {404, 410})


@pytest.mark.parametrize("address", ["list", "/api/v1/items/"])
def test_who_has_it_is_told_so(address, town, visitor, until):
    path = town.get(address, address)

    def told():
        etag = visitor.ask(path).header("ETag")
        again = visitor.ask(path, If_None_Match=etag)
        return etag and again.status == 304 and again.body == b""

    until(told)


def test_a_program_is_told_what_is_left_to_it(visitor):
    left = [
        int(re.search(r";r=(\d+);", visitor.ask("/api/v1/organs/").header("RateLimit"))[1])
        for _each in range(3)
    ]
    assert len(set(left)) == 3, left


def test_answers_are_compressed_in_the_way_that_is_asked_for(town, visitor):
    plain = visitor.ask(town["list"])
    assert "content-encoding" not in plain.headers
    packed = visitor.ask(town["list"], Accept_Encoding="gzip, deflate")
    assert packed.header("Content-Encoding") == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert visitor.ask(town["list"], Accept_Encoding="gzip, br").header("Content-Encoding") == "br"


def test_the_search_finds_in_elasticsearch(stack, visitor, title, until):
    stack.edit("publish", title)
    until(lambda: title in re.sub(r"<[^>]+>", "", visitor.ask(f"/search/?q={title}").text))
    indexes = Visitor(f"http://localhost:{stack.ports['elasticsearch']}")
    assert "stack_" in indexes.ask("/_cat/indices").text


def test_metrics_are_for_the_operator_inside(stack, town, visitor):
    token = f"Bearer {stack.metrics_token}"
    assert visitor.ask("/metrics", Authorization=token).status == 404
    inside = Visitor(f"http://localhost:{stack.ports['web']}")
    assert inside.ask("/metrics").status == 404
    for _each in range(10):
        visitor.ask(town["item"])
    text = inside.ask("/metrics", Authorization=token).text
    served = re.findall(r"^gongkai_request_seconds_count\{.*\} (\S+)", text, re.MULTILINE)
    assert sum(map(float, served)) >= 10
    assert "gongkai_serving_answers_total" in text
    assert re.search(r"^gongkai_overdue_publications \d", text, re.MULTILINE)
    assert re.search(r"^gongkai_metrics_failed 0", text, re.MULTILINE)


def test_the_log_has_the_request_and_nobody_in_it(stack, visitor, until):
    answer = visitor.ask("/search/?q=张三李四", User_Agent="browser-of-somebody")
    request_id = answer.header("X-Request-ID")

    def entries():
        told = stack.services["web"].log_end().splitlines()
        found = [json.loads(each) for each in told if request_id in each and each.startswith("{")]
        return found if any("milliseconds" in each for each in found) else []

    # While Elasticsearch comes back, the search adds a line of its own to that of the request.
    found = until(entries)
    (entry,) = [each for each in found if "milliseconds" in each]
    assert entry["status"] == answer.status
    assert entry["milliseconds"] > 0
    whole = repr(found) + (stack.home / "nginx-access.log").read_text()
    for trace in ("127.0.0.1", "张三", "%E5%BC%A0", "browser-of-somebody"):
        assert trace not in whole


def test_a_visitor_cannot_send_what_only_the_office_may(visitor):
    answer = visitor.ask("/search/", form={"q": "x" * 3_000_000})
    assert answer.status == 413


def asking(stack, path, stopped, statuses):
    visitor = stack.visitor()
    while not stopped.is_set():
        try:
            statuses.append(visitor.ask(path).status)
        except OSError as error:
            statuses.append(error)


@pytest.fixture
def asked_meanwhile(stack, town):
    """Visitors who ask all the time; gives what they got."""
    stopped, statuses = threading.Event(), []
    threads = [
        threading.Thread(target=asking, args=(stack, town[page], stopped, statuses))
        for page in ("list", "item")
    ]
    for thread in threads:
        thread.start()
    yield statuses
    stopped.set()
    for thread in threads:
        thread.join()
    assert len(statuses) > 10
    assert set(statuses) == {200}


def test_a_restart_by_hup_fails_nobody(stack, until, asked_meanwhile):
    web = stack.services["web"]
    before = {child.pid for child in web.children()}
    web.send(signal.SIGHUP)
    until(lambda: not before & {child.pid for child in web.children()})
    so_far = len(asked_meanwhile)
    until(lambda: len(asked_meanwhile) > so_far + 10)


def test_a_killed_worker_of_gunicorn_fails_nobody(stack, until, asked_meanwhile):
    victim = stack.services["web"].children()[0]
    victim.kill()
    until(lambda: len(stack.services["web"].children()) == 2)
    so_far = len(asked_meanwhile)
    until(lambda: len(asked_meanwhile) > so_far + 10)


def test_pages_go_on_without_redis(stack, town, visitor, title):
    redis = stack.services["redis"]
    redis.kill()
    try:
        item = stack.edit("publish", title)
        assert title in visitor.ask(town["list"]).text
        assert title in visitor.ask(item["url"]).text
        assert visitor.ask("/api/v1/items/").status == 200
        assert visitor.ask("/search/?q=通知").status == 200
        assert stack.visitor().sign_in(USERNAME, PASSWORD).status == 302
    finally:
        redis.start()
    assert title in visitor.ask(town["list"]).text


def test_pages_go_on_without_elasticsearch_and_the_search_says_so(
    stack, town, visitor, title, until
):
    cluster = stack.services["elasticsearch"]
    cluster.kill()
    try:
        item = stack.edit("publish", title)
        assert title in visitor.ask(town["list"]).text
        assert title in visitor.ask(item["url"]).text
        searched = visitor.ask("/search/?q=通知")
        assert searched.status == 503
        assert "检索服务暂时中断" in searched.text
        problem = visitor.ask("/api/v1/search/?q=通知")
        assert problem.status == 503
        assert problem.header("Content-Type").startswith("application/problem+json")
    finally:
        cluster.start()
    until(lambda: visitor.ask("/search/?q=通知").status == 200)


def test_work_that_a_killed_worker_left_is_done_by_the_next(stack, until):
    worker = stack.services["worker"]
    worker.kill()
    job = stack.edit("reindex")
    assert job["pk"]
    assert stack.edit("tasks").get("READY", 0) >= 1
    worker.start()
    until(lambda: not stack.edit("tasks").get("READY", 0), seconds=240)


def test_a_backup_of_the_running_site_is_sound(stack):
    told = stack.manage("backup", str(stack.home / "town.tar"))
    assert "备份已完成并核对" in told
