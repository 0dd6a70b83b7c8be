"""The process that reads one file: standard input is the file, standard output the answer.

Started by ``process``. It limits itself before it looks at the file, and speaks nothing but one
JSON object; what a library prints goes nowhere.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from contextlib import suppress
from typing import IO

from .limits import Limits
from .memory import peak_memory
from .result import CannotRead, Collector, Enough, Extracted, Status

_MIB = 1024 * 1024
_FILES = 64
# Space, which JSON may begin with.
BEGUN = "\n"
# Readers stop by themselves before they are killed, and give what they have.
_SHARE_OF_TIME = 0.8


def main() -> None:
    """Read the file and write the answer."""
    limits = Limits(**json.loads(sys.argv[1]))
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    _be_silent()
    _limit(limits)
    # What openpyxl and PDFium's binding would load, and nothing here needs: memory and time.
    sys.modules["numpy"] = None  # type: ignore[assignment]  # the way to make an import fail
    # Before this the file had no part in what went wrong.
    answer.write(BEGUN)
    answer.flush()
    with open(0, "rb") as file:
        extracted = extract(file, limits)
    json.dump(extracted.as_json(), answer, ensure_ascii=False)
    answer.flush()
    # No library has anything to tidy up, and some would take long for it.
    os._exit(0)


def extract(file: IO[bytes], limits: Limits) -> Extracted:
    """Read a file within this process; every outcome is a result."""
    found = Collector(
        limits.characters,
        limits.hidden_characters,
        time.monotonic() + limits.seconds * _SHARE_OF_TIME,
    )
    status, reason = _status_of(file, limits, found)
    with suppress(MemoryError):
        return _result(found, status, reason)
    return Extracted(Status.OUT_OF_MEMORY.value, format=found.format)


def _status_of(file: IO[bytes], limits: Limits, found: Collector) -> tuple[Status, str]:
    from . import formats

    try:
        formats.read(file, limits, found)
    except CannotRead as error:
        return error.status, error.reason
    except Enough:
        return Status.DONE, ""
    except MemoryError:
        # The rest is said without what took the memory.
        found.parts.clear()
        found.hidden.clear()
        return Status.OUT_OF_MEMORY, ""
    except Exception:  # noqa: BLE001 - libraries raise whatever a strange file leads them to
        return Status.BROKEN, ""
    without = Status.NO_TEXT if found.pages_without_text else Status.EMPTY
    return (Status.DONE if found.parts else without), ""


def _result(found: Collector, status: Status, reason: str) -> Extracted:
    is_done = status in {Status.DONE, Status.NO_TEXT, Status.EMPTY}
    return Extracted(
        status=status.value,
        reason=reason,
        format=found.format,
        # Half of a broken file is no text of it.
        parts=tuple(found.parts) if is_done else (),
        hidden=tuple(found.hidden) if is_done else (),
        pages=found.pages,
        pages_without_text=found.pages_without_text if is_done else 0,
        was_cut=found.was_cut,
        memory_kib=peak_memory("self"),
    )


def _be_silent() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.stdout = sys.stderr = os.fdopen(nowhere, "w")


def _limit(limits: Limits) -> None:
    """Bound what this process may take; what cannot be bounded lower stays as it is."""
    wanted = {
        resource.RLIMIT_AS: limits.memory_mib * _MIB,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.answer_mib * _MIB,
        resource.RLIMIT_NOFILE: _FILES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))
    with suppress(OSError):
        os.nice(10)


if __name__ == "__main__":
    main()
