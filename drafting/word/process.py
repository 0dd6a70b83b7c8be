"""Having a DOCX converted by a process of its own (``child``)."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ..search_app import search_name
from .notes import MOST_PICTURES, Notes

_SECONDS = 60
_LIMITS: dict[str, Any] = {
    "file_mib": 50,
    "unpacked_mib": 150,
    "memory_mib": 1536,
    "cpu_seconds": 50,
    "answer_mib": 150,
    "picture_mib": 15,
    "pictures": MOST_PICTURES,
}


class CannotConvert(Exception):
    """The file gives no text; ``reason`` is a word of ``services.drafting.REASONS``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """A picture as it lies in the document."""

    data: bytes
    media_type: str


@dataclass(frozen=True)
class Converted:
    """HTML of a document; its pictures are named ``picture:0`` there, and so on."""

    html: str
    pictures: tuple[Picture, ...]
    notes: Notes


def convert_docx(file: IO[bytes]) -> Converted:
    """Convert an open DOCX.

    Raises:
        CannotConvert: it is broken, encrypted, too large, or took too long.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as source:
        file.seek(0)
        for chunk in iter(lambda: file.read(1024 * 1024), b""):
            source.write(chunk)
        source.flush()
        source.seek(0)
        answer = _run(source, folder)
    try:
        data: Any = json.loads(answer)
        if error := data.get("error"):
            raise CannotConvert(str(error))
        pictures = tuple(
            Picture(base64.b64decode(each["data"]), str(each["type"])) for each in data["pictures"]
        )
        return Converted(str(data["html"]), pictures, Notes(data["notes"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotConvert("broken") from error


def _run(source: IO[bytes], folder: str) -> bytes:
    limits = json.dumps(_LIMITS | {"guards": f"{search_name()}.extract.limits"})
    # The module's own name, since the wheel has it under another root.
    process = subprocess.Popen(  # noqa: S603 - our own module, and nothing of the file
        [sys.executable, "-B", "-m", f"{__package__}.child", limits],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        answer, _errors = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise CannotConvert("timeout") from error
    if process.returncode == -signal.SIGXCPU:
        raise CannotConvert("timeout")
    if process.returncode:
        raise CannotConvert("out_of_memory" if process.returncode < 0 else "broken")
    return answer


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
    }
