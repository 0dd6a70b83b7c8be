"""Tokens of a canonical text: what an index stores and a query asks for.

A run of Han characters gives its bigrams and, at its end, its last character by itself. So every
part of two or more characters is a sequence of bigrams that follow each other in the index, a
single character is the beginning of some token, and the last character keeps the bigrams of two
runs apart.
"""

from __future__ import annotations

from operator import add

from .canonical import is_han
from .numbers import document_number_tokens

# Stands between two texts, so that no phrase reaches from one into the next. A private character:
# no canonical text has it, and to every engine it is a word like any other.
BORDER = "\ue000"


def bigrams(run: str) -> list[str]:
    """Pairs of neighbouring characters."""
    return list(map(add, run, run[1:]))


def index_tokens(canonical_text: str) -> list[str]:
    """Tokens of a canonical text in their order, then those of its document numbers.

    Depends on nothing but the text: SQLite's index must be given the very tokens again that are
    to be taken out of it.
    """
    tokens: list[str] = []
    for run in canonical_text.split(" "):
        if is_han(run):
            tokens += bigrams(run)
            tokens.append(run[-1])
        elif run:
            tokens.append(run)
    tokens += document_number_tokens(canonical_text)
    return tokens


def phrase_tokens(canonical_phrase: str) -> tuple[list[str], bool]:
    """Tokens that follow each other wherever the phrase stands, and whether the last is a prefix.

    The last run may go on in the text: of its characters only the bigrams are known, of a single
    character only that some token begins with it.
    """
    tokens: list[str] = []
    runs = canonical_phrase.split(" ") if canonical_phrase else []
    for run in runs:
        if is_han(run):
            tokens += bigrams(run)
            tokens.append(run[-1])
        else:
            tokens.append(run)
    if runs and is_han(runs[-1]):
        if len(runs[-1]) == 1:
            return tokens, True
        tokens.pop()
    return tokens, False
