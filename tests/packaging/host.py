"""A stranger's Wagtail project, as ``wagtail start`` makes it, with the wheel beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from tests.services.databases import ROOT

APPS = (
    "workdays",
    "serving",
    "operations",
    "search",
    "review",
    "catalogue",
    "disclosure_pages",
    "open_data",
    "api",
    "webhooks",
    "standards",
    "drafting",
    "imports",
    "notices",
    "monitor",
    "wording",
)
BUILT_FROM = (*APPS, "pyproject.toml", "README.md", "LICENSE")

# What the documentation tells a host to add.
SETTINGS = """
from .dev import *

INSTALLED_APPS = [
    "gongkai.wording",
    "gongkai.monitor",
    "gongkai.notices",
    "gongkai.imports",
    "gongkai.drafting",
    "gongkai.standards",
    "gongkai.webhooks",
    "gongkai.api",
    "gongkai.open_data",
    "gongkai.disclosure_pages",
    "gongkai.catalogue",
    "gongkai.search",
    "gongkai.review",
    "gongkai.operations",
    "gongkai.serving",
    "gongkai.workdays",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail_modeladmin",
    "django.contrib.sitemaps",
    *INSTALLED_APPS,
]
MIDDLEWARE = ["gongkai.serving.middleware.PageCacheMiddleware", *MIDDLEWARE]
MIDDLEWARE[MIDDLEWARE.index("wagtail.contrib.redirects.middleware.RedirectMiddleware")] = (
    "gongkai.review.redirects.RedirectMiddleware"
)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}
ROOT_URLCONF = "stranger.urls_with_gongkai"
LANGUAGE_CODE = "zh-hans"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "gongkai.search.backends"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "gongkai.catalogue.services.moderation.publish_approved"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "gongkai.catalogue.uploads.DocumentForm"
"""
URLS = """
from django.urls import include, path
from .urls import urlpatterns as those_of_the_host

urlpatterns = [
    path("media/", include("gongkai.review.files.urls")),
    path("", include("gongkai.open_data.urls")),
    *those_of_the_host,
]
"""


class CommandFailed(Exception):
    """A command of the packaging test failed; the text is what it said."""


def command(*arguments: str | Path, cwd: Path, **variables: str) -> str:
    """Run a command away from the source tree and return what it printed."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GONGKAI_", "DJANGO_", "PYTHON", "PYTEST_"))
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        shown = " ".join(map(str, arguments))
        raise CommandFailed(f"{shown} ended with {done.returncode}:\n{done.stdout[-6000:]}")
    return done.stdout


def build_wheel(folder: Path) -> Path:
    """Build the wheel from a copy of the source, so that nothing old in ``build/`` gets in."""
    source = folder / "source"
    source.mkdir(parents=True)
    for name in BUILT_FROM:
        here = ROOT / name
        if here.is_dir():
            shutil.copytree(here, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif here.exists():
            shutil.copy(here, source / name)
    command(
        *("-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--no-build-isolation", "--wheel-dir", folder, source),
        cwd=folder,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def wheel_files(wheel: Path) -> set[str]:
    """Return the names of the files in a wheel, without its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def source_files() -> set[str]:
    """Return what the wheel should hold: every file of the apps, re-rooted."""
    return {
        f"gongkai/{file.relative_to(ROOT).as_posix()}"
        for app in APPS
        for file in (ROOT / app).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and file.name != ".gitkeep"
    }


def listed_packages() -> set[str]:
    """Return the packages that pyproject.toml lists."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return set(tomllib.load(file)["tool"]["setuptools"]["packages"])


class Host:
    """The project: ``manage(...)`` runs its commands, ``python(...)`` code within it."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.project = folder / "project"
        self.site_packages = folder / "installed"
        self.project.mkdir()
        command(
            *("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"),
            *("--no-index", "--target", self.site_packages, wheel),
            cwd=folder,
        )
        wagtail = "from wagtail.bin.wagtail import main; main()"
        command("-c", wagtail, "start", "stranger", self.project, cwd=folder)
        (self.project / "stranger" / "settings" / "with_gongkai.py").write_text(SETTINGS)
        (self.project / "stranger" / "urls_with_gongkai.py").write_text(URLS)

    def run(self, *arguments: str | Path) -> str:
        return command(
            *arguments,
            cwd=self.project,
            PYTHONPATH=str(self.site_packages),
            PYTHONWARNINGS="ignore",
            DJANGO_SETTINGS_MODULE="stranger.settings.with_gongkai",
        )

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def python(self, code: str) -> str:
        return self.run("-c", f"import django; django.setup()\n{code}")
