"""Readable, stable addresses for Chinese titles."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from django.utils.text import slugify
from pypinyin import lazy_pinyin

MAX_LENGTH = 60
_DASHES = re.compile(r"[\u2010-\u2015\u2212~～·・]+")


# An address is asked for several times while an item is published.
@lru_cache(maxsize=2048)
def pinyin_slug(text: str, fallback: str = "item") -> str:
    """``text`` in pinyin, at most ``MAX_LENGTH`` characters, cut between syllables.

    ``pinyin_slug("泗门镇2013年公告")`` is ``si-men-zhen-2013-nian-gong-gao``.
    """
    # Dashes of every length part words: 1—3月 is 1-3-yue, not 13-yue.
    parted = _DASHES.sub(" ", text)
    words = chain.from_iterable(
        _words(syllable) for syllable in lazy_pinyin(parted, errors=_separate)
    )
    slug = ""
    for word in filter(None, words):
        candidate = f"{slug}-{word}" if slug else word
        if len(candidate) > MAX_LENGTH:
            break
        slug = candidate
    return slug or fallback


def _words(syllable: str) -> list[str]:
    if syllable.isascii() and syllable.islower() and syllable.isalpha():
        return [syllable]
    return slugify(syllable).split("-")


def _separate(text: str) -> str:
    """Keep what is not Chinese as a word of its own."""
    return f" {text} "
