"""A browser's errands without a browser: addresses, headers, cookies, forms."""

from __future__ import annotations

import http.client
import json
import re
import ssl
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

_SAFE = "/?&=%:,+~-._"


@dataclass(frozen=True)
class Answer:
    """What came: ``headers`` in small letters, each with all its values."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    def header(self, name: str) -> str:
        """One header; empty where it is missing."""
        return ", ".join(self.headers.get(name.lower(), []))

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Visitor:
    """Asks one site; keeps its cookies.

    Args:
        url: of the site.
        headers: sent with each request.
    """

    def __init__(self, url: str, certificate: str = "", **headers: str) -> None:
        parts = urlsplit(url)
        self.url = url
        self.host, self.port = parts.hostname or "", parts.port or 443
        self.context = ssl.create_default_context(cafile=certificate) if certificate else None
        self.headers = headers
        self.cookies: SimpleCookie = SimpleCookie()

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        form: dict[str, str] | None = None,
        **headers: str,
    ) -> Answer:
        """Ask once, over a connection of its own; no redirect is followed."""
        connection = (
            http.client.HTTPSConnection(self.host, self.port, timeout=60, context=self.context)
            if self.context
            else http.client.HTTPConnection(self.host, self.port, timeout=60)
        )
        sent = {name.replace("_", "-"): value for name, value in (self.headers | headers).items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(
                f"{name}={each.value}" for name, each in self.cookies.items() if each.value
            )
        body = None
        if form is not None:
            method, body = "POST", urlencode(form)
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.url}
        try:
            connection.request(method, quote(path, safe=_SAFE), body=body, headers=sent)
            response = connection.getresponse()
            found: dict[str, list[str]] = {}
            for name, value in response.getheaders():
                found.setdefault(name.lower(), []).append(value)
            for cookie in found.get("set-cookie", []):
                self.cookies.load(cookie)
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def sign_in(self, username: str, password: str) -> Answer:
        """Sign in to the admin; return the answer to the form."""
        page = self.ask("/admin/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, page.text[:2000]
        return self.ask(
            "/admin/login/",
            form={
                "csrfmiddlewaretoken": token[1],
                "username": username,
                "password": password,
                "next": "/admin/",
            },
        )
