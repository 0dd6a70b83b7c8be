"""文号 as one token, whatever brackets, spaces and digits it was written with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .canonical import HAN

# Organ marks in use have two to eight characters (泗政, 国办发, 甬党办发).
_SHORTEST_MARK, _LONGEST_MARK = 2, 8
# 〔2013〕12号, 〔2013〕第12号, 2013年第12号, 〔2013年〕第12号.
_NUMBER = r"(?P<year>(?:19|20)[0-9]{2})(?: 年)?(?: ?第)? 0*(?P<serial>[0-9]{1,6})"
# The run as a whole and once only, else a text without any punctuation takes quadratic time.
_IN_TEXT = re.compile(rf"(?<![{HAN}])(?P<mark>[{HAN}]{{2,}}+) {_NUMBER} 号")
_WHOLE = re.compile(rf"(?P<mark>[{HAN}]{{2,8}}) {_NUMBER}(?: 号)?")


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


def spellings(token: str) -> list[str]:
    """Canonical texts that give a token, but for zeros before the serial; to highlight it."""
    mark, year, serial = token.rsplit("n", 2)
    return [
        f"{mark} {year}{between}{serial}{end}"
        for between in (" ", " 第 ", " 年第 ", " 年 第 ")
        for end in (" 号", "")
    ]
