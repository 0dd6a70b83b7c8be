"""What a browser sends from the pages on which reviewers and leaders decide."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from tests.factories.catalogue import ItemPageFactory
from tests.factories.review import ALL_CHECKED, submit, task_state_of

QUEUE = "gongkai_review:queue"
REFUSED = "没有权限"


def client_of(user) -> Client:
    """Return a browser in which somebody has signed in."""
    client = Client()
    client.force_login(user)
    return client


def draft_of(column, staff, **fields):
    """Make a draft that the editor wrote, and send it to the reviewer."""
    fields = {"organ": column.office, "owner": staff.editor, "draft": True} | fields
    item = ItemPageFactory(parent=fields.pop("parent", column.category), **fields)
    submit(item, staff.editor)
    return item


def decide_url(page) -> str:
    """Address of the step at which a page stands."""
    return reverse("gongkai_review:decide", args=[task_state_of(page).pk])


def seen_in(html: str, name: str = "seen") -> str:
    """The digest that a page with the form carries."""
    return re.search(rf'name="{name}" value="(\w+)"', html).group(1)


def review_data(**fields):
    """Fields of a review that lets the text through."""
    return {"act": "decide", "decision": "publish", "checklist": list(ALL_CHECKED)} | fields


def press(client, url, **fields):
    """Open the page with the form, press a button in it; follow to where that leads."""
    html = client.get(url).content.decode()
    return client.post(url, {"seen": seen_in(html)} | fields, follow=True)


def text_of(response) -> str:
    """What a page says, tags left out."""
    html = re.sub(r"<(script|style|svg).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def messages_of(response) -> str:
    """What the admin said after something was done."""
    return " ".join(str(message) for message in response.context["messages"])
