"""Old addresses of an item that lead to its page; where Wagtail's redirects are installed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from .values import BadValue, shown

_APP = "wagtailredirects"


def is_available() -> bool:
    """Whether redirects can be made at all."""
    return apps.is_installed("wagtail.contrib.redirects")


class OldAddresses:
    """Old addresses of one column's site.

    Attributes:
        foreign: how many addresses were of other hosts, from which nobody comes here.
    """

    def __init__(self, column: Page) -> None:
        self._site: Site | None = column.get_site()
        self._hosts = {host.lower() for host in Site.objects.values_list("hostname", flat=True)}
        self._seen: dict[str, str] = {}
        self.foreign = 0

    def paths(self, addresses: Iterable[str]) -> list[str]:
        """Paths on our own site, as redirects keep them; other hosts are left out."""
        if not is_available():
            return []
        found: dict[str, None] = {}
        for address in addresses:
            parts = urlsplit(address)
            if parts.netloc and (parts.hostname or "").lower() not in self._hosts:
                self.foreign += 1
                continue
            path = self._model().normalise_path(address)
            if path in {"", "/"}:
                raise BadValue(_("原网址“%s”是首页，不能转到条目。") % shown(address))
            found[path] = None
        return list(found)

    def claim(self, paths: Iterable[str], place: str) -> None:
        """Keep some paths for one row.

        Raises:
            BadValue: another row has one, or a redirect there is already.
        """
        for path in paths:
            if path in self._seen:
                raise BadValue(
                    _("原网址“%(path)s”与%(place)s的相同，一个网址只能转到一个条目。")
                    % {"path": shown(path), "place": self._seen[path]}
                )
        taken = self._model().objects.filter(old_path__in=list(paths))
        if self._site is not None:
            taken = taken.filter(site__in=[self._site.pk]) | taken.filter(site=None)
        if clash := taken.first():
            raise BadValue(_("原网址“%s”已有转向，请先在“设置－转向”中删除。") % clash.old_path)
        self._seen.update(dict.fromkeys(paths, place))

    def make(self, paths: Iterable[str], page: Page) -> list[int]:
        """Make redirects to ``page``; return their keys."""
        made = []
        for path in paths:
            redirect = self._model()(
                old_path=path, site=self._site, redirect_page=page, is_permanent=True
            )
            redirect.save()
            made.append(redirect.pk)
        return made

    def _model(self) -> Any:
        return apps.get_model(_APP, "Redirect")
