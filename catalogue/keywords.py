"""关键词: how the keywords of an item are told apart."""

from __future__ import annotations

_SEPARATORS = str.maketrans(dict.fromkeys("、，,；;　", " "))


def keywords_in(text: str) -> list[str]:
    """Keywords one by one, each once, whatever they were separated with."""
    return list(dict.fromkeys(text.translate(_SEPARATORS).split()))
