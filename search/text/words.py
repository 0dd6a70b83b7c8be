"""Words of a run of Han characters: rjieba's, and those of the user dictionary.

The user dictionary is what the office enters (``DictionaryWord``), and what other apps give by
the Wagtail hook ``register_gongkai_search_words``: each function under it takes nothing and
returns texts (names of organs, of topics), whose runs of Han characters are words. Nothing of
this is in the index, so that a change needs no new index.

A segmenter is built once per process. It is built anew when its words have changed; they are read
again as ``live`` says: when the office changed the dictionary (``services/dictionary.py``), and
every :data:`~..live.FRESH_FOR` seconds, since other apps tell nobody when their words change.

What is compared are the words themselves, so that a lost stamp or a wrong clock costs a reading
of the dictionary at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import rjieba
from wagtail import hooks

from ..live import Live
from .canonical import canonical, is_han
from .synonyms import thesaurus

HOOK = "register_gongkai_search_words"
SHORTEST, LONGEST = 2, 30
# Occurrences, as often as 是 in rjieba's own dictionary: more than any way to cut the word makes up
# for. Not more, or all other words would count for less.
_SURELY = 100_000


@dataclass(frozen=True)
class Dictionary:
    """Words, in canonical form: such that are ``kept`` in one piece wherever their characters
    stand, such that are ``given`` to be weighed against others, and such that are ``refused``."""

    kept: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def _segmenter_for(dictionary: Dictionary) -> rjieba.Jieba:
    return build(dictionary)


_current: Live[rjieba.Jieba] = Live("dictionary", lambda: _segmenter_for(read_dictionary()))


def segment(run: str) -> list[str]:
    """Words of a run of Han characters of a canonical text, in order; joined they are the run."""
    if len(run) < SHORTEST:
        return [run] if run else []
    return list(_current.get().cut(run))


def words_and_parts(run: str) -> list[str]:
    """Words of a run, and the shorter words that long ones are made of (社区 in 四海社区)."""
    return list(_current.get().cut_for_search(run)) if len(run) >= SHORTEST else []


def renew() -> None:
    """Have every process that shares the cache read the dictionary again."""
    _current.renew()


def read_dictionary() -> Dictionary:
    """The user dictionary as it is now. The office's word stands above those of other apps."""
    from ..models import DictionaryWord

    rows = list(DictionaryWord.objects.values_list("word", "treatment"))
    kinds = DictionaryWord.Treatment
    kept = frozenset(word for word, treatment in rows if treatment == kinds.KEPT)
    refused = frozenset(word for word, treatment in rows if treatment == kinds.REFUSED)
    given = frozenset(word for register in hooks.get_hooks(HOOK) for word in words_in(register()))
    # What has synonyms is one word, so that it is known where it stands in a sentence.
    given |= words_in(thesaurus().words)
    return Dictionary(kept, given - kept - refused, refused)


def words_in(texts: Iterable[str]) -> set[str]:
    """Runs of Han characters that can be words, in canonical form; brackets end a run."""
    runs = (run for text in texts for run in canonical(text).split())
    return {run for run in runs if is_han(run) and SHORTEST <= len(run) <= LONGEST}


def build(dictionary: Dictionary) -> rjieba.Jieba:
    """A segmenter that knows a dictionary. Takes about 0.1 seconds and 40 MB."""
    engine = rjieba.Jieba()
    # Sorted, because how often a word is taken to occur depends on the words before it.
    for word in sorted(dictionary.given):
        engine.add_word(word, None, None)
    for word in sorted(dictionary.kept):
        engine.add_word(word, _SURELY, None)
    for word in sorted(dictionary.refused):
        # A word that never occurs is never chosen; rjieba has no other way to take one out.
        engine.add_word(word, 0, None)
    return engine
