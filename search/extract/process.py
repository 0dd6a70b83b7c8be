"""Having a file read by a process of its own."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

from .limits import Limits
from .memory import peak_memory
from .result import Extracted, Status

logger = logging.getLogger(__name__)

_MIB = 1024 * 1024
_CHUNK = 1024 * 1024
# Seconds between looks at the process: short in the beginning, since most files take little.
_FIRST_LOOK, _LAST_LOOK = 0.002, 0.05
# A crash with so much of its memory used was one for want of memory.
_NEARLY_ALL = 0.6


class ReaderUnavailable(OSError):
    """The process ended before it looked at the file: the installation is wrong, not the file."""

    def __init__(self, code: int) -> None:
        super().__init__(f"{sys.executable} -m {__package__}.child ended with code {code}")


def extract(source: str | Path | IO[bytes], limits: Limits | None = None) -> Extracted:
    """Read the text of a file, whatever it is and however broken.

    Args:
        source: a path, or an open file, which is read to its end.
        limits: what it may take; ours where None.

    Raises:
        OSError: the source itself cannot be opened or copied, or no process can be started;
            nothing else is ever raised.
    """
    bounds = limits or Limits()
    if isinstance(source, str | Path):
        with Path(source).open("rb") as file:
            return _extract(file, bounds)
    # A file of the process's own: an upload may lie in memory, or on another host.
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(source, copy, _CHUNK)
        copy.flush()
        copy.seek(0)
        return _extract(copy, bounds)


def _extract(file: IO[bytes], limits: Limits) -> Extracted:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as answer:
        process = _start(file, answer, folder, limits)
        try:
            code, memory = _wait(process, limits.seconds)
        except BaseException:
            _kill(process)
            raise
        extracted = _read_answer(answer, limits) if code == 0 else None
        if code and not answer.seek(0, os.SEEK_END):
            raise ReaderUnavailable(code)
    if extracted is None:
        status, reason = _fate(code, memory, limits)
        extracted = Extracted(status.value, reason)
    return replace(
        extracted,
        milliseconds=round((time.monotonic() - begin) * 1000),
        memory_kib=max(memory, extracted.memory_kib),
    )


def _start(
    file: IO[bytes], answer: IO[bytes], folder: str, limits: Limits
) -> subprocess.Popen[bytes]:
    # The module's own name, since the wheel has it under another root.
    module = f"{__package__}.child"
    return subprocess.Popen(  # noqa: S603 - our own module, and nothing of the file
        [sys.executable, "-B", "-m", module, json.dumps(asdict(limits))],
        stdin=file,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
    )


def _environment(folder: str) -> dict[str, str]:
    """Only what Python needs: the process has no use for any secret of the site."""
    libraries = os.environ.get("LD_LIBRARY_PATH")
    return {
        **({"LD_LIBRARY_PATH": libraries} if libraries else {}),
        "PYTHONPATH": os.pathsep.join(str(Path(path).resolve()) for path in sys.path),
        "PYTHONUTF8": "1",
        "PATH": os.environ.get("PATH", os.defpath),
        "TMPDIR": folder,
        "HOME": folder,
        "MALLOC_ARENA_MAX": "2",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _wait(process: subprocess.Popen[bytes], seconds: float) -> tuple[int | None, int]:
    """Exit code, None where it was killed for its time, and the most memory in KiB."""
    deadline = time.monotonic() + seconds
    pause = _FIRST_LOOK
    was_killed = False
    memory = 0
    while True:
        memory = max(memory, peak_memory(process.pid))
        try:
            pid, status = os.waitpid(process.pid, os.WNOHANG)
        except ChildProcessError:
            # Somebody waits for all processes of this one: the answer tells how it ended.
            pid, status = process.pid, 0
        if pid:
            break
        if time.monotonic() > deadline and not was_killed:
            _kill(process)
            was_killed = True
        time.sleep(pause)
        pause = min(pause * 1.5, _LAST_LOOK)
    code = process.returncode = os.waitstatus_to_exitcode(status)
    return (None if was_killed else code), memory


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _read_answer(answer: IO[bytes], limits: Limits) -> Extracted | None:
    answer.seek(0)
    try:
        data: Any = json.loads(answer.read(limits.answer_mib * _MIB + 1))
        return Extracted.from_json(data)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _fate(code: int | None, memory: int, limits: Limits) -> tuple[Status, str]:
    """What became of a process that gave no answer."""
    if code is None or code == -signal.SIGXCPU:
        return Status.TIMEOUT, ""
    if code == -signal.SIGXFSZ:
        return Status.TOO_LARGE, "answer"
    if memory > limits.memory_mib * 1024 * _NEARLY_ALL or code == -signal.SIGKILL:
        return Status.OUT_OF_MEMORY, ""
    logger.warning("Reading a file ended with code %s", code)
    return Status.BROKEN, "crash"
