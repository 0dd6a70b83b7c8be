"""What may be shown of a finding."""

from __future__ import annotations

import re

from .finding import Finding

_STAR = "*"
# Characters kept at the beginning and at the end, of numbers.
_KEPT = {
    "resident_id": (4, 4),
    "mobile": (3, 4),
    "landline": (0, 2),
    "bank_card": (4, 4),
    "passport": (2, 2),
    "travel_permit": (2, 2),
    "vehicle_plate": (2, 2),
    "name_with_id": (1, 0),
    "medical": (1, 0),
    "minor": (1, 0),
}
_COUNTRY = re.compile(r"^(?:00)?86(?=1[3-9][0-9]{9}$)")
_AREA = re.compile(r"^0(?:10|2[0-9]|[3-9][0-9]{2})")
_DETAIL = re.compile(
    r"[0-9A-Za-z一二三四五六七八九十百]+(?=号|弄|室|幢|栋|组|单元|楼|座|户|队|社|巷|层|-|$)"
)
_FORMER_LENGTH = 15
_FEWEST = 4


def mask(finding: Finding) -> str:
    """The finding with its telling part as stars: 3301**********1234.

    Marks of secrecy are shown as they are: there is nothing personal in them, and a mark that is
    covered is a mark that nobody sees.
    """
    normal = finding.normal
    match finding.kind:
        case "secrecy_mark":
            return normal
        case "email":
            local, at, host = normal.partition("@")
            return _covered(local, min(2, len(local) // 2), 0) + at + host
        case "address":
            return _address(normal)
        case "mobile":
            normal = _COUNTRY.sub("", normal)
        case "landline":
            area = _AREA.match(normal)
            if area:
                return f"{area[0]}-{_covered(normal[area.end() :], 0, 2)}"
        case "resident_id" if len(normal) == _FORMER_LENGTH:
            return _covered(normal, 4, 3)
    first, last = _KEPT.get(finding.kind, (1, 1))
    return _covered(normal, first, last)


def _covered(text: str, first: int, last: int) -> str:
    """Stars for all but so many characters at both ends: four of them at least, or for half."""
    while len(text) - first - last < min(_FEWEST, (len(text) + 1) // 2):
        if last >= first:
            last -= 1
        else:
            first -= 1
    return text[:first] + _STAR * (len(text) - first - last) + text[len(text) - last :]


def _address(text: str) -> str:
    """An address as far as the village or the road: its numbers are covered."""
    covered = _DETAIL.sub(lambda match: _STAR * len(match[0]), text)
    return covered if covered != text else _covered(text, len(text) // 2, 0)
