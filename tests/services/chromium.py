"""The browser of the browser suite: found on the path, or Debian's, where it may be installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.services.packages import install, is_root

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")

ABSENT = (
    "no Chromium on the path, and none can be installed here. Install chromium or google-chrome "
    "and run `make test-browser`."
)

# Nothing may leave the machine, the browser's own errands included.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def find() -> str | None:
    """Return the browser's path, or None."""
    chosen = os.environ.get("GONGKAI_CHROMIUM")
    if chosen:
        return chosen
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), str(MAC) if MAC.exists() else None)


def flags() -> list[str]:
    """Return the flags to start it with; its sandbox refuses to run as root."""
    return [*FLAGS, *(["--no-sandbox"] if is_root() else [])]


def has_chinese_font() -> bool:
    """Tell whether Chinese text can be drawn, where that can be asked."""
    if not shutil.which("fc-list"):
        return True
    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())


def ensure() -> str | None:
    """Return the browser's path, installing what is missing where that is possible."""
    if not find() or not has_chinese_font():
        install(*PACKAGES)
    return find()
