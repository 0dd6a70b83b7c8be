"""Walks the admin as somebody: every kind of page that any page leads to, and what stands on it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse
from wagtail.models import Page

# Of pages that differ by a number only, so many are looked at.
ENOUGH = 1
# Forms for something new; they are also sent empty, to hear what they refuse.
FORM = re.compile(r"(?:^|[:_])(?:add|create|new|import)$")
ADDRESS = re.compile(r"/admin/[\w/.%-]*")
# What ends the walk, or answers with a file.
# ``failwhale`` is Wagtail's own way to try out its page of errors; choosers of snippets that offer
# no form for a new one answer with an error, but nothing leads there.
LEFT_OUT = re.compile(
    r"logout|failwhale|jsi18n|/snippets/choose/\w+/\w+/create/|/export|/results/$|\.(?:js|css|png|pdf|docx|xlsx|csv|json|zip)$"
)
# Read out, or shown when the pointer stands on it.
SPOKEN = (
    "title",
    "aria-label",
    "aria-description",
    "placeholder",
    "alt",
    "data-w-tooltip-content-value",
    "data-w-progress-active-value",
)
# Under these names scripts are given what they show.
SHOWN = {"label", "description", "helpText", "help_text", "placeholder", "title", "text"}
NOT_READ = ("script", "style", "code", "pre", "svg", "iframe", "textarea")
# A number that is hidden while there is none.
COUNTER = "w-side-panel-toggle__counter"


@dataclass
class Seen:
    """What the walk found: texts by address, names of the views that gave them, refusals."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    views: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    broken: dict[str, int] = field(default_factory=dict)


def walk(client: Client, *starts: str) -> Seen:
    """Open every kind of page of the admin that can be reached from ``starts``."""
    seen = Seen()
    waiting, known = [*starts, *addresses_without_numbers()], set()
    while waiting:
        address = waiting.pop(0)
        if address in known or not is_wanted(address, seen):
            continue
        known.add(address)
        answer = client.get(address, follow=True)
        if answer.status_code >= 400:
            seen.broken[address] = answer.status_code
            continue
        html = html_of(answer)
        seen.texts[address] = list(texts_of(html))
        waiting += dict.fromkeys(ADDRESS.findall(html))
        name = resolve(urlsplit(address).path).view_name
        seen.names.add(name)
        if FORM.search(name):
            refused = client.post(address, hidden_in(html))
            if refused.status_code == 200:
                seen.texts[f"{address} (sent empty)"] = list(texts_of(html_of(refused)))
    return seen


def hidden_in(html: str) -> dict[str, str]:
    """What a form sends though nobody has typed anything."""
    inputs = BeautifulSoup(html, "html.parser").select("form input[type=hidden][name]")
    return {str(each["name"]): str(each.get("value", "")) for each in inputs}


def addresses_without_numbers() -> Iterator[str]:
    """Of all views of the admin that need no argument, linked or not."""
    for name in sorted(names_of(get_resolver())):
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if address.startswith("/admin/"):
            yield address


def names_of(resolver: Any, prefix: str = "") -> Iterator[str]:
    """Names of all views, with their namespaces."""
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from names_of(each, f"{prefix}{each.namespace}:" if each.namespace else prefix)
        elif each.name:
            yield prefix + each.name


def is_wanted(address: str, seen: Seen) -> bool:
    """Whether enough of its kind were seen; counts it."""
    if LEFT_OUT.search(address):
        return False
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return False
    key = (match.view_name, *kind_of(match))
    seen.views[key] += 1
    return seen.views[key] <= ENOUGH


def kind_of(match: Any) -> Iterator[str]:
    """What tells apart pages of one view: words in the address, and the type of the page."""
    for value in (*match.args, *match.kwargs.values()):
        if not str(value).isdecimal():
            yield str(value)
        elif match.view_name.startswith("wagtailadmin_"):
            page = Page.objects.filter(pk=value).first()
            yield page.specific_class.__name__ if page else ""


def html_of(answer: Any) -> str:
    """The page, or what a dialog gets in its answer."""
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        data = answer.json()
        return data.get("html", "") if isinstance(data, dict) else ""
    return answer.content.decode() if kind.startswith("text/html") else ""


def texts_of(html: str) -> Iterator[str]:
    """All that is on a page or waits in it for a script."""
    # Wagtail writes the end of a script so inside of a form that waits in a script.
    soup = BeautifulSoup(html.replace("<-/script>", "</script>"), "html.parser")
    for element in soup.find_all("script", type="application/json"):
        yield from shown_in(element.string or "")
    for element in soup.find_all(True):
        yield from spoken_by(element)
    # Not by a selector, which would not look into templates.
    for element in (*soup.find_all(NOT_READ), *soup.find_all(class_=COUNTER)):
        element.decompose()
    for text in soup.find_all(string=True):
        if not isinstance(text, PreformattedString) and text.strip():
            yield " ".join(text.split())


def spoken_by(element: Tag) -> Iterator[str]:
    """What its attributes say."""
    for name, value in element.attrs.items():
        if not isinstance(value, str):
            continue
        is_button = element.name == "input" and element.get("type") in {"submit", "button"}
        if name in SPOKEN or (name == "value" and is_button):
            yield value.strip()
        elif name.startswith("data-") and value[:1] in "{[":
            yield from shown_in(value)


def shown_in(text: str) -> Iterator[str]:
    """What a script shows of the JSON it is given."""
    try:
        waiting = [json.loads(text)]
    except ValueError:
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
            words = value.get("strings")
            said = {**(words if isinstance(words, dict) else {}), **value}
            named = {key for key in said if key in SHOWN or key not in value}
            shown = (said[key] for key in named if isinstance(said[key], str))
            # What begins so is the content of a rich text.
            yield from (each for each in shown if not each.startswith("{"))
