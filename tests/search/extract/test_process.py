"""The process that reads files: what it is given, and what becomes of it."""

from __future__ import annotations

import io
import subprocess
import sys

import psutil
import pytest

from search.extract import process
from search.extract.limits import Limits
from search.extract.lines import joined_lines
from search.extract.process import ReaderUnavailable, extract

pytestmark = pytest.mark.once


def test_a_path_and_a_stream_give_the_same(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("低保标准")
    assert (
        extract(path).parts
        == extract(str(path)).parts
        == extract(io.BytesIO("低保标准".encode())).parts
    )


def test_a_file_that_is_not_there_is_an_error_of_the_caller(tmp_path):
    with pytest.raises(FileNotFoundError):
        extract(tmp_path / "missing.pdf")


def test_an_installation_that_cannot_read_is_no_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(process.sys, "executable", "/bin/false")
    with pytest.raises(ReaderUnavailable, match="code 1"):
        extract(io.BytesIO(b"x"))


def test_the_process_knows_no_secret_of_the_site(monkeypatch):
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "secret")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    assert set(process._environment("/")) <= {
        "PYTHONPATH", "PYTHONUTF8", "PATH", "TMPDIR", "HOME", "MALLOC_ARENA_MAX",
        "OPENBLAS_NUM_THREADS", "LD_LIBRARY_PATH",
    }  # fmt: skip


def test_the_process_loads_no_django():
    code = (
        "import sys; import search.extract.child, search.extract.formats, search.extract.pdf,"
        "search.extract.word, search.extract.sheets, search.extract.slides, search.extract.ofd,"
        "search.extract.plain, search.extract.legacy;"
        "sys.exit('django' in sys.modules or 'wagtail' in sys.modules)"
    )
    environment = process._environment("/")
    assert (
        subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
    )


def test_nothing_is_left_of_a_process_that_took_too_long():
    assert extract(io.BytesIO(b"x" * 100), Limits(seconds=0)).status == "timeout"
    left = [child.cmdline() for child in psutil.Process().children()]
    assert not any("search.extract.child" in command for command in left)


def test_full_lines_of_chinese_are_one_paragraph_and_short_ones_are_not():
    page = "关于低保标准的通知\n各村要按照本镇低保工作的统一部署做好申\n请受理工作。\n村名\n湖北村"
    assert joined_lines(page).split("\n") == [
        "关于低保标准的通知",
        "各村要按照本镇低保工作的统一部署做好申请受理工作。",
        "村名",
        "湖北村",
    ]
    assert joined_lines("The quick brown fox jumps\nover the lazy dog") == (
        "The quick brown fox jumps\nover the lazy dog"
    )
