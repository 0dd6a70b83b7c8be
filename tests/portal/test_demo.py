"""The demo's own commands: secrets it keeps, ports it takes, what it prints."""

from __future__ import annotations

import io
import socket
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from portal import demo
from portal.local_secrets import kept_secret
from portal.management.commands import prepare_demo, serve_demo


@pytest.fixture
def data_dir(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.delenv("GONGKAI_DEMO_PASSWORD", raising=False)
    return settings.DATA_DIR


def test_a_secret_is_made_once_and_read_by_its_owner_only(tmp_path):
    file = tmp_path / "made" / "secret"
    first = kept_secret(file, lambda: "first")
    assert (first, kept_secret(file, lambda: "second")) == ("first", "first")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [found.name for found in file.parent.iterdir()] == ["secret"]


def test_two_that_start_together_get_the_same_secret(tmp_path, monkeypatch):
    numbers = iter(range(100))
    processes = iter(range(1000, 1100))
    monkeypatch.setattr("portal.local_secrets.os.getpid", lambda: next(processes))
    with ThreadPoolExecutor(8) as threads:
        found = set(
            threads.map(
                lambda _: kept_secret(tmp_path / "secret", lambda: f"secret-{next(numbers)}"),
                range(8),
            )
        )
    assert len(found) == 1


def test_a_random_password_is_the_same_at_the_next_start(data_dir):
    first = demo.demo_password()
    assert len(first) >= 12
    assert demo.demo_password() == first


def test_the_password_of_the_environment_replaces_it_and_is_kept(data_dir, monkeypatch):
    random = demo.demo_password()
    monkeypatch.setenv("GONGKAI_DEMO_PASSWORD", "chosen-by-me")
    assert demo.demo_password() == "chosen-by-me" != random
    monkeypatch.delenv("GONGKAI_DEMO_PASSWORD")
    assert demo.demo_password() == "chosen-by-me"


@pytest.mark.django_db
def test_accounts_that_exist_get_the_password_and_keep_their_session():
    users = get_user_model().objects
    users.create_user("office", password="old")
    users.create_user("editor", password="new")
    users.create_user("somebody", password="old")
    before = users.get(username="editor").password
    assert demo.give_password("new") == ["editor", "office"]
    assert users.get(username="office").check_password("new")
    assert users.get(username="somebody").check_password("old")
    assert users.get(username="editor").password == before


def test_the_banner_names_addresses_accounts_and_password():
    text = demo.banner("http://127.0.0.1:8001", ["editor", "admin"], "p-a-s-s")
    for path in ("/", "/guide/", "/policies/", "/catalogue/", "/annual-reports/2013/", "/admin/"):
        assert f"http://127.0.0.1:8001{path} " in text
    assert "editor, admin" in text and "p-a-s-s" in text


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "80 00", "８０００"])
def test_a_port_that_is_none_is_named(port):
    with pytest.raises(CommandError, match="is no port number"):
        serve_demo.free_port(port)


def test_a_port_in_use_is_named_with_the_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} .* make serve PORT="):
            serve_demo.free_port(str(port))
    assert serve_demo.free_port(str(port)) == port


@pytest.mark.django_db
def test_serving_without_tables_says_what_to_run_first(monkeypatch):
    from django.db import OperationalError

    def no_table(*args, **kwargs):
        raise OperationalError("no such table")

    monkeypatch.setattr(get_user_model()._default_manager, "filter", no_table)
    monkeypatch.setenv("PORT", "0")
    with pytest.raises(CommandError, match="make demo-data"):
        serve_demo.demo_accounts()


@pytest.mark.django_db
def test_preparing_runs_every_step_and_says_how_long_it_took(data_dir, monkeypatch):
    ran = []
    monkeypatch.setattr(prepare_demo, "call_command", lambda name, **options: ran.append(name))
    said = io.StringIO()
    call_command("prepare_demo", stdout=said)
    assert ran == [
        "migrate",
        "collectstatic",
        "load_demo",
        "extract_attachments",
        "update_index",
        "build_suggestions",
        "run_monitor",
        "build_open_data",
    ]
    assert said.getvalue().count("done in") == len(ran)
    assert demo.demo_password() in said.getvalue()


@pytest.mark.django_db
def test_canonical_addresses_name_the_port_that_serves_unless_the_site_has_a_name():
    from wagtail.models import Site

    site = Site.objects.get()
    for hostname, expected in (("127.0.0.1", 8123), ("localhost", 8123), ("www.town.example", 443)):
        Site.objects.filter(pk=site.pk).update(hostname=hostname, port=443)
        serve_demo.tell_site_its_port(8123)
        site.refresh_from_db()
        assert site.port == expected
