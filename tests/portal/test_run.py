"""The test run's own rules: nothing skipped in CI, nothing left out unsaid."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests import run
from tests.services import chromium, packages
from tests.services.databases import ROOT

pytestmark = pytest.mark.once

SKIPS = {
    "a test": "import pytest\ndef test_x(): pytest.skip('no browser')\n",
    "a module": "import pytest\npytest.skip('no browser', allow_module_level=True)\n",
    "a mark": "import pytest\n@pytest.mark.skip(reason='no browser')\ndef test_x(): pass\n",
}


def run_pytest(tmp_path, source, ci):
    """Run one test file under our conftest."""
    (tmp_path / "test_it.py").write_text(source)
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "GONGKAI_")) and name != "CI"
    }
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-n", "0"),
            *("-c", ROOT / "pyproject.toml", "--rootdir", ROOT, "-p", "no:cacheprovider"),
            tmp_path / "test_it.py",
        ],
        cwd=ROOT,
        env=environment | ({"CI": "true"} if ci else {}),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS)
def test_a_skip_fails_in_ci_and_names_its_reason(tmp_path, source):
    done = run_pytest(tmp_path, source, ci=True)
    assert done.returncode != 0, done.stdout
    assert "CI=true allows no skip" in done.stdout and "no browser" in done.stdout


def test_a_skip_is_a_skip_elsewhere(tmp_path):
    done = run_pytest(tmp_path, SKIPS["a test"], ci=False)
    assert "1 skipped" in done.stdout, done.stdout


@pytest.fixture
def said(monkeypatch):
    lines = []
    monkeypatch.setattr(run, "say", lines.append)
    return lines


@pytest.mark.parametrize(("in_ci", "status"), [(False, 0), (True, 1)])
def test_without_a_browser_the_suite_is_left_out_with_one_line(monkeypatch, said, in_ci, status):
    monkeypatch.setattr(chromium, "ensure", lambda: None)
    monkeypatch.setattr(run, "IN_CI", in_ci)
    assert run.main(["browser"]) == status
    (line,) = [line for line in said if "left out" in line and "Browser" in line]
    assert "Install chromium" in line


def test_a_failing_part_does_not_hide_the_next(monkeypatch, said):
    parts = {"one": lambda: run.FAILED, "two": lambda: run.PASSED}
    monkeypatch.setattr(run, "PARTS", parts)
    assert run.main([]) == 1
    assert [line.split()[:2] for line in said[-2:]] == [["one", "FAILED"], ["two", "passed"]]


def test_an_unknown_part_is_named(said):
    assert run.main(["brwoser"]) == 2
    assert "brwoser" in said[-1] and "browser" in said[-1]


@pytest.mark.parametrize(
    ("root", "apt", "installs"),
    [(True, "/usr/bin/apt-get", True), (False, "/usr/bin/apt-get", False), (True, None, False)],
)
def test_debian_packages_are_installed_only_where_that_is_allowed(monkeypatch, root, apt, installs):
    ran = []
    monkeypatch.setattr(packages, "is_root", lambda: root)
    monkeypatch.setattr(packages.shutil, "which", lambda name: apt)
    monkeypatch.setattr(
        packages.subprocess, "run", lambda command, **options: ran.append(command[:2])
    )
    packages.install("chromium")
    assert ran == ([["apt-get", "update"], ["apt-get", "install"]] if installs else [])
