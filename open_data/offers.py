"""What a site offers as data: its columns, the files of each year, the tables of its reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from .columns import columns_of
from .formats import FORMATS
from .models import DataFile
from .rooms import pages


@dataclass(frozen=True)
class OfferedFile:
    """A file that can be had, or is being made.

    Attributes:
        url: absolute.
        size: bytes; None where the file is made when it is asked for, or is not there.
        sha256: empty there too.
        is_at_hand: False while a new one is being made.
    """

    label: str
    url: str
    media_type: str
    file_type: str
    size: int | None = None
    sha256: str = ""
    is_at_hand: bool = True


@dataclass(frozen=True)
class YearOfItems:
    """The public items of a year."""

    year: int
    item_count: int
    made_at: datetime
    files: list[OfferedFile]

    @property
    def is_at_hand(self) -> bool:
        """Whether the files can be had now."""
        return all(file.is_at_hand for file in self.files)


@dataclass(frozen=True)
class Report:
    """The numbers of an annual report."""

    year: int
    title: str
    url: str
    changed_at: datetime | None
    files: list[OfferedFile]


@dataclass(frozen=True)
class ColumnOffer:
    """What one column offers."""

    page: Page
    url: str
    organ: str
    sums_url: str
    years: list[YearOfItems] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Name of the column."""
        return str(self.page.title)


class Offer:
    """All that one site offers; as many queries whatever the number of files."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.root_url = str(site.root_url).rstrip("/")

    @cached_property
    def columns(self) -> list[ColumnOffer]:
        """Its columns, in the order of the tree; years and reports the newest first."""
        found = columns_of(self.site)
        years, reports = self._years(found), self._reports(found)
        return [
            ColumnOffer(
                page=each,
                url=each.get_full_url(),
                organ=_organ_of(each),
                sums_url=self.address("sums", each.pk),
                years=years.get(each.pk, []),
                reports=reports.get(each.pk, []),
            )
            for each in found
        ]

    def address(self, name: str, *args: Any) -> str:
        """Absolute address of one of this app's views."""
        return f"{self.root_url}{reverse(f'gongkai_open_data:{name}', args=args)}"

    def _years(self, columns: list[Page]) -> dict[int, list[YearOfItems]]:
        rows = DataFile.objects.filter(column__in=columns).order_by("column", "-year")
        found: dict[int, list[YearOfItems]] = {}
        for (column_pk, year), files in groupby(rows, lambda row: (row.column_id, row.year)):
            found.setdefault(column_pk, []).append(self._year(year, list(files)))
        return found

    def _year(self, year: int, rows: list[DataFile]) -> YearOfItems:
        order = list(FORMATS)
        rows.sort(key=lambda row: order.index(row.format))
        return YearOfItems(
            year=year,
            item_count=rows[0].item_count,
            made_at=min(row.made_at for row in rows),
            files=[self._file(row) for row in rows],
        )

    def _file(self, row: DataFile) -> OfferedFile:
        known = row.known_format
        return OfferedFile(
            label=str(known.label),
            url=self.address("file", row.column_id, row.year, row.format),
            media_type=known.media_type,
            file_type=known.file_type,
            size=row.size if row.file else None,
            sha256=row.sha256 if row.file else "",
            is_at_hand=row.is_at_hand,
        )

    def _reports(self, columns: list[Page]) -> dict[int, list[Report]]:
        """Public reports by the nearest column above them."""
        model = apps.get_model("gongkai_pages", "AnnualReportPage")
        reports = model.objects.descendant_of(self.site.root_page).live().public()
        reports = reports.filter(alias_of=None).defer("body", "figures").order_by("-year", "path")
        found: dict[int, list[Report]] = {}
        for each in reports if columns else ():
            above = [column for column in columns if each.path.startswith(column.path)]
            if above:
                nearest = max(above, key=lambda column: column.depth)
                found.setdefault(nearest.pk, []).append(_report(each))
        return found


def offer_of(request: HttpRequest) -> Offer | None:
    """What the site of a request offers; None where there is no site."""
    site = Site.find_for_request(request)
    return Offer(site) if site else None


def terms() -> str:
    """The terms under which the data may be used, in a sentence."""
    return _(
        "本页的数据都是依法主动公开的政府信息，任何人都可以查阅、下载和依法使用；"
        "转载或者引用时，请注明信息来源和数据日期。"
    )


def _organ_of(column: Page) -> str:
    organ = getattr(column, "organ", None)
    return str(organ.name) if organ else str(column.title)


def _report(page: Any) -> Report:
    url = page.get_full_url()
    formats = pages("downloads.formats").FORMATS.values()
    return Report(
        year=page.year,
        title=page.title,
        url=url,
        changed_at=page.last_published_at,
        files=[
            OfferedFile(
                label=each.label,
                url=f"{url}{page.reverse_subpage('download', args=[each.code])}",
                media_type=each.content_type.partition(";")[0],
                file_type=each.code.upper(),
            )
            for each in formats
        ],
    )
