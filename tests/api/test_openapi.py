from __future__ import annotations

import json
import re

import pytest
from django.core.management import call_command

from api.management.commands.export_openapi import SNAPSHOT, text_of_document
from tests.factories.catalogue import make_column

pytestmark = pytest.mark.django_db


def test_the_snapshot_in_the_repository_is_the_api(db):
    """A change of the API is seen by who reviews it: ``manage.py export_openapi`` writes it."""
    assert SNAPSHOT.read_text(encoding="utf-8") == text_of_document()
    call_command("export_openapi", check=True)


def test_the_document_is_served(client):
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    made = response.json()
    assert made["openapi"] == "3.1.0"
    assert made["info"]["title"] == "政府信息公开平台开放接口"
    assert made == json.loads(text_of_document())


def test_who_has_the_document_is_told_so_and_it_comes_packed(client):
    first = client.get("/api/v1/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_people_read_the_same_without_anything_from_elsewhere(client):
    make_column()
    response = client.get("/api/v1/docs/")
    html = response.content.decode()
    assert response.status_code == 200
    for name in ("列出条目", "条目列表"):
        if name in html:
            break
    else:
        pytest.fail("the list of items is not explained")
    assert 'id="too-many-requests"' in html
    assert "<script" not in re.sub(r'<script src="/static/[^"]*"[^>]*></script>', "", html)
    assert " style=" not in html
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver|localhost)', html)


def test_every_operation_is_described_in_chinese(client):
    made = client.get("/api/v1/openapi.json").json()
    for path, operations in made["paths"].items():
        for operation in operations.values():
            texts = [operation["summary"], operation.get("description", "")]
            texts += [each.get("description", "") for each in operation["parameters"]]
            assert all(re.search("[\u4e00-\u9fff]", text) for text in texts[:2]), path
