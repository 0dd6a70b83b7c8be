"""deliver_webhooks: send the notifications that are due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...services.delivering import deliver_due, purge


class Command(BaseCommand):
    """For a schedule, every minute: sends what is due, also what a worker that was killed left
    behind, and deletes what was over long ago."""

    help = "Send the webhook notifications that are due, and delete old ones from the log."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, then tidy up."""
        attempts = deliver_due()
        purged = purge()
        if options["verbosity"]:
            self.stdout.write(
                _("发送%(attempts)d次，清除旧记录%(purged)d条。")
                % {"attempts": attempts, "purged": purged}
            )
