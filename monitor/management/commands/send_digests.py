"""send_digests: write the digests that are due, and send what waits."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from ...digests.enums import MailState
from ...digests.outbox import can_send, deliver_due, purge, queue_due


class Command(BaseCommand):
    """For a schedule, every few minutes: a letter is written once for each period, and one that was
    not taken is tried again at its time."""

    help = str(_("按设置给责任人发送监测简报，补发没有发出的。"))

    def add_arguments(self, parser: CommandParser) -> None:
        """One option: to look instead of to send."""
        parser.add_argument(
            "--dry-run", action="store_true", help=str(_("只列出到期的简报，不保存也不发送"))
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, send, tidy up."""
        if options["dry_run"]:
            self._list()
            return
        if not can_send():
            if options["verbosity"]:
                self.stdout.write(_("没有设置发信服务器，不发送简报。"))
            return
        written = queue_due()
        sent, failed = deliver_due()
        purge()
        if options["verbosity"]:
            numbers = {"written": len(written), "sent": sent, "failed": failed}
            said = _("写出%(written)d期，发出%(sent)d封，未能发出%(failed)d封。")
            self.stdout.write(said % numbers)

    def _list(self) -> None:
        """Say who would get what: by user name, no addresses."""
        mails = queue_due(dry_run=True)
        for mail in mails:
            said = mail.error if mail.state == MailState.SKIPPED else mail.subject
            self.stdout.write(f"{mail.period}\t{mail.user.get_username()}\t{said}")
        self.stdout.write(_("到期的简报共%d期，没有保存，也没有发送。") % len(mails))
