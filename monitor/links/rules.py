"""Rules on links: what the last checks found, by the page that has the link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..conf import number
from ..enums import Severity
from ..page_organs import organs_of
from ..rules.base import Found, Rule
from .enums import LinkKind, LinkState
from .models import LinkUse

_LONGEST_URL = 200


class _LinkRule(Rule):
    """A rule on links in some states."""

    basis = _("《条例》第二十四条：平台应当具备检索、查阅、下载等功能")
    group = "links"

    def uses(self) -> QuerySet[LinkUse]:
        """Uses of the links that the rule is about."""
        raise NotImplementedError

    def sentence(self, use: LinkUse) -> str:
        """What is said of one."""
        raise NotImplementedError

    def find(self, today: date) -> Iterable[Found]:
        """One finding for each page and link; four queries."""
        uses = list(self.uses().select_related("link", "page").order_by("page", "link"))
        organs = organs_of({use.page_id: use.page for use in uses}.values())
        return self._found(uses, organs)

    def _found(self, uses: list[LinkUse], organs: dict[int, int | None]) -> Iterator[Found]:
        for use in uses:
            yield Found(
                key=f"page:{use.page_id}:link:{use.link_id}",
                subject=use.page.title,
                detail=self.sentence(use),
                organ_id=organs.get(use.page_id),
                page_id=use.page_id,
                facts=_facts(use),
            )


class BrokenLinks(_LinkRule):
    """Links that lead nowhere."""

    code = "link_broken"
    name = _("链接失效")
    severity = Severity.WARNING
    remedy = _("编辑页面，把链接改为现在的网址；没有新网址的，删去链接。")

    @property
    def definition(self) -> Any:  # type: ignore[override]  # with the number in force
        """With the number of failures in force."""
        said = _now("公开页面上的链接，站内的已经打不开，站外的在不同日期的检查中连续%d次打不开。")
        return said % int(number("GONGKAI_MONITOR_LINK_FAILURES"))

    def uses(self) -> QuerySet[LinkUse]:
        """Broken ones, and references within the site that the public cannot follow."""
        inside = LinkUse.objects.filter(
            link__kind__in=[LinkKind.REFERENCE, LinkKind.OWN], link__state=LinkState.REFUSED
        )
        return LinkUse.objects.filter(link__state=LinkState.BROKEN) | inside

    def sentence(self, use: LinkUse) -> str:
        """Which link, and why it is said to be broken."""
        link = use.link
        shown = use.text or (link.url if link.kind != LinkKind.REFERENCE else "")
        return _named(shown, link.remark)


class MovedLinks(_LinkRule):
    """Links whose target has another address for good."""

    code = "link_moved"
    name = _("链接已换新地址")
    severity = Severity.INFO
    definition = _("公开页面上的链接被永久转到新的网址，旧网址随时可能失效。")
    remedy = _("编辑页面，把链接改为新的网址。")

    def uses(self) -> QuerySet[LinkUse]:
        """Moved ones."""
        return LinkUse.objects.filter(link__state=LinkState.MOVED)

    def sentence(self, use: LinkUse) -> str:
        """Which link, and where it leads now."""
        said = _now("现在转到%s。") % use.link.moved_to[:_LONGEST_URL]
        return _named(use.text or use.link.url, said)


def _named(shown: str, said: str) -> str:
    return f"“{shown[:_LONGEST_URL]}”：{said}" if shown else said


def _facts(use: LinkUse) -> dict[str, Any]:
    link = use.link
    return {
        "url": link.url[:_LONGEST_URL],
        "status": link.status_code,
        "failures": link.failures,
        "since": link.failing_since.date().isoformat() if link.failing_since else None,
    }
