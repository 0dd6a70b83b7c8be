"""``manage.py prepare_demo``: everything of the demo but serving it."""

from __future__ import annotations

import os
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.demo import demo_password, give_password

STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("tables", "migrate", {"interactive": False}),
    ("static files", "collectstatic", {"interactive": False}),
    ("the demo town", "load_demo", {}),
    ("texts of attachments", "extract_attachments", {}),
    # What migrations made, vocabularies among it, is in no index yet.
    ("index of the search", "update_index", {"verbosity": 0}),
    ("suggestions of the search", "build_suggestions", {}),
    # Else the monitor is blank until the first night.
    ("what the monitor finds", "run_monitor", {}),
    ("files of the open data", "build_open_data", {"verbosity": 0}),
)


class Command(BaseCommand):
    help = "Makes or completes the demo town: tables, static files, content, accounts."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps; each can be run again and keeps what is there."""
        password = demo_password()
        os.environ["GONGKAI_DEMO_PASSWORD"] = password  # read by load_demo
        for name, command, arguments in STEPS:
            self.stdout.write(f"== {name}")
            self.stdout.flush()
            started = time.monotonic()
            call_command(command, **arguments)
            self.stdout.write(f"== {name}: done in {time.monotonic() - started:.1f} s")
        accounts = give_password(password)
        self.stdout.write(f"== ready. Accounts {', '.join(accounts)}; password {password}")
