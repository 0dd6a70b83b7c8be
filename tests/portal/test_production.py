"""The production settings: clean under ``check --deploy``, and closed to what is unsafe."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured

from portal import checks
from tests.services.databases import ROOT

GOOD = {
    "GONGKAI_SECRET_KEY": "kR8vZt3wQ1nYxB6mJ0pLs9dFhG5uVcTe2aXoWi7EjMrN4bHyKzPq",
    "GONGKAI_ALLOWED_HOSTS": "www.town.example",
    "GONGKAI_BASE_URL": "https://www.town.example",
}


def run(tmp_path, *command, **changes):
    """Run a command under the production settings, with a good environment but for changes."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GONGKAI_", "DJANGO_")) and name not in {"CI", "DEBUG"}
    }
    environment |= GOOD
    environment["GONGKAI_DATABASE_URL"] = f"sqlite:///{tmp_path}/town.sqlite3"
    environment["GONGKAI_DATA_DIR"] = str(tmp_path)
    environment["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'site'}"
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.production"
    environment |= changes
    environment = {name: value for name, value in environment.items() if value is not None}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.once
def test_the_deployment_check_finds_nothing(tmp_path):
    status, said = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "DEBUG")
    assert status == 0, said
    assert "no issues (0 silenced)" in said


@pytest.mark.once
def test_the_server_starts(tmp_path):
    status, said = run(tmp_path, "-c", "import portal.wsgi, portal.asgi")
    assert status == 0, said


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"GONGKAI_SECRET_KEY": None}, "GONGKAI_SECRET_KEY is not set"),
        ({"GONGKAI_SECRET_KEY": " "}, "GONGKAI_SECRET_KEY is not set"),
        ({"GONGKAI_SECRET_KEY": "short"}, "GONGKAI_SECRET_KEY is too simple"),
        ({"GONGKAI_SECRET_KEY": "a" * 60}, "GONGKAI_SECRET_KEY is too simple"),
        (
            {"GONGKAI_SECRET_KEY": "django-insecure-" + GOOD["GONGKAI_SECRET_KEY"]},
            "GONGKAI_SECRET_KEY is a default",
        ),
        ({"GONGKAI_DEBUG": "true"}, "unset GONGKAI_DEBUG"),
        ({"DEBUG": "1"}, "unset GONGKAI_DEBUG and DEBUG"),
        ({"GONGKAI_ALLOWED_HOSTS": None}, "GONGKAI_ALLOWED_HOSTS is not set"),
        ({"GONGKAI_ALLOWED_HOSTS": "*"}, "Name the hosts of the site"),
        ({"GONGKAI_BASE_URL": None}, "GONGKAI_BASE_URL is not set"),
        ({"GONGKAI_BASE_URL": "http://www.town.example"}, "must begin with https://"),
        ({"GONGKAI_DATABASE_URL": None}, "GONGKAI_DATABASE_URL is not set"),
        ({"GONGKAI_DATABASE_URL": "oracle9://secret@db/x"}, "GONGKAI_DATABASE_URL cannot be read"),
    ],
)
def test_an_unsafe_or_incomplete_environment_is_refused_with_the_reason(
    tmp_path, changes, sentence
):
    status, said = run(tmp_path, "-c", "import portal.wsgi", **changes)
    assert status != 0
    last = said.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert sentence in last
    assert "secret@db" not in last


@pytest.mark.parametrize("entry_point", ["portal.wsgi", "portal.asgi"])
@pytest.mark.django_db
def test_a_demo_account_keeps_the_server_from_starting(entry_point, settings, monkeypatch):
    settings.GONGKAI_REFUSE_UNSAFE_START = True
    checks.refuse_unsafe_start()

    admin = get_user_model().objects.create_user("admin", password="x")
    (problem,) = checks.check_demo_accounts()
    assert (problem.id, problem.msg) == (
        "gongkai_portal.E002",
        "Demo accounts can sign in: admin.",
    )
    monkeypatch.delitem(sys.modules, entry_point, raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"gongkai_portal\.E002.*admin"):
        __import__(entry_point)

    admin.is_active = False
    admin.save()
    checks.refuse_unsafe_start()


def test_debug_keeps_the_server_from_starting(settings):
    settings.GONGKAI_REFUSE_UNSAFE_START = True
    settings.DEBUG = True
    assert [problem.id for problem in checks.check_debug()] == ["gongkai_portal.E001"]


@pytest.mark.django_db
def test_a_demo_starts_with_its_accounts(settings):
    get_user_model().objects.create_user("admin", password="x")
    assert not hasattr(settings, "GONGKAI_REFUSE_UNSAFE_START")
    checks.refuse_unsafe_start()


@pytest.mark.once
def test_a_proxy_is_trusted_only_when_named(tmp_path):
    show = "from django.conf import settings; print(settings.SECURE_PROXY_SSL_HEADER)"
    assert run(tmp_path, "-c", show)[1].strip() == "None"
    assert "X_FORWARDED_PROTO" in run(tmp_path, "-c", show, GONGKAI_BEHIND_PROXY="true")[1]


@pytest.mark.once
def test_redis_and_postgresql_are_chosen_by_their_addresses(tmp_path):
    show = (
        "from django.conf import settings as s;"
        "print(s.CACHES['default']['BACKEND'], s.DATABASES['default']['ENGINE'])"
    )
    _, said = run(
        tmp_path,
        "-c",
        show,
        GONGKAI_CACHE_URL="redis://cache:6379/0",
        GONGKAI_DATABASE_URL="postgres://town:x@db/town",
    )
    assert said.split() == [
        "portal.caches.ForgivingRedisCache",
        "django.db.backends.postgresql",
    ]
