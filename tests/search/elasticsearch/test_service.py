"""Where a node cannot be started, a sentence says what to do."""

from __future__ import annotations

import pytest

from tests.services.elasticsearch import home

pytestmark = pytest.mark.once


def test_asks_for_a_newer_java(monkeypatch, tmp_path):
    monkeypatch.setattr(home, "JAVA_HOMES", tmp_path / "none")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(home.CannotStart, match="JDK of version 21"):
        home.find_java()


def test_asks_for_maven(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(home.CannotStart, match="install the package `maven`"):
        home.build(tmp_path / "cache", tmp_path)


def test_says_when_maven_gets_nothing(monkeypatch, tmp_path):
    program = tmp_path / "mvn"
    program.write_text("#!/bin/sh\necho no route to host\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(home.CannotStart, match="no route to host"):
        home.build(tmp_path / "cache", tmp_path)
