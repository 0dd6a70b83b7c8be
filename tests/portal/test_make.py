"""The commands that the documents promise, and the packages they install."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.services.databases import ROOT

pytestmark = pytest.mark.once

DOCUMENTS = [
    *ROOT.glob("README*.md"),
    *sorted((ROOT / "docs").rglob("*.md")),
]
PROMISED = {"help", "setup", "demo", "demo-data", "serve", "test", "lint", "bench", "format"}


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", text, re.MULTILINE))


def test_bare_make_lists_every_target():
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert set(re.findall(r"^  make ([a-z-]+) +\S", done.stdout, re.MULTILINE)) == targets()
    assert targets() >= PROMISED


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_only_targets_that_exist(document):
    named = set(re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8")))
    named |= set(
        re.findall(r"^\s*(?:\$ )?make ([a-z-]+)", document.read_text(encoding="utf-8"), re.M)
    )
    assert named <= targets()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    linked = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    missing = [
        link
        for link in linked
        if not link.startswith(("http:", "https:", "mailto:"))
        and not (document.parent / link).exists()
    ]
    assert missing == []


def test_an_old_python_is_named_instead_of_a_traceback(tmp_path):
    """A machine where every Python is too old."""
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        fake = tmp_path / name
        fake.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
        fake.chmod(0o755)
    makefile = tmp_path / "project" / "Makefile"
    makefile.parent.mkdir()
    makefile.write_text((ROOT / "Makefile").read_text())
    (makefile.parent / "requirements.txt").touch()
    done = subprocess.run(
        ["make", "setup"],
        cwd=makefile.parent,
        env=os.environ | {"PATH": f"{tmp_path}{os.pathsep}/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Gongkai needs Python 3.11 or newer; found: Python 3.9.2" in done.stderr
    assert not (makefile.parent / ".venv").exists()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes_and_names_no_index(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    requirements = re.split(r"\n(?=\S)", "\n".join(lines))
    for requirement in requirements:
        assert re.match(r"[a-z0-9.-]+==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement
    assert not re.search(r"https?://|--index|--find-links|--extra-index", text)


def test_tests_run_on_the_versions_a_server_installs():
    site, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert site.items() <= dev.items()


def test_ci_runs_the_two_commands_of_the_readme():
    script = Path(ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make ([a-z-]+)", script, re.MULTILINE) == ["demo-data", "test"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
