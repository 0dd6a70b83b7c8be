"""How Chinese is read: syllables of pinyin without tones, and which of them sound alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from pypinyin import Style, lazy_pinyin, pinyin

from ..text import is_han
from .syllables import BEGINNINGS, INITIALS, LONGEST, SYLLABLES

# One syllable for each character.
Reading = tuple[str, ...]

# Readings of one text that are kept.
MOST_READINGS = 6
_ALIKE_BEGINNINGS = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}
_ALIKE_ENDS = {"ing": "in", "eng": "en", "ang": "an"}
# Characters that names of places and people read otherwise than words do, and all their readings.
_WRITTEN = """
阿 a e, 蚌 bang beng, 堡 bao pu bu, 埔 pu bu, 查 cha zha, 长 chang zhang, 朝 chao zhao,
重 zhong chong, 传 chuan zhuan, 藏 cang zang, 曾 zeng ceng, 单 dan shan chan, 都 du dou,
番 fan pan, 盖 gai ge, 句 ju gou, 行 xing hang, 会 hui kuai, 浒 hu xu, 降 jiang xiang, 角 jiao jue,
解 jie xie, 卡 ka qia, 乐 le yue, 六 liu lu, 露 lu lou, 秘 mi bi, 缪 miao mu, 铅 qian yan,
覃 qin tan, 区 qu ou, 仇 chou qiu, 厦 sha xia, 莘 shen xin, 石 shi dan, 宿 su xiu, 调 diao tiao,
圩 wei xu, 尉 wei yu, 涡 wo guo, 洗 xi xian, 歙 she xi, 翟 zhai di, 祭 ji zhai, 种 zhong chong
"""
_POLYPHONES = {
    character: syllables for character, *syllables in map(str.split, _WRITTEN.split(","))
}


def is_readable(text: str) -> bool:
    """Whether a text is Han characters and nothing else, at least one."""
    return bool(text) and all(map(is_han, text))


def reading_of(text: str) -> Reading:
    """The usual reading of a text of Han characters, words read as words (银行 is yin hang).

    A character that nobody knows how to read is a syllable of its own.
    """
    return _fitting(text, [syllable.replace("ü", "v") for syllable in lazy_pinyin(text)])


def readings_of(text: str) -> list[Reading]:
    """The usual reading, and those in which one character is read as in names; at most
    :data:`MOST_READINGS`. No dictionary has all names: 单县 is shan xian.

    A character in a word that the dictionary has (银行) is read in one way only.
    """
    usual = reading_of(text)
    possible = pinyin(text, style=Style.NORMAL, heteronym=True)
    found = {usual: None}
    for place, character in enumerate(text):
        if len(possible) == len(usual) and len(possible[place]) > 1:
            for syllable in _POLYPHONES.get(character, ()):
                found.setdefault((*usual[:place], syllable, *usual[place + 1 :]))
    return list(found)[:MOST_READINGS]


def _fitting(text: str, syllables: Sequence[str]) -> Reading:
    """Syllables one for each character, whatever the dictionary made of runs it does not know."""
    if len(syllables) == len(text):
        return tuple(syllables)
    return tuple("".join(lazy_pinyin(character)) for character in text)


@cache
def fuzzy(syllable: str) -> str:
    """What a syllable shares with those it is mistaken for: zh with z, n with l, ing with in."""
    for beginning, plain in _ALIKE_BEGINNINGS.items():
        if syllable.startswith(beginning):
            syllable = plain + syllable[len(beginning) :]
            break
    for end, plain in _ALIKE_ENDS.items():
        if syllable.endswith(end):
            return syllable[: -len(end)] + plain
    return syllable


def fuzzily(reading: Reading) -> Reading:
    """A reading in which what sounds alike is the same."""
    return tuple(map(fuzzy, reading))


def splits(letters: str, most: int) -> list[list[str]]:
    """Ways to read letters as syllables and initials, the last of which may be unfinished.

    ``xinxigk`` is xin xi g k, ``xinxigo`` xin xi go. At most ``most``; those of fewer parts come
    first, since who types whole syllables means them.
    """
    possible = _numbers_of_parts(letters)
    ways = (way for parts in sorted(possible[0]) for way in _ways(letters, 0, parts, possible))
    return list(islice(ways, most))


def _numbers_of_parts(letters: str) -> list[set[int]]:
    """Into how many parts the letters from each place on can be split: so that no way is tried
    that leads nowhere, of which there are more than anybody can wait for."""
    size = len(letters)
    possible: list[set[int]] = [set() for _place in range(size + 1)]
    for place in range(size - 1, -1, -1):
        if letters[place:] in BEGINNINGS:
            possible[place].add(1)
        for end in range(place + 1, min(place + LONGEST, size - 1) + 1):
            if _is_part(letters[place:end]):
                possible[place] |= {number + 1 for number in possible[end]}
    return possible


def _ways(letters: str, place: int, parts: int, possible: list[set[int]]) -> Iterator[list[str]]:
    if parts == 1:
        yield [letters[place:]]
        return
    for end in range(min(place + LONGEST, len(letters) - 1), place, -1):
        first = letters[place:end]
        if parts - 1 in possible[end] and _is_part(first):
            for rest in _ways(letters, end, parts - 1, possible):
                yield [first, *rest]


def _is_part(letters: str) -> bool:
    return letters in SYLLABLES or letters in INITIALS
