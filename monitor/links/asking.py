"""Asking for one link: HEAD, then GET where that is not understood, and on through redirects, to
hosts that may be asked only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from .addresses import Address, read
from .enums import LinkState
from .fetching import Reply, ask
from .hosts import Hosts
from .models import Link
from .politeness import Clock, Turn, user_agent

_MOST_REDIRECTS = 5
_PERMANENT = {301, 308}
_REDIRECTS = {301, 302, 303, 307, 308}
_REFUSALS = {401, 403, 407, 451}
_BUSY = {429, 503}
_TOO_MANY, _UNAVAILABLE = 429, 503
_LEAST_WAIT, _LONGEST_WAIT = 3600, 24 * 3600
# 304: as it was; 416: there, but empty.
_THERE = {304, 416}


@dataclass(frozen=True)
class Outcome:
    """What came of a link.

    Attributes:
        state: OK, MOVED, REFUSED, UNCHECKED, or FAILING: whether it is broken by now, who counts
            the failures says.
        wait: seconds for which the host asked to be left alone; nothing is said of the link then.
    """

    state: LinkState
    status: int | None = None
    remark: str = ""
    moved_to: str = ""
    etag: str = ""
    last_modified: str = ""
    wait: float = 0


class Asker:
    """Asks for links, and keeps what it knows of hosts while it does."""

    def __init__(self, hosts: Hosts, clock: Clock) -> None:
        self.hosts = hosts
        self.clock = clock
        self.headers = {"User-Agent": user_agent(), "Accept": "*/*"}
        self._turns: dict[str, Turn] = {}
        # Hosts that did not answer in this run: nothing else is asked of them.
        self._silent: dict[str, Outcome] = {}

    def turn(self, host: str) -> Turn:
        """The turn of a host."""
        if host not in self._turns:
            self._turns[host] = Turn(host, self.clock)
        return self._turns[host]

    def ask_for(self, link: Link) -> Outcome:
        """Find out where a link leads; waits for its turn before every request."""
        address: Address | None = Address(link.url, link.host, link.kind)  # type: ignore[arg-type]  # of the choices
        known = _known(link)
        seen: set[str] = set()
        is_permanent = False
        for _hop in range(_MOST_REDIRECTS + 1):
            if address is None or not address.host or address.url in seen:
                break
            if refusal := self._refusal(address, is_first=not seen):
                return refusal
            reply = self._ask(address, known if not seen else {})
            if reply.status not in _REDIRECTS or not reply.location:
                return self._outcome(reply, link, address if seen else None, is_permanent)
            is_permanent = is_permanent or reply.status in _PERMANENT
            seen.add(address.url)
            address = read(reply.location, address.url, self.hosts.own)
        said = _("转来转去没有终点。") if address is not None else _("转到了不是网页的地址。")
        return Outcome(LinkState.FAILING, remark=said)

    def _refusal(self, address: Address, *, is_first: bool) -> Outcome | None:
        """Why nobody asks for an address; None where one may."""
        if not self.hosts.allows(address.host):
            if is_first:
                return Outcome(LinkState.UNCHECKED, remark=_("不在可检查的网站清单内。"))
            said = _("转到清单以外的网站%s，没有跟随。") % address.host
            return Outcome(LinkState.UNCHECKED, remark=said, moved_to=address.url)
        if silent := self._silent.get(address.host):
            return silent
        turn = self.turn(address.host)
        if not turn.knows_robots() and (trouble := self._read_robots(address, turn)):
            return trouble
        if not turn.may_ask(address.url):
            said = _("对方的robots.txt不允许程序访问。")
            return Outcome(LinkState.REFUSED, remark=said)
        return None

    def _read_robots(self, address: Address, turn: Turn) -> Outcome | None:
        """Read robots.txt; a host that is out of order gives an outcome for all of its links."""
        place = replace(address, url=urljoin(address.url, "/robots.txt"))
        for _hop in range(_MOST_REDIRECTS + 1):
            self.turn(place.host).take()
            reply = ask(place.url, "GET", self.headers, reads_body=True)
            if reply.status not in _REDIRECTS or not reply.location:
                break
            further = read(reply.location, place.url, self.hosts.own)
            if further is None or not self.hosts.allows(further.host):
                # Out of the allowed hosts: as if there were none.
                reply = Reply(status=404)
                break
            place = further
        if reply.status is None or reply.status >= 500:  # noqa: PLR2004 - errors of servers
            trouble = self._outcome(reply, None, None, is_permanent=False)
            if not trouble.wait:
                self._silent[address.host] = trouble
            return trouble
        text = reply.body.decode("utf-8", "replace") if reply.status == 200 else ""  # noqa: PLR2004 - OK
        turn.keep_robots(text)
        return None

    def _ask(self, address: Address, known: dict[str, str]) -> Reply:
        turn = self.turn(address.host)
        turn.take()
        reply = ask(address.url, "HEAD", {**self.headers, **known})
        unclear = {*_REFUSALS, *_BUSY, *_THERE} - {403}
        if reply.status is None or reply.status < 400 or reply.status in unclear:  # noqa: PLR2004 - errors
            return reply
        # Some servers know no HEAD, and say so in many ways.
        turn.take()
        return ask(address.url, "GET", {**self.headers, "Range": "bytes=0-0"})

    def _outcome(
        self, reply: Reply, link: Link | None, moved: Address | None, is_permanent: bool
    ) -> Outcome:
        status = reply.status
        if reply.is_inside:
            return Outcome(LinkState.UNCHECKED, remark=reply.error)
        if status is None:
            return Outcome(LinkState.FAILING, remark=reply.error)
        if status == _TOO_MANY or (status == _UNAVAILABLE and reply.retry_after is not None):
            wait = min(max(reply.retry_after or 0, _LEAST_WAIT), _LONGEST_WAIT)
            return Outcome(LinkState.NEW, status, _("对方要求稍后再来。"), wait=wait)
        if status in _REFUSALS:
            said = _("对方应答%d，不让程序访问，请人工核对。") % status
            return Outcome(LinkState.REFUSED, status, said)
        if status // 100 == 2 or status in _THERE:  # noqa: PLR2004 - success
            state = LinkState.MOVED if moved and is_permanent else LinkState.OK
            said = _("已永久转到新地址，请更新链接。") if state == LinkState.MOVED else ""
            kept = (link.etag, link.last_modified) if status == 304 and link else ("", "")  # noqa: PLR2004
            return Outcome(
                state,
                status,
                said,
                moved.url if moved else "",
                reply.etag or kept[0],
                reply.last_modified or kept[1],
            )
        return Outcome(LinkState.FAILING, status, _("对方应答%d。") % status)


def _known(link: Link) -> dict[str, str]:
    """What spares the other side the trouble, where nothing changed."""
    if link.state != LinkState.OK:
        return {}
    headers = {}
    if link.etag:
        headers["If-None-Match"] = link.etag
    if link.last_modified:
        headers["If-Modified-Since"] = link.last_modified
    return headers
