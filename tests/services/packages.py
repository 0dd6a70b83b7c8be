"""Programs that come from the system: found on the path, or installed by apt where that may be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library

# By program: Debian's package.
PACKAGES = {"nginx": "nginx-light", "redis-server": "redis-server", "openssl": "openssl"}
# By library: Debian's package.
PANGO = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
PLACES = ("/usr/sbin", "/usr/local/sbin")


def find(program: str) -> str | None:
    """Return a program's path; servers lie where a user's path may not lead."""
    return shutil.which(program) or shutil.which(program, path=os.pathsep.join(PLACES))


def missing() -> list[str]:
    """Return the programs that are not there."""
    return [program for program in PACKAGES if find(program) is None]


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install(*packages: str) -> None:
    """Install Debian's packages, where that can be done without asking."""
    if not is_root() or not shutil.which("apt-get"):
        return
    # Nothing is started by its package: the stack starts its own.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
    ):
        sys.stdout.write(f"$ {' '.join(command)}\n")
        sys.stdout.flush()
        subprocess.run(command, env=environment, check=False)


def ensure() -> str:
    """Install what is missing, where that can be done without asking.

    Returns:
        A sentence on what is still missing and how to get it; empty when nothing is.
    """
    if missing():
        install(*(PACKAGES[program] for program in missing()))
    if left := missing():
        return (
            f"{', '.join(left)} not on the path, and cannot be installed here. "
            f"Install {', '.join(PACKAGES[program] for program in left)}."
        )
    return ""


def ensure_pango() -> None:
    """Install what draws the sheets for notice boards; tests say what is missing where it is."""
    if not all(map(find_library, PANGO)):
        install(*PANGO.values(), "fonts-noto-cjk")
