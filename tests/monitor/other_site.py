"""Somebody else's site, in a thread: answers what it is told to, and remembers who asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class OtherSite:
    """``answers`` has, for a path, a status, ``(status, headers)`` or a function that takes the
    handler; what is not there is a 404. ``/robots.txt`` is there where ``robots`` is given."""

    answers: dict = field(default_factory=dict)
    robots: str | None = None
    asked: list[Asked] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)

    def __enter__(self):
        site = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                site.asked.append(Asked(self.command, self.path, dict(self.headers)))
                if self.path == "/robots.txt" and site.robots is not None:
                    body = site.robots.encode()
                    self.reply(200, {"Content-Length": str(len(body))}, body)
                    return
                answer = site.answers.get(self.path, 404)
                if isinstance(answer, Callable):
                    answer(self)
                elif isinstance(answer, tuple):
                    self.reply(*answer)
                else:
                    self.reply(answer)

            def reply(self, status, headers=None, body=b""):
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_HEAD = answer

            def log_message(self, *args):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.release.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def host(self):
        return f"127.0.0.1:{self.server.server_port}"

    def url(self, path):
        return f"http://{self.host}{path}"

    def paths(self):
        """What was asked for besides robots.txt."""
        return [(each.method, each.path) for each in self.asked if each.path != "/robots.txt"]

    def says_nothing(self, handler):
        """Keep who asks waiting until the test is over."""
        self.release.wait(30)

    def sends_without_end(self, handler):
        """Answer with more than anybody reads."""
        handler.reply(200, {"Content-Length": str(10**10)})
        if handler.command == "GET":
            try:
                while not self.release.is_set():
                    handler.wfile.write(b"x" * 65536)
            except OSError:
                return
