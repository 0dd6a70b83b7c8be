"""The scripts of the admin are given our words as well."""

from __future__ import annotations

import json
import re

import pytest

pytestmark = pytest.mark.django_db

CASES = {
    "Changes have been autosaved.": "修改已自动保存。",
    "A network error occurred.": "网络连接出错。",
    "Save error": "保存错误",  # Wagtail's own
    "This field is required.": "此栏必填。",  # ours over Wagtail's
}


def catalogue(client):
    answer = client.get("/admin/jsi18n/").content.decode()
    found = re.search(r"const newcatalog = (\{.*?\});\n", answer, re.DOTALL)
    return json.loads(found[1])


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_catalogue_of_scripts_has_our_words(client, admin_user, signed_in):
    if signed_in:
        client.force_login(admin_user)
    words = catalogue(client)
    assert {english: words[english] for english in CASES} == CASES
    assert words["%(num)s error"] == ["%(num)s处错误"]
