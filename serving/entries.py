"""A kept answer: what it says, in the encodings that were asked for, and what it is true for."""

from __future__ import annotations

import gzip
import math
import re
import time
from dataclasses import dataclass, field, fields
from functools import lru_cache
from hashlib import sha256
from typing import Any

import brotli
from django.http import HttpResponse
from django.utils.http import http_date

from .reading import Scopes

# Bytes; below, what compression saves is less than a packet.
SHORTEST_TO_COMPRESS = 600
_COMPRESSIBLE = ("text/", "application/json", "application/ld+json", "application/xml")
_COMPRESSIBLE_ENDS = ("+xml", "+json", "/javascript")
_BROTLI_QUALITY = 5
_GZIP_LEVEL = 6
# Seconds. An answer has a time of change only when the second in which it was made is so long past
# that no other answer with the same time can have been made, on clocks that are a little wrong.
_SETTLED = 5
# What is said anew for every request, or for every encoding.
_OWN_HEADERS = {
    "content-encoding",
    "content-length",
    "date",
    "etag",
    "last-modified",
    "server-timing",
    "vary",
    "x-request-id",
}
PLAIN = ""
_WEIGHT = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?", re.ASCII)
# Characters of an Accept-Encoding; all that there are take fewer.
_LONGEST_ACCEPT = 200

Store = dict[str, tuple[str, str]]


@dataclass(slots=True)
class Entry:
    """An answer with what it depends on.

    ``versions`` are those of ``scopes`` before it was made, and after; ``until`` is the moment, in
    seconds since 1970, at which it is to be made anew in any case. ``bodies`` are by encoding.
    """

    scopes: Scopes
    versions: str
    made: float
    until: float
    etag: str
    headers: tuple[tuple[str, str], ...]
    vary: str
    is_compressible: bool
    bodies: dict[str, bytes]
    # Headers by encoding, as Django keeps them.
    stores: dict[str, Store] = field(default_factory=dict)
    told: str = ""

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return sum(map(len, self.bodies.values())) + 3000

    @property
    def modified(self) -> int:
        """The second in which it was made, rounded up."""
        return math.ceil(self.made)

    def modified_header(self, now: float) -> str | None:
        """``Last-Modified``, as soon as it can be told."""
        if now <= self.made + 1 + _SETTLED:
            return None
        if not self.told:
            self.told = http_date(self.modified)
        return self.told

    def packed(self) -> tuple[Any, ...]:
        """What a shared cache keeps of it."""
        return tuple(getattr(self, name) for name in _PACKED)

    def encoding_for(self, accepted: str) -> str:
        """The best encoding for an ``Accept-Encoding``."""
        return preferred_encoding(accepted) if accepted and self.is_compressible else PLAIN

    def body(self, encoding: str) -> tuple[bytes, bool]:
        """The body in an encoding, and whether it was compressed just now."""
        found = self.bodies.get(encoding)
        if found is not None:
            return found, False
        made = _compressed(self.bodies[PLAIN], encoding)
        # Another thread may be reading the dictionary: it is replaced, never changed.
        self.bodies = {**self.bodies, encoding: made}
        return made, True

    def store(self, encoding: str, length: int) -> Store:
        """The headers of the answer in an encoding; not to be changed."""
        found = self.stores.get(encoding)
        if found is None:
            headers = [*self.headers, ("ETag", self.etag), ("Content-Length", str(length))]
            if self.vary:
                headers.append(("Vary", self.vary))
            if encoding:
                headers.append(("Content-Encoding", encoding))
            found = {name.lower(): (name, value) for name, value in headers}
            self.stores = {**self.stores, encoding: found}
        return found


@lru_cache(maxsize=256)
def preferred_encoding(accepted: str) -> str:
    """The encoding that an ``Accept-Encoding`` weighs highest; of equal ones the shortest answer.

    Only what is named is taken: who sends ``*`` alone seldom knows brotli.
    """
    weights = dict(map(_weighed, accepted[:_LONGEST_ACCEPT].lower().split(",")))
    known = [each for each in ("br", "gzip") if weights.get(each, 0) > 0]
    best = max(known, key=lambda each: weights[each], default=PLAIN)
    # Unless it is weighed, what is plain comes after whatever is named (RFC 9110, 12.5.3).
    return best if best and weights[best] >= weights.get("identity", 0) else PLAIN


def _weighed(part: str) -> tuple[str, float]:
    """A coding with its weight; what cannot be read weighs nothing."""
    name, _semicolon, parameter = part.partition(";")
    _name, equals, weight = parameter.partition("=")
    found = _WEIGHT.fullmatch(weight.strip()) if equals else None
    if found:
        return name.strip(), float(found[0])
    return name.strip(), 0.0 if parameter.strip() else 1.0


_PACKED = tuple(each.name for each in fields(Entry) if each.name not in {"stores", "told"})


def unpacked(values: Any) -> Entry | None:
    """The entry that :meth:`Entry.packed` made; None for anything else."""
    if isinstance(values, tuple) and len(values) == len(_PACKED):
        return Entry(*values)
    return None


def entry_of(
    response: HttpResponse, *, scopes: Scopes, versions: str, until: float, etag: str
) -> Entry:
    """An entry for an answer that may be kept."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    is_compressible = len(response.content) >= SHORTEST_TO_COMPRESS and (
        kind.startswith(_COMPRESSIBLE) or kind.endswith(_COMPRESSIBLE_ENDS)
    )
    vary = [each.strip() for each in response.headers.get("Vary", "").split(",") if each.strip()]
    if is_compressible and "accept-encoding" not in {each.lower() for each in vary}:
        vary.append("Accept-Encoding")
    headers = response.headers.items()
    return Entry(
        scopes=scopes,
        versions=versions,
        made=time.time(),
        until=until,
        etag=etag,
        headers=tuple(each for each in headers if each[0].lower() not in _OWN_HEADERS),
        vary=", ".join(vary),
        is_compressible=is_compressible,
        bodies={PLAIN: response.content},
    )


def etag_of(address: str, versions: str, day: str) -> str:
    """The tag of what is at an address under some versions.

    It is weak: two answers that have it say the same, in whatever encoding.
    """
    digest = sha256(f"{address}\n{versions}\n{day}".encode()).hexdigest()
    return f'W/"{digest[:27]}"'


def _compressed(plain: bytes, encoding: str) -> bytes:
    if encoding == "br":
        made: bytes = brotli.compress(plain, quality=_BROTLI_QUALITY)
        return made
    return gzip.compress(plain, _GZIP_LEVEL, mtime=0)
