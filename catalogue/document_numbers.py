"""文号: one spelling for every way in which people type a document number."""

from __future__ import annotations

import re
import unicodedata

_YEAR_AND_SERIAL = re.compile(
    r"""^(?P<organ>.*?)\s*
        [〔\[\(【{〈<﹝]\s*(?P<year>(?:19|20)\d{2})\s*年?\s*[〕\]\)】}〉>﹞]\s*
        第?\s*(?P<serial>\d+)\s*号?$""",
    re.VERBOSE,
)


def normalise_document_number(value: str) -> str:
    """Return ``value`` in the spelling of GB/T 9704, e.g. ``泗政〔2013〕12号``.

    Full-width letters and digits become half-width, the year's brackets become 〔〕, spaces and
    leading zeros of the serial go, 号 is added. What does not have the shape
    *organ mark, bracketed year, serial* (for instance ``第12号令``) is only trimmed.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    match = _YEAR_AND_SERIAL.match(text)
    if match is None:
        return re.sub(r"\s+", " ", text)
    organ = re.sub(r"\s+", "", match["organ"])
    return f"{organ}〔{match['year']}〕{int(match['serial'])}号"
