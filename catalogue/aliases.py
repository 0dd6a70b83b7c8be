"""Values of vocabularies that became others: how old texts are read with today's values.

A merge (``services/merging.py``) changes the rows of items, but never a revision, since what was
reviewed stays as it was. So that both agree, a revision is read with the new values, and the item
keeps in ``merged_values`` which old ones its text was reviewed with. The digest of a review is that
of the old values, as long as the vocabulary itself says that they became the new ones: an item is
the same text before and after a merge, and nobody can pass off another value for a merged one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q

from .keywords import keywords_in

if TYPE_CHECKING:
    from .models import VocabularyMerge

KEY_FIELDS = ("organ", "topic", "genre", "audience")
WORDS = "keywords"


def _merges() -> Any:
    return apps.get_model("gongkai_catalogue.VocabularyMerge")._default_manager


class Aliases:
    """What the values of some texts have become; one query for all of them."""

    def __init__(self, texts: Iterable[Mapping[str, Any]]) -> None:
        """``texts`` hold keys and keywords by the names of the item's fields."""
        keys: dict[str, set[int]] = {name: set() for name in KEY_FIELDS}
        words: set[str] = set()
        for text in texts:
            for name in KEY_FIELDS:
                if isinstance(text.get(name), int):
                    keys[name].add(text[name])
            words.update(keywords_in(str(text.get(WORDS) or "")))
        asked = Q(pk__in=())
        for name, found in keys.items():
            if found:
                asked |= Q(vocabulary=name, old_key__in=found)
        if words:
            asked |= Q(vocabulary=WORDS, old_name__in=words)
        self._keys: dict[tuple[str, int], int] = {}
        self._words: dict[str, str] = {}
        rows: Iterable[VocabularyMerge] = _merges().filter(asked).order_by()
        for row in rows:
            if row.vocabulary == WORDS:
                self._words[row.old_name] = row.new_name
            elif row.old_key is not None and row.new_key is not None:
                self._keys[row.vocabulary, row.old_key] = row.new_key

    def now(self, name: str, value: Any) -> Any:
        """What the value of a field has become; the same where it was not merged."""
        if name == WORDS:
            text = str(value or "")
            if not self._words:
                return value
            return replaced(text, self._words)
        return self._keys.get((name, value), value)


def replaced(keywords: str, words: Mapping[str, str]) -> str:
    """Keywords with some words replaced, each once; a word that became nothing is left out."""
    found = keywords_in(keywords)
    if not any(word in words for word in found):
        return keywords
    return " ".join(dict.fromkeys(filter(None, (words.get(word, word) for word in found))))


def merged_memo(
    memo: Mapping[str, Any], name: str, old: Any, new: Any, aliases: Aliases
) -> dict[str, Any]:
    """``merged_values`` after the field ``name`` went from ``old`` to ``new`` by a merge.

    What was noted before stands, where it is what ``old`` came from: the review saw it first.
    """
    kept = dict(memo)
    if not (name in kept and aliases.now(name, kept[name]) in (old, new)):
        kept[name] = old
    return kept


def read_with_todays_values(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a revision with what its values have become; a copy."""
    changed = dict(content)
    memo = dict(content.get("merged_values") or {})
    aliases = Aliases([content, memo])
    for name in (*KEY_FIELDS, WORDS):
        old = content.get(name)
        new = aliases.now(name, old)
        if new != old:
            memo = merged_memo(memo, name, old, new, aliases)
            changed[name] = new
    changed["merged_values"] = memo
    return changed


def as_reviewed(memo: Mapping[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """The values of a text as its review saw them: those of ``memo`` that became what stands there
    by a merge, and by nothing else."""
    aliases = Aliases([memo])
    seen = dict(data)
    for name in (*KEY_FIELDS, WORDS):
        if name in memo and name in seen and aliases.now(name, memo[name]) == seen[name]:
            seen[name] = memo[name]
    return seen
