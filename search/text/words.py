"""Words of a run of Han characters: rjieba's, and those of the user dictionary.

The user dictionary is what the office enters (``DictionaryWord``), and what other apps give by
the Wagtail hook ``register_gongkai_search_words``: each function under it takes nothing and
returns texts (names of organs, of topics), whose runs of Han characters are words. Nothing of
this is in the index, so that a change needs no new index.

A segmenter is built once per process. It is built anew when its words have changed, and they
are read again

* at the first use after the office changed the dictionary, in every process that shares this
  cache: the change puts a new stamp into it (``services/dictionary.py``);
* in any case after :data:`FRESH_FOR` seconds, for caches that are not shared (or keep nothing),
  and for the words of other apps, which tell nobody when they change.

What is compared are the words themselves, so that a lost stamp or a wrong clock costs a reading
of the dictionary at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from uuid import uuid4

import rjieba
from django.core.cache import cache
from wagtail import hooks

from .canonical import canonical, is_han
from .synonyms import thesaurus

HOOK = "register_gongkai_search_words"
SHORTEST, LONGEST = 2, 30
# Seconds.
FRESH_FOR = 60
# Occurrences, as often as 是 in rjieba's own dictionary: more than any way to cut the word makes up
# for. Not more, or all other words would count for less.
_SURELY = 100_000
_STAMP = "gongkai_search.dictionary"


@dataclass(frozen=True)
class Dictionary:
    """Words, in canonical form: such that are ``kept`` in one piece wherever their characters
    stand, such that are ``given`` to be weighed against others, and such that are ``refused``."""

    kept: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Segmenter:
    """``engine`` knows ``dictionary``; both were read under ``stamp`` at ``read_at`` (seconds)."""

    engine: rjieba.Jieba
    dictionary: Dictionary
    stamp: str | None
    read_at: float


class _Current:
    """The process's segmenter."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._segmenter: _Segmenter | None = None

    def get(self) -> rjieba.Jieba:
        stamp = _stamp()
        known = self._segmenter
        if known and _is_fresh(known, stamp):
            return known.engine
        with self._lock:
            known = self._segmenter
            if known and _is_fresh(known, stamp):
                return known.engine
            dictionary = read_dictionary()
            is_same = known is not None and known.dictionary == dictionary
            engine = known.engine if known and is_same else build(dictionary)
            self._segmenter = _Segmenter(engine, dictionary, stamp, monotonic())
            return engine


_current = _Current()


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
    cache.set(_STAMP, uuid4().hex, None)


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


def _is_fresh(segmenter: _Segmenter, stamp: str | None) -> bool:
    return segmenter.stamp == stamp and monotonic() - segmenter.read_at < FRESH_FOR


def _stamp() -> str | None:
    """What stands in the cache since the last change; None with a cache that keeps nothing."""
    stamp: str | None = cache.get(_STAMP)
    if stamp is None:
        cache.add(_STAMP, uuid4().hex, None)
        stamp = cache.get(_STAMP)
    return stamp
