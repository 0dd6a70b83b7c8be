"""The commands of docs/api-writing.md work as they are printed, one after the other."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import string
import subprocess
from pathlib import Path

import pytest
import requests
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from wagtail.models import APIToken

from catalogue.models import ItemPage
from tests.factories.catalogue import make_column, make_staff
from tests.services.databases import ROOT

_EXAMPLE = re.compile(r"<!-- (\d{3})(?: (\w+))? -->\n```sh\n(.*?)```", re.DOTALL)
# Without curl on the machine the command line is read and sent by hand: nothing is left out.
SENDERS = ["requests", *(["curl"] if shutil.which("curl") else [])]


def examples():
    """Expected status, name for the id in the answer, command."""
    text = (ROOT / "docs" / "api-writing.md").read_text(encoding="utf-8")
    found = _EXAMPLE.findall(text)
    assert len(found) == text.count("\ncurl ")
    return found


def with_curl(command, variables, folder):
    """Run a command; return status and text of the answer."""
    answer = folder / "answer"
    done = subprocess.run(
        ["bash", "-c", f"{command.strip()} -s -o {shlex.quote(str(answer))} -w '%{{http_code}}'"],
        env={"PATH": os.environ["PATH"], "no_proxy": "*", **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout), answer.read_text(encoding="utf-8") if answer.exists() else ""


def with_requests(command, variables, folder):
    """Read a command line as a shell and curl would, and send it."""
    line = command.replace("\\\n", " ")
    # What stands between single quotes is no variable, as in a shell; here none needs a dollar.
    words = shlex.split(string.Template(line).substitute(variables))
    method, headers, data, fields, files = "", {}, None, {}, {}
    assert words.pop(0) == "curl"
    url = ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _colon, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = words.pop(0).encode()
        elif word == "-F":
            name, _equals, value = words.pop(0).partition("=")
            if value.startswith("@"):
                path = Path(value[1:])
                files[name] = (path.name, path.read_bytes())
            else:
                fields[name] = value
        else:
            assert not word.startswith("-"), word
            url = word
    answer = requests.request(
        method or ("POST" if data or files else "GET"),
        url,
        headers=headers,
        data=data or fields or None,
        files=files or None,
        timeout=60,
    )
    return answer.status_code, answer.text


@pytest.fixture
def site(transactional_db):
    """Address of a server in a thread, with connections of its own to the test's database. The
    fixture of pytest-django lends it the test's connection, which SQLite takes ill."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sender", SENDERS)
def test_every_command_of_the_page_works(sender, site, tmp_path):
    column = make_column()
    staff = make_staff(column)
    file = tmp_path / "名单.pdf"
    file.write_bytes(b"%PDF-1.4\n%%EOF\n")
    _row, token = APIToken.create_token(user=staff.editor, name="办公系统")
    variables = {
        "SITE": site,
        "TOKEN": token,
        "CATEGORY": str(column.category.pk),
        "ORGAN": column.office.slug,
        "FILE": str(file),
    }
    send = {"curl": with_curl, "requests": with_requests}[sender]
    statuses = []
    for expected, name, command in examples():
        status, text = send(command, variables, tmp_path)
        assert status == int(expected), (command, text)
        if name:
            variables[name] = str(json.loads(text)["id"])
        if "/review/" in command:
            statuses.append(json.loads(text)["status"]["code"])
            draft = ItemPage.objects.get().get_latest_revision_as_object()
            assert draft.keywords == "农村公路 养护"
            assert [str(row) for row in draft.attachments.all()] == ["附件1：养护名单"]
    assert statuses == ["in_review"]
    assert not ItemPage.objects.exists()
