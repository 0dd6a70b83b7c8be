"""The catalogue of the files for other catalogues: DCAT-AP 3 as JSON-LD.

https://semiceu.github.io/DCAT-AP/releases/3.0.0/. A dataset for every year of a column and for
every annual report, a distribution for every file.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .conf import get_setting
from .offers import ColumnOffer, Offer, OfferedFile, Report, YearOfItems, terms

Node = dict[str, Any]

_EU = "http://publications.europa.eu/resource/authority"
_GOVERNMENT = f"{_EU}/data-theme/GOVE"
_CHINESE = f"{_EU}/language/ZHO"
_CHINA = f"{_EU}/country/CHN"
_PUBLIC = f"{_EU}/access-right/PUBLIC"
_STABLE = f"{_EU}/planned-availability/STABLE"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
CONTEXT: Node = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalogue_of(offer: Offer, identity: Any) -> Node:
    """The whole catalogue as one JSON-LD document.

    Args:
        identity: name and contact of the site (``DisclosureSiteSettings``), or None.
    """
    home = offer.address("page")
    columns = offer.columns
    publisher = _publisher(columns[0], home) if columns else _agent(offer.site.hostname, home)
    moments = [each.made_at for column in columns for each in column.years]
    moments += [each.changed_at for column in columns for each in column.reports if each.changed_at]
    name = getattr(identity, "site_name", "") or (columns[0].title if columns else "")
    node: Node = {
        "@context": CONTEXT,
        "@id": f"{home}#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _text(_("%s开放数据目录") % name),
        "dct:description": _text(_("%s依法主动公开的政府信息目录和年度报告数据。") % name),
        "dct:publisher": publisher,
        "dct:language": {"@id": _CHINESE},
        "dct:license": licence(offer),
        "dct:rights": _rights(),
        "dct:spatial": {"@id": _CHINA},
        "dcat:themeTaxonomy": {
            "@id": f"{_EU}/data-theme",
            "@type": "skos:ConceptScheme",
            "dct:title": _text(_("数据主题")),
        },
        "foaf:homepage": {"@id": home, "@type": "foaf:Document"},
        "dcat:dataset": [
            dataset
            for column in columns
            for dataset in (
                *(_year(offer, column, each, identity) for each in column.years),
                *(_report(offer, column, each, identity) for each in column.reports),
            )
        ],
    }
    if moments:
        node["dct:modified"] = _moment(max(moments))
    return node


def licence(offer: Offer) -> Node:
    """The licence that the host names, or the terms on the page of the data."""
    stated: Any = get_setting("GONGKAI_OPEN_DATA_LICENSE")
    address, name = stated or (f"{offer.address('page')}#terms", _("政府信息公开数据使用说明"))
    node: Node = {"@id": address, "@type": "dct:LicenseDocument", "dct:title": _text(str(name))}
    if not stated:
        node["dct:description"] = _text(terms())
    return node


def _year(offer: Offer, column: ColumnOffer, year: YearOfItems, identity: Any) -> Node:
    words = {"column": column.title, "year": year.year, "count": year.item_count}
    address = f"{offer.address('page')}#{column.page.pk}-{year.year}"
    return {
        **_dataset(offer, column, address, year.year, identity),
        "dct:identifier": f"{column.page.pk}-items-{year.year}",
        "dct:title": _text(_("%(column)s%(year)d年主动公开目录") % words),
        "dct:description": _text(
            _(
                "%(year)d年发布、现在公开的全部条目，共%(count)d条；每行一条，有索引号、名称、文号等。"
            )
            % words
        ),
        "dct:modified": _moment(year.made_at),
        "dct:accrualPeriodicity": {"@id": f"{_EU}/frequency/DAILY"},
        "dcat:landingPage": {"@id": column.url, "@type": "foaf:Document"},
        "dcat:distribution": [_distribution(offer, file, year.made_at) for file in year.files],
    }


def _report(offer: Offer, column: ColumnOffer, report: Report, identity: Any) -> Node:
    node = {
        **_dataset(offer, column, f"{report.url}#data", report.year, identity),
        "dct:identifier": f"{column.page.pk}-report-{report.year}",
        "dct:title": _text(report.title),
        "dct:description": _text(
            _("%(column)s%(year)d年度政府信息公开工作年度报告的统计数据。")
            % {"column": column.title, "year": report.year}
        ),
        "dct:accrualPeriodicity": {"@id": f"{_EU}/frequency/ANNUAL"},
        "dcat:landingPage": {"@id": report.url, "@type": "foaf:Document"},
        "dcat:distribution": [
            _distribution(offer, file, report.changed_at) for file in report.files
        ],
    }
    if report.changed_at:
        node["dct:modified"] = _moment(report.changed_at)
    return node


def _dataset(offer: Offer, column: ColumnOffer, address: str, year: int, identity: Any) -> Node:
    node: Node = {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:publisher": _publisher(column, column.url),
        "dct:language": {"@id": _CHINESE},
        "dct:spatial": {"@id": _CHINA},
        "dct:accessRights": {"@id": _PUBLIC, "@type": "dct:RightsStatement"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(f"{year}-01-01"),
            "dcat:endDate": _day(f"{year}-12-31"),
        },
        "dcat:theme": {"@id": _GOVERNMENT, "@type": "skos:Concept"},
        "dcat:keyword": [_text(_("政府信息公开")), _text(column.organ), _text(f"{year}")],
    }
    if contact := _contact(column, identity):
        node["dcat:contactPoint"] = contact
    return node


def _distribution(offer: Offer, file: OfferedFile, changed_at: Any) -> Node:
    node: Node = {
        "@id": file.url,
        "@type": "dcat:Distribution",
        "dct:title": _text(file.label),
        "dct:description": _text(_("%s格式的文件，可以直接下载。") % file.label),
        "dcat:accessURL": {"@id": file.url},
        "dcat:downloadURL": {"@id": file.url},
        "dct:format": {
            "@id": f"{_EU}/file-type/{file.file_type}",
            "@type": "dct:MediaTypeOrExtent",
        },
        "dcat:mediaType": {
            "@id": f"http://www.iana.org/assignments/media-types/{file.media_type}",
            "@type": "dct:MediaType",
        },
        "dct:license": {"@id": licence(offer)["@id"]},
        "dct:rights": _rights(),
        "dct:language": {"@id": _CHINESE},
        "dcatap:availability": {"@id": _STABLE, "@type": "skos:Concept"},
    }
    if changed_at:
        node["dct:modified"] = _moment(changed_at)
    if file.size is not None:
        node["dcat:byteSize"] = _typed(str(file.size), "nonNegativeInteger")
        node["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": _SHA256},
            "spdx:checksumValue": _typed(file.sha256, "hexBinary"),
        }
    return node


def _publisher(column: ColumnOffer, home: str) -> Node:
    return {**_agent(column.organ, home), "@id": f"{column.url}#publisher"}


def _agent(name: str, home: str) -> Node:
    return {
        "@type": "foaf:Agent",
        "foaf:name": _text(name),
        "foaf:homepage": {"@id": home, "@type": "foaf:Document"},
    }


def _contact(column: ColumnOffer, identity: Any) -> Node | None:
    phone = getattr(identity, "contact_phone", "")
    mail = getattr(identity, "contact_email", "")
    if not phone and not mail:
        return None
    node: Node = {"@type": "vcard:Organization", "vcard:fn": column.organ}
    if phone:
        node["vcard:hasTelephone"] = phone
    if mail:
        node["vcard:hasEmail"] = {"@id": f"mailto:{mail}"}
    return node


def _rights() -> Node:
    return {"@type": "dct:RightsStatement", "rdfs:label": _text(terms())}


def _text(value: str) -> Node:
    return {"@value": value, "@language": "zh"}


def _moment(value: Any) -> Node:
    return _typed(value.isoformat(timespec="seconds"), "dateTime")


def _day(value: str) -> Node:
    return _typed(value, "date")


def _typed(value: str, kind: str) -> Node:
    return {"@value": value, "@type": f"xsd:{kind}"}
