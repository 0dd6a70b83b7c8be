"""文号 as one token, whatever brackets, spaces and digits it was written with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .canonical import HAN

# Organ marks in use have two to eight characters (泗政, 国办发, 甬党办发).
_SHORTEST_MARK, _LONGEST_MARK = 2, 8
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?: 年)?"
_SERIAL = r"(?:第 )?0*(?P<serial>[0-9]{1,6})"
_IN_TEXT = re.compile(rf"(?P<mark>[{HAN}]{{2,}}) {_YEAR} {_SERIAL} 号")
_WHOLE = re.compile(rf"(?P<mark>[{HAN}]{{2,8}}) {_YEAR} {_SERIAL}(?: 号)?")


def _token(mark: str, found: re.Match[str]) -> str:
    return f"{mark}n{found['year']}n{found['serial']}"


def document_number_tokens(canonical_text: str) -> Iterator[str]:
    """Tokens of the document numbers in a canonical text.

    In a running text nothing tells where the organ's mark begins (根据泗政〔2013〕12号), so every
    ending of the Han characters before the year counts as one.
    """
    for found in _IN_TEXT.finditer(canonical_text):
        run = found["mark"]
        for length in range(_SHORTEST_MARK, min(len(run), _LONGEST_MARK) + 1):
            yield _token(run[-length:], found)


def document_number_token(canonical_query: str) -> str:
    """The token of a query that is a document number and nothing else; empty otherwise.

    号 may be missing: ``泗政 2013 12``.
    """
    found = _WHOLE.fullmatch(canonical_query)
    return _token(found["mark"], found) if found else ""
