"""The most memory that a process had."""

from __future__ import annotations

from pathlib import Path


def peak_memory(pid: int | str) -> int:
    """In KiB, of a process that runs (``self`` for this one); 0 where the system does not tell.

    What the system counts for a process that ended (``ru_maxrss``) contains what its parent had
    before it became a program of its own.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    for line in lines.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0
