"""Does the register of index numbers agree with the items and with itself?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from ..enums import NumberOrigin
from ..index_numbers import get_scheme
from ..models import IndexNumber, IndexNumberSeries, ItemPage


@dataclass(frozen=True)
class Finding:
    """One sentence on what was found; ``is_error`` when somebody has to look into it."""

    text: str
    is_error: bool = True


@dataclass(frozen=True)
class Gap:
    """Serials ``first`` to ``last`` of ``series``, which no item ever bore.

    ``by_hand``: the number after the gap was typed or imported, so that the counter was moved
    past serials it never gave. Otherwise they were given and their publication was lost.
    """

    series: str
    first: int
    last: int
    by_hand: bool

    def __str__(self) -> str:
        scheme = get_scheme()
        first, last = (scheme.number(self.series, serial) for serial in (self.first, self.last))
        return first if first == last else f"{first} – {last}"


def audit() -> Iterator[Finding]:
    """Everything worth telling, errors and notes."""
    for gap in find_gaps():
        text = _("人工号码之前留空，未曾分配：%s") if gap.by_hand else _("断号，已分配而未登记：%s")
        yield Finding(text % gap, is_error=not gap.by_hand)
    public = ItemPage.objects.filter(Q(live=True) | Q(first_published_at__isnull=False))
    public = public.filter(alias_of__isnull=True).order_by("pk").only("pk", "title", "index_number")
    for item in public.filter(index_number="").iterator():
        yield Finding(_("没有索引号：%s") % _name(item))
    unregistered = public.filter(registered_number__isnull=True).exclude(index_number="")
    for item in unregistered.iterator():
        yield Finding(_("号码未登记：%(number)s，%(item)s") % _both(item.index_number, item))
    changed = ItemPage.objects.annotate(registered=F("registered_number__number"))
    changed = changed.filter(registered__isnull=False).exclude(index_number=F("registered"))
    for item in changed.order_by("pk").only("pk", "title", "index_number").iterator():
        yield Finding(_("与登记的号码%(number)s不一致：%(item)s") % _both(item.registered, item))
    yield from _counters_behind()


def find_gaps() -> Iterator[Gap]:
    """Gaps in the serials from 1 to the counter of each series, in order."""
    registered = _registered()
    for counter in IndexNumberSeries.objects.order_by("series"):
        previous = 0
        for serial, origin in sorted(registered[counter.series].items()):
            if serial > previous + 1:
                by_hand = origin == NumberOrigin.GIVEN
                yield Gap(counter.series, previous + 1, serial - 1, by_hand)
            previous = serial
        if counter.last_serial > previous:
            yield Gap(counter.series, previous + 1, counter.last_serial, by_hand=False)


def _registered() -> dict[str, dict[int, str]]:
    """Origin of every registered number of the scheme's form, by series and serial."""
    scheme = get_scheme()
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for number, origin in IndexNumber.objects.values_list("number", "origin").iterator():
        if parsed := scheme.parse(number):
            found[parsed[0]][parsed[1]] = origin
    return found


def _counters_behind() -> Iterator[Finding]:
    last = dict(IndexNumberSeries.objects.values_list("series", "last_serial"))
    for series, serials in sorted(_registered().items()):
        if max(serials) > last.get(series, 0):
            number = get_scheme().number(series, max(serials))
            yield Finding(_("流水号计数落后于已登记的号码：%s") % number)


def _name(item: ItemPage) -> str:
    return f"《{item.title}》（ID {item.pk}）"


def _both(number: str, item: ItemPage) -> dict[str, str]:
    return {"number": number, "item": _name(item)}
