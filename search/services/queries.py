"""Counting what is searched for, without a trace of who did.

* An asker is told apart from others by a keyed hash of the network address. The key is made at
  random every day and lives in the cache only, like all that is known of askers; when it is lost,
  nothing that was kept under it can be told any more.
* What was asked is stored as a keyed digest. The text comes to it with the fifth asker of a day.
* The number of askers is the size of the set that the cache holds, never a sum of parts, so that a
  cache that forgets makes it smaller, and not greater.

What a machine asked, further pages of the same hits and the same question again within
:data:`_AT_ONCE` are not counted.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db import IntegrityError, connections, router, transaction
from django.db.models import F, Max, Min, Sum
from django.db.models.functions import Greatest, Least
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..models import QueryCount
from ..query.language import PeopleQuery, parse
from ..rate_limit import network_of
from ..text import canonical

logger = logging.getLogger(__name__)

# What fewer have asked on one day is shown to nobody, and stored nowhere.
ENOUGH = 5
KEPT_FOR = timedelta(days=365)
POPULAR_FOR = timedelta(days=90)
# Seconds.
_AT_ONCE = 30 * 60
# A row of askers is no longer than this; it makes no difference whether more have asked.
_MOST_ASKERS = 500
# What is longer is a letter, and nobody else writes the same.
_LONGEST = 100
# Milliseconds that a count waits for a database that somebody else writes to.
_PATIENCE = 100
_MACHINES = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|scrapy|curl|wget|python|java/|go-http|libwww|monitor|preview",
    re.IGNORECASE,
)


def record(request: HttpRequest, query_text: str, total: int) -> None:
    """Count one search that found ``total`` hits. Never fails, and never waits for long.

    Args:
        request: the visitor's; only its network address is looked at, and forgotten.
        query_text: as it was typed.
        total: hits before any condition was chosen.
    """
    try:
        if not _is_a_persons(request):
            return
        text = text_of(parse(query_text))
        if not text or len(text) > _LONGEST:
            return
        _count(text, _asker_of(request), total)
    except Exception as error:  # noqa: BLE001 - whatever cache or database raise, a search goes on
        logger.warning("A search was not counted: %s", type(error).__name__)


def text_of(parsed: PeopleQuery) -> str:
    """A query as it is counted: canonical, so that spellings of the same are one."""
    return " ".join([parsed.canonical, *(f"-{each}" for each in parsed.excluded)]).strip()


def popular(prefix: str | None, limit: int) -> list[str]:
    """What was searched for most in the last months and found something, in canonical form.

    Nothing that fewer than :data:`ENOUGH` have asked on one day.

    Args:
        prefix: how it begins, in any spelling; None for anything.
        limit: how many at most.
    """
    since = timezone.localdate() - POPULAR_FOR
    known = QueryCount.objects.filter(day__gte=since).exclude(text="")
    if prefix is not None:
        known = known.filter(text__startswith=canonical(prefix))
    totals = (
        known.values("text")
        .annotate(number=Sum("searches"), askers_a_day=Max("askers"), hits=Min("fewest_hits"))
        .filter(askers_a_day__gte=ENOUGH, hits__gt=0)
        .order_by("-number", "text")
    )
    return list(totals.values_list("text", flat=True)[:limit])


def prune(today: date | None = None) -> int:
    """Delete counts that are older than :data:`KEPT_FOR`; returns how many."""
    first = (today or timezone.localdate()) - KEPT_FOR
    return QueryCount.objects.filter(day__lt=first).delete()[0]


def _is_a_persons(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    if not agent or _MACHINES.search(agent) or request.method != "GET":
        return False
    # A browser that fetches what nobody has asked for yet.
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    return request.GET.get("page", "1") in ("", "1")


def _asker_of(request: HttpRequest) -> bytes:
    return _keyed(network_of(request))


def _keyed(text: str) -> bytes:
    return hmac.digest(_key_of_today(), text.encode(), hashlib.sha256)[:8]


def _key_of_today() -> bytes:
    name = f"gongkai_search.queries.key:{timezone.localdate()}"
    key: bytes | None = cache.get(name)
    if key is None:
        cache.add(name, secrets.token_bytes(32), _seconds_left())
        key = cache.get(name)
    if key is None:
        # A cache that keeps nothing knows nobody again: nothing can be counted.
        raise LookupError
    return key


def _seconds_left() -> int:
    """Until the day ends."""
    now = timezone.localtime()
    tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
    return max(int((tomorrow - now).total_seconds()), 1)


def _count(text: str, asker: bytes, total: int) -> None:
    digest = salted_hmac("gongkai_search.queries", text, algorithm="sha256").hexdigest()[:32]
    name = f"gongkai_search.queries:{_keyed(digest).hex()}"
    known: dict[bytes, int] = cache.get(name) or {}
    now = int(time.time())
    if now - known.get(asker, 0) < _AT_ONCE:
        return
    if asker in known or len(known) < _MOST_ASKERS:
        known[asker] = now
    cache.set(name, known, _seconds_left())
    with _impatient(), transaction.atomic():
        _store(digest, text if len(known) >= ENOUGH else "", len(known), total)


def _store(digest: str, text: str, askers: int, total: int) -> None:
    row = QueryCount.objects.filter(day=timezone.localdate(), digest=digest)
    changes = {
        "searches": F("searches") + 1,
        "askers": Greatest(F("askers"), askers),
        "fewest_hits": Least(F("fewest_hits"), total),
        **({"text": text} if text else {}),
    }
    if row.update(**changes):
        return
    try:
        with transaction.atomic():
            QueryCount.objects.create(
                day=timezone.localdate(),
                digest=digest,
                text=text,
                searches=1,
                askers=askers,
                fewest_hits=total,
            )
    except IntegrityError:
        # Somebody else asked the same for the first time in the same moment.
        row.update(**changes)


@contextmanager
def _impatient() -> Iterator[None]:
    """On SQLite, which lets one write at a time, do not wait until a long work is done."""
    connection = connections[router.db_for_write(QueryCount)]
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
