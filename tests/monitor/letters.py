"""A mail server that can break, and letters that it took."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend

from monitor.digests import outbox as digests

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


class Broken(EmailBackend):
    """A mail server that takes nothing while ``error`` is set."""

    error: Exception | None = None

    def send_messages(self, messages):
        if Broken.error is not None:
            raise Broken.error
        return super().send_messages(messages)


def send(now=MONDAY):
    written = digests.queue_due(now)
    digests.deliver_due(now)
    return written


def letter_to(user):
    found = [each for each in outbox.outbox if each.to == [user.email]]
    assert len(found) == 1, [each.to for each in outbox.outbox]
    return found[0]
