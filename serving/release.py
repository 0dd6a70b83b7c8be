"""A word for the code that is running: other code may show the same content in another way."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import django
import wagtail
from django.apps import apps
from django.conf import settings

from .conf import get_setting

# What may change how an answer looks. Tests, migrations and caches of Python do not.
_SUFFIXES = {".py", ".html", ".txt", ".xml", ".css", ".js", ".json", ".mo", ".svg"}
_PASSED_OVER = {"__pycache__", "migrations", "tests", "node_modules"}
_SETTINGS = (
    "LANGUAGE_CODE",
    "TIME_ZONE",
    "USE_I18N",
    "STATIC_URL",
    "MEDIA_URL",
    "WAGTAIL_SITE_NAME",
    "WAGTAIL_APPEND_SLASH",
)


@cache
def release() -> str:
    """The setting ``GONGKAI_SERVING_RELEASE``, else a digest of the source.

    It is the same on every machine that has the same code and settings, so that they share what
    they keep. It is made once for a process, from the content of some thousand small files.
    """
    if given := str(get_setting("GONGKAI_SERVING_RELEASE")):
        return given
    digest = hashlib.sha256(f"{django.VERSION} {wagtail.VERSION}".encode())
    for name in sorted({*_SETTINGS, *(each for each in dir(settings) if each[:8] == "GONGKAI_")}):
        # Its address in memory differs from process to process.
        if not callable(value := getattr(settings, name, None)):
            digest.update(f"{name}={value!r}".encode())
    for folder in _folders():
        for file in sorted(folder.rglob("*")):
            inside = file.relative_to(folder)
            if file.suffix in _SUFFIXES and not _PASSED_OVER.intersection(inside.parts):
                digest.update(str(inside).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _folders() -> list[Path]:
    """Folders of the apps and templates, but for those of Django and Wagtail, whose version says
    enough."""
    own = [
        Path(config.path)
        for config in apps.get_app_configs()
        if config.name.partition(".")[0] not in {"django", "wagtail"}
    ]
    engines: list[dict[str, Any]] = settings.TEMPLATES
    templates = [Path(each) for engine in engines for each in engine.get("DIRS", [])]
    return sorted({each for each in (*own, *templates) if each.is_dir()})
