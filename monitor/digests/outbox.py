"""The outbox: letters are written once for each person and period, and sent at least once.

A letter is stored before it is sent, and marked after the mail server took it. A process that dies
between these two leaves it to the next, which sends it again under the same Message-ID: mail
programs that know it already may hide the second. Two processes never send one at the same time.
"""

from __future__ import annotations

import logging
import random
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_admin_base_url
from wagtail.log_actions import log

from ..conf import get_setting, number
from ..models import MonitorRun
from ..reading import latest_run
from .composing import compose
from .enums import MailState
from .models import DigestMail
from .people import columns, columns_of, people_of, schedules, wants

logger = logging.getLogger(__name__)

RESEND = "gongkai_monitor.resend_digestmail"
RESEND_ACTION = "gongkai_monitor.resend_digest"
# Older figures are no news.
_OLDEST_RUN = timedelta(days=2)
_LEASE = timedelta(minutes=5)
_JITTER = 0.2
_LONGEST_ERROR = 300
_DUMMY = "django.core.mail.backends.dummy.EmailBackend"


def can_send() -> bool:
    """Whether the host sends letters at all."""
    return settings.EMAIL_BACKEND != _DUMMY


def queue_due(now: datetime | None = None, *, dry_run: bool = False) -> list[DigestMail]:
    """Write the letters whose period has come; each person's once.

    Args:
        dry_run: keep nothing, only say what would be written.

    Returns:
        The letters, also those that need not be sent.
    """
    now = now or timezone.now()
    run = latest_run()
    if run is None or run.day < timezone.localdate(now) - _OLDEST_RUN:
        return []
    places = columns()
    plans = schedules(places)
    written: list[DigestMail] = []
    for column in places:
        period = plans[column.pk].period_due(now)
        if not period:
            continue
        there = DigestMail.objects.filter(column=column, period=period)
        known = set(there.values_list("user_id", flat=True))
        issue = _Issue(column, period, run, is_only_column=len(places) == 1)
        for user in people_of(column, places):
            if user.pk not in known:
                mail = _letter(user, issue, now)
                if dry_run or _store(mail):
                    written.append(mail)
    return written


def deliver_due(now: datetime | None = None) -> tuple[int, int]:
    """Send what waits and is due; returns how many went out and how many did not."""
    sent = failed = 0
    if not can_send():
        return sent, failed
    now = now or timezone.now()
    due = DigestMail.objects.filter(state=MailState.QUEUED, next_at__lte=now)
    keys = list(due.order_by("next_at", "pk").values_list("pk", flat=True))
    with _Connection() as connection:
        for key in keys:
            outcome = _deliver(key, now, connection)
            sent += outcome is True
            failed += outcome is False
    return sent, failed


def purge(now: datetime | None = None) -> int:
    """Delete letters that were over long ago; returns their number."""
    before = (now or timezone.now()) - timedelta(days=number("GONGKAI_MONITOR_DIGEST_KEEP_DAYS"))
    over = DigestMail.objects.filter(created_at__lt=before).exclude(state=MailState.QUEUED)
    return over.delete()[0]


@transaction.atomic
def resend(mail: DigestMail, user: Any) -> None:
    """Send a letter again that is over, as it was.

    Raises:
        PermissionDenied: the user does not look after letters of the column.
        ValidationError: it is not over, or there is nothing to send.
    """
    may = user.is_active and user.has_perm(RESEND)
    if not (may and columns_of(user).filter(pk=mail.column_id).exists()):
        raise PermissionDenied
    mail = DigestMail.objects.select_for_update().get(pk=mail.pk)
    if mail.state == MailState.QUEUED:
        raise ValidationError(_("这封简报正在等待发送，不需要重新发送。"))
    if not mail.text:
        raise ValidationError(_("这一期没有需要通知的内容，没有可以发送的简报。"))
    mail.state, mail.attempts, mail.error = MailState.QUEUED, 0, ""
    mail.next_at, mail.busy_until = timezone.now(), None
    mail.save(update_fields=["state", "attempts", "error", "next_at", "busy_until"])
    log(mail, RESEND_ACTION, user=user, data={"period": mail.period})


@dataclass(frozen=True)
class _Issue:
    """One period of one column."""

    column: Any
    period: str
    run: MonitorRun
    is_only_column: bool


def _letter(user: Any, issue: _Issue, now: datetime) -> DigestMail:
    digest = compose(user, issue.column, issue.run, is_only_column=issue.is_only_column)
    mail = DigestMail(
        user=user,
        column_id=issue.column.pk,
        period=issue.period,
        as_of=issue.run.day,
        subject=digest.subject,
        text=digest.text,
        html=digest.html,
        told=digest.told,
        created_at=now,
        next_at=now,
    )
    if not digest.is_needed:
        mail.state, mail.error = MailState.SKIPPED, _("没有待处理的问题。")
    elif not user.email:
        mail.state, mail.error = MailState.SKIPPED, _("用户没有填写邮箱地址。")
    return mail


def _store(mail: DigestMail) -> bool:
    """Keep a letter, unless another process wrote it a moment ago."""
    try:
        with transaction.atomic():
            mail.save()
    except IntegrityError:
        return False
    return True


def _deliver(key: int, now: datetime, connection: _Connection) -> bool | None:
    """Send one letter; None where another process has it, or it need not be sent any more."""
    free = Q(busy_until=None) | Q(busy_until__lt=now)
    mine = DigestMail.objects.filter(free, pk=key, state=MailState.QUEUED)
    if not mine.update(busy_until=now + _LEASE):
        return None
    mail = DigestMail.objects.select_related("user").get(pk=key)
    if reason := _why_not(mail.user):
        _write_down(mail, state=MailState.SKIPPED, error=reason)
        return None
    try:
        connection.send(_message(mail))
    except (OSError, ValueError) as error:
        _note_failure(mail, error, now)
        return False
    _write_down(
        mail, state=MailState.SENT, attempts=mail.attempts + 1, error="", sent_at=timezone.now()
    )
    return True


def _why_not(user: Any) -> str:
    if not user.is_active:
        return _("用户已停用。")
    if not user.email:
        return _("用户没有填写邮箱地址。")
    if not wants(user):
        return _("用户选择不接收简报。")
    return ""


def _message(mail: DigestMail) -> EmailMultiAlternatives:
    sender = getattr(settings, "WAGTAILADMIN_NOTIFICATION_FROM_EMAIL", settings.DEFAULT_FROM_EMAIL)
    host = urlsplit(get_admin_base_url() or "").hostname or "localhost"
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        sender,
        [mail.user.email],  # type: ignore[attr-defined]  # of the host's user model
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<gongkai-digest-{mail.pk}@{host}>",
        },
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _note_failure(mail: DigestMail, error: OSError | ValueError, now: datetime) -> None:
    delays = cast("list[float]", get_setting("GONGKAI_MONITOR_DIGEST_DELAYS"))
    attempts = mail.attempts + 1
    is_over = attempts > len(delays)
    # Not to whom, and not what the server said: it repeats the address.
    logger.warning("Digest %s was not sent: %s", mail.pk, type(error).__name__)
    changes: dict[str, Any] = {"attempts": attempts, "error": _words(error)[:_LONGEST_ERROR]}
    if is_over:
        changes["state"] = MailState.FAILED
    else:
        spread = random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
        changes["next_at"] = now + timedelta(seconds=delays[attempts - 1] * spread)
    _write_down(mail, **changes)


def _write_down(mail: DigestMail, **changes: Any) -> None:
    DigestMail.objects.filter(pk=mail.pk, state=MailState.QUEUED).update(busy_until=None, **changes)


def _words(error: OSError | ValueError) -> str:
    """What went wrong, without addresses."""
    kinds: list[tuple[type[Exception], str]] = [
        (smtplib.SMTPAuthenticationError, _("邮件服务器不接受发信的用户名或密码。")),
        (smtplib.SMTPRecipientsRefused, _("邮件服务器不接受收件地址，请核对用户的邮箱。")),
        (smtplib.SMTPSenderRefused, _("邮件服务器不接受发信地址。")),
        (smtplib.SMTPServerDisconnected, _("邮件服务器中断了连接。")),
        (smtplib.SMTPException, _("邮件服务器没有接受这封邮件。")),
        (TimeoutError, _("邮件服务器没有在规定时间内应答。")),
        (ValueError, _("收件地址写法有误，请核对用户的邮箱。")),
    ]
    for kind, sentence in kinds:
        if isinstance(error, kind):
            return sentence
    return _("连不上邮件服务器。")


class _Connection:
    """One connection for many letters; opened at the first, and anew after a failure."""

    def __init__(self) -> None:
        self._open: Any = None

    def __enter__(self) -> _Connection:
        return self

    def __exit__(self, *exception: object) -> None:
        self._close()

    def send(self, message: EmailMultiAlternatives) -> None:
        """Hand a letter to the server.

        Raises:
            OSError: of SMTP, or of the network; also where the server took it for nobody.
        """
        if self._open is None:
            self._open = get_connection()
        message.connection = self._open
        try:
            if not message.send():
                raise smtplib.SMTPException
        except OSError:
            self._close()
            raise

    def _close(self) -> None:
        if self._open is not None:
            try:
                self._open.close()
            except OSError:
                logger.debug("The mail server was gone already")
            self._open = None
