"""schema.org on the page of the open data (JSON-LD)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .dcat import licence
from .offers import ColumnOffer, Offer, OfferedFile, YearOfItems, terms


def catalogue_data(offer: Offer) -> dict[str, Any]:
    """A ``DataCatalog`` with a ``Dataset`` for every year of every column."""
    home = offer.address("page")
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "@id": f"{home}#catalog",
        "url": home,
        "name": _("开放数据"),
        "description": terms(),
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "license": licence(offer)["@id"],
        "dataset": [
            _dataset(offer, column, year) for column in offer.columns for year in column.years
        ],
    }


def _dataset(offer: Offer, column: ColumnOffer, year: YearOfItems) -> dict[str, Any]:
    words = {"column": column.title, "year": year.year, "count": year.item_count}
    organ = {"@type": "GovernmentOrganization", "name": column.organ, "url": column.url}
    return {
        "@type": "Dataset",
        "@id": f"{offer.address('page')}#{column.page.pk}-{year.year}",
        "name": _("%(column)s%(year)d年主动公开目录") % words,
        "description": _(
            "%(column)s%(year)d年发布、现在公开的全部条目，共%(count)d条，"
            "有索引号、名称、发布机构、日期、文号、有效性和网址。"
        )
        % words,
        "creator": organ,
        "publisher": organ,
        "temporalCoverage": f"{year.year}-01-01/{year.year}-12-31",
        "dateModified": year.made_at.isoformat(timespec="seconds"),
        "license": licence(offer)["@id"],
        "isAccessibleForFree": True,
        "inLanguage": "zh-Hans",
        "distribution": [_download(file) for file in year.files],
    }


def _download(file: OfferedFile) -> dict[str, Any]:
    said = {
        "@type": "DataDownload",
        "name": file.label,
        "contentUrl": file.url,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B" if file.size is not None else None,
        "sha256": file.sha256,
    }
    return {name: value for name, value in said.items() if value}
