"""The house rules that hold the apps apart, so that each can be used in another site."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.databases import ROOT

pytestmark = pytest.mark.once

# From the ground up: an app may speak of those before it, by label, and never of those after.
ROOMS = {
    "workdays": "gongkai_workdays",
    "serving": "gongkai_serving",
    "operations": "gongkai_operations",
    "search": "gongkai_search",
    "review": "gongkai_review",
    "catalogue": "gongkai_catalogue",
    "disclosure_pages": "gongkai_pages",
    "open_data": "gongkai_open_data",
    "api": "gongkai_api",
    "webhooks": "gongkai_webhooks",
    "monitor": "gongkai_monitor",
    "standards": "gongkai_standards",
    "drafting": "gongkai_drafting",
    "imports": "gongkai_imports",
    "notices": "gongkai_notices",
    "wording": "gongkai_wording",
}
HAN = re.compile(r"[\u4e00-\u9fff]")
MESSAGE = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}


def sources(app, suffix=".py"):
    """Return an app's files."""
    return sorted((ROOT / app).rglob(f"*{suffix}"))


def place(file: Path, node: ast.AST | None = None) -> str:
    return f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def imported(node):
    """Return the absolute module names that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [node.module or ""]
    return []


@pytest.mark.parametrize("app", ROOMS)
def test_an_app_names_none_of_ours_by_an_absolute_import(app):
    """Not even itself: the wheel has it under another name."""
    ours = {*ROOMS, "portal", "tests", "bench"}
    found = [
        f"{place(file, node)} imports {name}"
        for file in sources(app)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in imported(node)
        if name.partition(".")[0] in ours
    ]
    assert found == []


@pytest.mark.parametrize("app", ROOMS)
def test_an_app_does_not_speak_of_the_rooms_above_it(app):
    rooms = list(ROOMS)
    above = [ROOMS[room] for room in rooms[rooms.index(app) + 1 :]]
    found = [
        f"{place(file)} speaks of {label}"
        for suffix in (".py", ".html")
        for file in sources(app, suffix)
        for label in above
        if label in file.read_text(encoding="utf-8")
    ]
    assert found == []


def test_the_import_contracts_of_pyproject_hold():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 kept, 0 broken" in done.stdout


def test_site_is_a_folder_and_no_package():
    """`site` is a module of the standard library, and every Python imports it."""
    assert not (ROOT / "site" / "__init__.py").exists()
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert not {"site", "/site", "site/", "/site/"} & set(ignored)


@pytest.mark.parametrize("app", ROOMS)
def test_templates_and_static_files_lie_under_the_label(app):
    label = ROOMS[app]
    for kind in ("templates", "static"):
        top = ROOT / app / kind
        strays = [
            str(file.relative_to(top))
            for file in top.rglob("*")
            if file.is_file() and file.relative_to(top).parts[0] != label
        ]
        # A template that overrides one of Wagtail's has to bear Wagtail's name.
        assert [stray for stray in strays if not stray.startswith("wagtail")] == []


@pytest.mark.parametrize("app", [*ROOMS, "site/portal"])
def test_messages_for_users_are_chinese_in_the_source(app):
    """The Chinese text is the msgid (docs/adr/0003-chinese-source-language.md)."""
    found = []
    for file in sources(app):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id not in MESSAGE or not node.args:
                continue
            text = getattr(node.args[0], "value", None)
            # Names of formats and codes have no letters of their own language.
            if isinstance(text, str) and re.search(r"[A-Za-z]{4}", text) and not HAN.search(text):
                found.append(f"{place(file, node)} {text!r}")
    assert found == []


@pytest.mark.parametrize("app", [*ROOMS, "site"])
def test_public_templates_have_no_inline_script_style_or_handler(app):
    """The content security policy would block them."""
    forbidden = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>"
        r"|\sstyle\s*=\s*[\"']|<style[\s>]|\son[a-z]+\s*=\s*[\"']|javascript:",
        re.IGNORECASE,
    )
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in sources(app, ".html")
        for match in forbidden.finditer(file.read_text(encoding="utf-8"))
        if "admin" not in file.relative_to(ROOT).parts
    ]
    assert found == []


@pytest.mark.parametrize("app", [*ROOMS, "site", "bench", "tests"])
def test_no_file_is_longer_than_five_hundred_lines(app):
    found = {
        str(file.relative_to(ROOT)): lines
        for file in sources(app)
        if "migrations" not in file.parts
        and (lines := len(file.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert found == {}
