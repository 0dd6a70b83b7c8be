"""``manage.py serve_demo``: serves what ``prepare_demo`` made."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from wagtail.models import Site

from portal.checks import DEMO_ACCOUNTS
from portal.demo import banner, demo_password

HOST = "127.0.0.1"
HIGHEST_PORT = 65535


class Command(BaseCommand):
    help = "Serves the demo on 127.0.0.1, port 8000 or PORT, and prints addresses and accounts."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process by the server, so that Ctrl+C reaches it."""
        port = free_port(os.environ.get("PORT") or "8000")
        accounts = demo_accounts()
        tell_site_its_port(port)
        connection.close()
        environment = os.environ | {
            "PORT": str(port),
            "PYTHONPATH": os.pathsep.join([str(settings.PROJECT_ROOT), str(settings.SITE_DIR)]),
            "GONGKAI_BANNER": banner(f"http://{HOST}:{port}", accounts, demo_password()),
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "python:portal.serving"]
        self.stdout.flush()
        os.execve(sys.executable, command, environment)  # noqa: S606 - no shell is wanted


def free_port(text: str) -> int:
    """Return the port number written in ``text``.

    Raises:
        CommandError: it is no port number, or another program listens there.
    """
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= HIGHEST_PORT:
        raise CommandError(f"PORT={text} is no port number. Give one from 1 to {HIGHEST_PORT}.")
    port = int(text)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {HOST} cannot be used ({error.strerror}). "
                f"Choose another one: make serve PORT={port + 1 if port < HIGHEST_PORT else 8000}"
            ) from error
    return port


def demo_accounts() -> list[str]:
    """Return the names of the demo accounts.

    Raises:
        CommandError: nothing was made yet.
    """
    users = get_user_model()
    try:
        found = set(
            users._default_manager.filter(
                **{f"{users.USERNAME_FIELD}__in": DEMO_ACCOUNTS}
            ).values_list(users.USERNAME_FIELD, flat=True)
        )
    except DatabaseError as error:
        raise CommandError("There is nothing to serve yet. Run `make demo-data` first.") from error
    return [name for name in DEMO_ACCOUNTS if name in found]


def tell_site_its_port(port: int) -> None:
    """Make canonical addresses name the port that serves; a site with a real name keeps its own."""
    Site.objects.filter(hostname__in=(HOST, "localhost")).exclude(port=port).update(port=port)
