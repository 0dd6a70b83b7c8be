"""Programs that come from the system: found on the path, or installed by apt where that may be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.services.chromium import is_root

# By program: Debian's package.
PACKAGES = {"nginx": "nginx-light", "redis-server": "redis-server", "openssl": "openssl"}
PLACES = ("/usr/sbin", "/usr/local/sbin")


def find(program: str) -> str | None:
    """Return a program's path; servers lie where a user's path may not lead."""
    return shutil.which(program) or shutil.which(program, path=os.pathsep.join(PLACES))


def missing() -> list[str]:
    """Return the programs that are not there."""
    return [program for program in PACKAGES if find(program) is None]


def ensure() -> str:
    """Install what is missing, where that can be done without asking.

    Returns:
        A sentence on what is still missing and how to get it; empty when nothing is.
    """
    if missing() and is_root() and shutil.which("apt-get"):
        packages = [PACKAGES[program] for program in missing()]
        environment = os.environ | {
            "DEBIAN_FRONTEND": "noninteractive",
            # Nothing is started by its package: the stack starts its own.
            "RUNLEVEL": "1",
        }
        for command in (
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
        ):
            sys.stdout.write(f"$ {' '.join(command)}\n")
            sys.stdout.flush()
            subprocess.run(command, env=environment, check=False)
    if left := missing():
        return (
            f"{', '.join(left)} not on the path, and cannot be installed here. "
            f"Install {', '.join(PACKAGES[program] for program in left)}."
        )
    return ""
