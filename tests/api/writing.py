"""Somebody else's program: calls the v3 API with a token."""

from __future__ import annotations

from django.test import Client
from wagtail.models import APIToken

ROOT = "/api/v3/"
ITEM = "gongkai_catalogue.ItemPage"


class Program:
    """Calls with the token of a user, or with none."""

    def __init__(self, user=None, token=None, name="办公系统"):
        if user is not None:
            _row, token = APIToken.create_token(user=user, name=name)
        self.token = token
        self.client = Client()

    def call(self, method, path, body=None, **options):
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            options |= {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(ROOT + path, headers=headers, **options)

    def get(self, path, query=None):
        return self.call("get", path, data=query)

    def post(self, path, body=None):
        return self.call("post", path, body if body is not None else {})

    def patch(self, path, body):
        return self.call("patch", path, body)

    def delete(self, path):
        return self.call("delete", path)

    def upload(self, path, file, title, **fields):
        return self.call("post", path, data={"file": file, "title": title, **fields})


def body_of(column, reference="2026-0001", **fields):
    """A whole item, as an office automation would send it."""
    return {
        "meta": {"type": ITEM, "parent_id": column.category.pk},
        "reference": {"system": "oa", "id": reference},
        "title": "关于做好农村公路养护工作的通知",
        "organ": column.office.slug,
        "written_on": "2026-02-26",
        **fields,
    }


def plain(body):
    """The same for Wagtail's own operation, which knows no references."""
    return {name: value for name, value in body.items() if name != "reference"}
