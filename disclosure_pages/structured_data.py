"""schema.org descriptions (JSON-LD) of the annual report and of the guide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .catalogue_app import catalogue_module

if TYPE_CHECKING:
    from .models import AnnualReportPage, GuidePage

# How the guide says that there is none.
_NONE = "无"


def report_script(page: AnnualReportPage, organ: Any, request: HttpRequest | None) -> SafeString:
    """An annual report with its files; ``organ`` is whose report it is, or None."""
    chrome, address = _place(page, request)
    publisher = _organ(organ.name) if organ else None
    host = address.removesuffix(page.get_url(request) or "")
    return _script(
        {
            "@type": "Report",
            "@id": address,
            "url": address,
            "name": page.title,
            "headline": page.title,
            "inLanguage": "zh-Hans",
            "isAccessibleForFree": True,
            "datePublished": page.reported_on and page.reported_on.isoformat(),
            "temporalCoverage": f"{page.year}-01-01/{page.year}-12-31",
            "author": publisher,
            "publisher": publisher,
            "isPartOf": {"@type": "WebSite", "name": chrome.site_name},
            "encoding": [
                {
                    "@type": "MediaObject",
                    "name": each.label,
                    "contentUrl": f"{host}{each.url}" if each.url.startswith("/") else each.url,
                    "encodingFormat": each.content_type,
                }
                for each in page.get_downloads(request)
            ],
        }
    )


def guide_script(page: GuidePage, request: HttpRequest | None) -> SafeString:
    """The guide, as the page on a service of the government: to get information on application."""
    chrome, address = _place(page, request)
    internet = page.office_internet.strip()
    contact = {
        "@type": "ContactPoint",
        "contactType": _("政府信息公开工作机构"),
        "telephone": page.office_phone,
        "faxNumber": "" if page.office_fax == _NONE else page.office_fax,
        "email": internet if "@" in internet and " " not in internet else "",
        "url": internet if internet.startswith(("https://", "http://")) else "",
    }
    office = {
        "@type": "GovernmentOffice",
        "name": page.office_name,
        "address": page.office_address,
        "contactPoint": _filled(contact),
    }
    return _script(
        {
            "@type": "WebPage",
            "@id": address,
            "url": address,
            "name": page.title,
            "inLanguage": "zh-Hans",
            "lastReviewed": page.last_checked_on.isoformat(),
            "isPartOf": {"@type": "WebSite", "name": chrome.site_name},
            "mainEntity": {
                "@type": "GovernmentService",
                "name": _("政府信息公开"),
                "serviceOperator": office,
                "url": address,
            },
        }
    )


def _place(page: Any, request: HttpRequest | None) -> tuple[Any, str]:
    """What stands around a page, and its canonical address."""
    chrome = catalogue_module("chrome")
    return chrome.chrome_of(page, request), chrome.canonical_url(page, request)


def _organ(name: str) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": name}


def _script(data: Mapping[str, Any]) -> SafeString:
    said = {"@context": "https://schema.org", **_filled(data)}
    script: SafeString = catalogue_module("structured_data").script(said)
    return script


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}
