"""``manage.py prepare_demo``: everything of the demo but serving it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.demo import demo_password, give_password


class Command(BaseCommand):
    help = "Makes or completes the demo town: tables, static files, content, accounts."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps; each can be run again and keeps what is there."""
        password = demo_password()
        os.environ["GONGKAI_DEMO_PASSWORD"] = password  # read by load_demo
        self.step("tables", lambda: call_command("migrate", interactive=False, stdout=self.stdout))
        self.step("static files", self.collect_static)
        self.step("the demo town", lambda: call_command("load_demo", stdout=self.stdout))
        accounts = give_password(password)
        self.stdout.write(f"The demo is ready: {len(accounts)} accounts, password {password}")

    def step(self, name: str, run: Callable[[], Any]) -> None:
        """Say what is being made, and how long it took."""
        self.stdout.write(f"== {name}")
        self.stdout.flush()
        started = time.monotonic()
        run()
        self.stdout.write(f"== {name}: {time.monotonic() - started:.1f} s")

    def collect_static(self) -> None:
        """Gather the static files under names that carry a hash of their content."""
        call_command("collectstatic", interactive=False, stdout=self.stdout)
