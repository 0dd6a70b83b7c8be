"""文号: one spelling for every way in which people type a document number."""

from __future__ import annotations

import re
import unicodedata

# After NFKC, which makes full-width letters, digits and round or square brackets half-width.
_OPENING, _CLOSING = r"[〔\[(【{〈《<『「]", r"[〕\])】}〉》>』」]"
_SERIAL = r"第?[ ]?(?P<serial>[0-9]+(?:-[0-9]+)?)[ ]?号?"
_FORMS = (
    re.compile(
        rf"(?P<organ>.*?)[ ]?{_OPENING}[ ]?(?P<year>(?:19|20)[0-9]{{2}})[ ]?年?[ ]?{_CLOSING}"
        rf"[ ]?{_SERIAL}"
    ),
    # No brackets at all: only where spaces tell the three parts from each other.
    re.compile(rf"(?P<organ>\D+)[ ](?P<year>(?:19|20)[0-9]{{2}})[ ]{_SERIAL}"),
)


def normalise_document_number(value: str) -> str:
    """Return ``value`` in the spelling of GB/T 9704, e.g. ``泗政〔2013〕12号``.

    Full-width letters and digits become half-width, the year's brackets become 〔〕, spaces and
    leading zeros of the serial go, 号 is added. What does not have the shape *organ mark, year,
    serial* (for instance ``第12号令``) only loses superfluous spaces.
    """
    text = " ".join(unicodedata.normalize("NFKC", value).split())
    for form in _FORMS:
        if match := form.fullmatch(text):
            # Taking spaces out may bring a letter and its accent together.
            organ = unicodedata.normalize("NFKC", match["organ"].replace(" ", ""))
            serial = match["serial"].lstrip("0")
            serial = serial if serial[:1].isdigit() else f"0{serial}"
            return f"{organ}〔{match['year']}〕{serial}号"
    return text
