"""What stands on a sheet: an item or a guide as plain parts, and the QR code of its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from ..rooms import catalogue, guide_model
from .options import Part


@dataclass(frozen=True)
class Section:
    """A part of the text; without a heading it is the body of an item."""

    heading: str
    html: SafeString


@dataclass(frozen=True)
class SheetContent:
    """One page as it is posted."""

    title: str
    organ: str
    document_number: str
    day: date | None
    summary: str
    sections: list[Section]
    index_number: str
    attachments: list[str]
    phone: str
    address: str
    qr: SafeString
    is_guide: bool = False

    @property
    def length(self) -> int:
        """Characters of the text, without what only indents the markup."""
        texts = [self.summary, *(strip_tags(each.html) for each in self.sections)]
        return sum(len(word) for text in texts for word in text.split())


def qr_code(address: str) -> Any:
    """The code of an address: level M mends 15 % of damage, enough for paper in a showcase."""
    return segno.make_qr(address, error="m")


def content_of(page: Any, request: HttpRequest, part: str = Part.WHOLE) -> SheetContent:
    """What the sheet of a public item or guide says."""
    address = catalogue("chrome").canonical_url(page, request)
    guide = guide_model()
    is_guide = guide is not None and isinstance(page, guide)
    make = _guide if is_guide else _item
    return SheetContent(
        title=page.title,
        phone=_phone(page, request),
        address=address,
        qr=_svg(address),
        is_guide=is_guide,
        **make(page, request, part),
    )


def has_summary(page: Any) -> bool:
    """Whether there is a summary to post in place of the text."""
    return bool(getattr(page, "summary", ""))


def _item(item: Any, request: HttpRequest, part: str) -> dict[str, Any]:
    context = {"page": item, "request": request}
    whole = part != Part.SUMMARY
    html = "".join(str(block.render(context)) for block in item.body) if whole else ""
    return {
        "organ": item.organ_name,
        "document_number": item.document_number,
        "day": item.written_on or item.published_on,
        "summary": "" if whole and html else item.summary,
        # Each block has escaped what it shows.
        "sections": [Section("", mark_safe(html))] if html else [],  # noqa: S308 - see above
        "index_number": item.index_number,
        "attachments": [str(each) for each in item.attachments.select_related("document")],
    }


def _guide(guide: Any, request: HttpRequest, part: str) -> dict[str, Any]:
    shown = guide.get_context(request)
    sections = [
        Section(label, mark_safe(expand_db_html(value)))  # noqa: S308 - Wagtail's own rich text
        for _name, label, value in shown["parts"]
    ]
    office = catalogue_lines(shown["office"])
    return {
        "organ": guide.office_name,
        "document_number": "",
        "day": guide.last_checked_on,
        "summary": "",
        "sections": [Section(_("政府信息公开工作机构"), office), *sections],
        "index_number": "",
        "attachments": [],
    }


def catalogue_lines(rows: Any) -> SafeString:
    """Labels and values, a paragraph for each."""
    from django.utils.html import format_html_join

    lines: SafeString = format_html_join(
        "", "<p>{}：{}</p>", ((label, value) for _name, label, value in rows)
    )
    return lines


def _svg(address: str) -> SafeString:
    """The code as SVG within the page, in the colour of the text."""
    # segno writes numbers and names of its own, and nothing of the address.
    drawn = qr_code(address).svg_inline(scale=4, border=4, omitsize=True, svgclass="gk-sheet__code")
    return mark_safe(drawn)  # noqa: S308 - see above


def _phone(page: Any, request: HttpRequest) -> str:
    """Whom readers may call: as the foot of the site says, else as the guide of the column does."""
    settings = catalogue("models").DisclosureSiteSettings
    site = Site.find_for_request(request)
    phone = settings.for_site(site).contact_phone if site else ""
    guide = guide_model()
    if phone or guide is None:
        return str(phone)
    column = catalogue("columns").column_of(page)
    found = guide.objects.live().descendant_of(column).first()
    return str(found.office_phone) if found else ""
