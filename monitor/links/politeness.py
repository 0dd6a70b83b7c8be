"""Who asks: under a name that can be turned to, one request a second, and only what robots.txt
lets a program ask for (RFC 9309)."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from urllib.robotparser import RobotFileParser

from django.utils import timezone

from ..conf import get_setting, number
from .models import LinkHost

NAME = "Gongkai-LinkCheck"
_KEPT = timedelta(days=1)
_LONGEST_CRAWL_DELAY = 30


def user_agent() -> str:
    """Who asks, and where to complain."""
    contact = str(get_setting("GONGKAI_MONITOR_LINK_CONTACT"))
    if not contact:
        from wagtail.models import Site

        site = Site.objects.filter(is_default_site=True).first()
        contact = site.root_url if site else ""
    safe = quote(contact, safe="/:@.+-_~?=&")
    return f"{NAME}/1 (+{safe})" if safe else f"{NAME}/1"


class Clock:
    """Time, and waiting for it; tests have one of their own."""

    def now(self) -> datetime:
        """This moment."""
        return timezone.now()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Turn:
    """Lets one request at a time through to a host; several processes share the row.

    Args:
        host: whom to ask.
        clock: what time it is.
    """

    def __init__(self, host: str, clock: Clock) -> None:
        self.clock = clock
        self.row, _made = LinkHost.objects.get_or_create(
            host=host, defaults={"next_at": clock.now()}
        )

    @property
    def is_free(self) -> bool:
        """Whether the host may be asked now."""
        return self.row.next_at <= self.clock.now()

    def take(self) -> None:
        """Wait for the turn, and take it."""
        while True:
            now = self.clock.now()
            later = now + timedelta(seconds=self._pause())
            mine = LinkHost.objects.filter(pk=self.row.pk, next_at__lte=now)
            if mine.update(next_at=later):
                self.row.next_at = later
                return
            self.row.refresh_from_db(fields=["next_at"])
            self.clock.sleep(max((self.row.next_at - now).total_seconds(), 0.001))

    def leave_alone(self, seconds: float) -> None:
        """Ask nothing for a while: the host wants it so."""
        self.row.next_at = self.clock.now() + timedelta(seconds=seconds)
        self.row.save(update_fields=["next_at"])

    def knows_robots(self) -> bool:
        """Whether robots.txt was read lately."""
        return self.row.robots_at is not None and self.row.robots_at > self.clock.now() - _KEPT

    def keep_robots(self, text: str) -> None:
        """Keep robots.txt for a day; empty where there is none."""
        self.row.robots = text.replace("\0", "")
        self.row.robots_at = self.clock.now()
        self.row.save(update_fields=["robots", "robots_at"])

    def may_ask(self, url: str) -> bool:
        """Whether robots.txt lets us."""
        return self._robots().can_fetch(NAME, url)

    def _pause(self) -> float:
        pause = number("GONGKAI_MONITOR_LINK_PAUSE")
        asked: Any = self._robots().crawl_delay(NAME) if self.row.robots else None
        return max(pause, min(float(asked or 0), _LONGEST_CRAWL_DELAY))

    def _robots(self) -> RobotFileParser:
        parser = RobotFileParser()
        parser.parse(self.row.robots.splitlines())
        return parser
