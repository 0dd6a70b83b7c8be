"""网页标签 (政府网站发展指引, annex): what inspection and crawlers read from a page's head."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from .chrome import Chrome

Tags = list[tuple[str, str]]


def site_tags(chrome: Chrome) -> Tags:
    """Tags of every page."""
    code = chrome.identity.site_code if chrome.identity else ""
    return _filled(
        ("SiteName", chrome.site_name), ("SiteDomain", chrome.hostname), ("SiteIDCode", code)
    )


def column_tags(chrome: Chrome, page: Any, column_type: str) -> Tags:
    """Tags of a section or list; ``column_type`` is one of the annex's 栏目类别."""
    description = (
        page.search_description
        or " ".join(getattr(page, "introduction", "").split())
        or _("%(site)s“%(title)s”栏目。") % {"site": chrome.column_title, "title": page.title}
    )
    keywords = dict.fromkeys([page.title, chrome.column_title, column_type, _("政府信息公开")])
    return _filled(
        ("ColumnName", page.title),
        ("ColumnDescription", description),
        ("ColumnKeywords", ",".join(each for each in keywords if each)),
        ("ColumnType", column_type),
    )


def search_tags(chrome: Chrome) -> Tags:
    """Tags of the search page, which is no page of the tree."""
    return own_tags(
        chrome, _("检索"), _("信息公开目录"), _("检索%s公开的信息。") % chrome.column_title
    )


def own_tags(chrome: Chrome, title: str, column_type: str, description: str) -> Tags:
    """Tags of an app's own page, which is no page of the tree."""
    keywords = (title, chrome.column_title, column_type, _("政府信息公开"))
    return _filled(
        ("ColumnName", title),
        ("ColumnDescription", description),
        ("ColumnKeywords", ",".join(each for each in keywords if each)),
        ("ColumnType", column_type),
    )


def article_tags(
    chrome: Chrome, page: Any, address: str, published_on: date | None, source: str
) -> Tags:
    """Tags of a page that is read as an article: an item, an annual report."""
    return _filled(
        ("ArticleTitle", page.title),
        ("PubDate", publication_time(published_on, page.first_published_at)),
        ("ContentSource", source or chrome.site_name),
        ("Keywords", ",".join(getattr(page, "keyword_list", ()))),
        ("Description", description_of(page)),
        ("Url", address),
    )


def publication_time(published_on: date | None, first_published_at: datetime | None) -> str:
    """``YYYY-MM-DD HH:MM`` of a publication.

    The hour is that of the first publication when it fell on ``published_on``; what was published
    elsewhere before it came here has no known hour.
    """
    first = timezone.localtime(first_published_at) if first_published_at else None
    if published_on is None or (first and first.date() == published_on):
        return first.strftime("%Y-%m-%d %H:%M") if first else ""
    return f"{published_on:%Y-%m-%d} 00:00"


def description_of(page: Any) -> str:
    """One sentence or two on the page, as the editor wrote them."""
    return str(page.search_description or getattr(page, "summary", ""))


def list_query(filterset: Any, page_number: int) -> str:
    """The part of a list's query string that tells one list from another.

    Valid conditions in the order of the filters, and the page; neither the order nor anything
    that other systems append.
    """
    conditions = [
        (name, filterset.conditions[name])
        for name in filterset.filters
        if name in filterset.conditions
    ]
    if page_number > 1:
        conditions.append(("page", page_number))
    return urlencode(conditions)


def is_narrow(filterset: Any) -> bool:
    """Whether search engines had better leave this list out: a search, or two conditions.

    Every pair of conditions is a page, and no page of theirs holds what another does not.
    """
    return "q" in filterset.conditions or len(filterset.conditions) > 1


def _filled(*tags: tuple[str, str]) -> Tags:
    return [(name, content) for name, content in tags if content]
