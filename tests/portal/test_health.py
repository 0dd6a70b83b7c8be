"""Health answers for the supervisor, the load balancer and staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.utils import timezone

from operations.models import JobState
from portal import health


@pytest.fixture
def broken_database(monkeypatch):
    def fail():
        raise OperationalError("password of the database")

    monkeypatch.setattr(health, "ask_database", fail)


def test_alive_asks_nothing_of_the_database(client):
    """No database mark: a query would fail this test."""
    response = client.get("/healthz/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_database_answers(client):
    response = client.get("/healthz/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_not_ready_when_the_database_does_not_answer(client, broken_database):
    response = client.get("/healthz/ready")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})


@pytest.mark.django_db
def test_details_are_for_staff_only(client):
    assert client.get("/healthz/").status_code == 403
    client.force_login(get_user_model().objects.create_user("visitor"))
    response = client.get("/healthz/")
    assert response.status_code == 403
    assert set(response.json()) == {"detail"}


@pytest.mark.django_db
def test_details_name_each_part(admin_client):
    response = admin_client.get("/healthz/")
    found = response.json()
    assert response.status_code == 200, found
    assert found["status"] == "ok"
    assert set(found["parts"]) == {"database", "migrations", "cache", "disk", "scheduler"}
    assert found["parts"]["migrations"]["unapplied"] == 0
    assert found["versions"]["wagtail"].startswith("8.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "answer", "status"), [(None, 200, "unknown"), (1, 200, "ok"), (10, 503, "failed")]
)
def test_details_tell_whether_the_scheduler_lives(admin_client, minutes, answer, status):
    if minutes is not None:
        heard = timezone.now() - timedelta(minutes=minutes)
        JobState.objects.create(name="often", due_at=heard, ended_at=heard)
    response = admin_client.get("/healthz/")
    assert response.status_code == answer
    assert response.json()["parts"]["scheduler"]["status"] == status


@pytest.mark.django_db
def test_details_name_the_part_that_failed_without_its_secrets(admin_client, broken_database):
    response = admin_client.get("/healthz/")
    assert response.status_code == 503
    assert response.json()["status"] == "degraded"
    assert response.json()["parts"]["database"]["error"] == "OperationalError"
    assert "password" not in response.content.decode()


@pytest.mark.parametrize("path", ["/healthz/live", "/healthz/ready", "/healthz/"])
def test_health_is_only_read(client, path):
    assert client.post(path).status_code == 405


def test_a_supervisor_that_speaks_plain_http_is_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz/(live|ready)$"]
    assert client.get("/healthz/live").status_code == 200
    assert client.get("/text-size/").status_code == 301
