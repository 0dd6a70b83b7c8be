"""Keywords that a text suggests, each with the reason why; counting alone, on this machine.

A word counts by how often it occurs and where (the title counts most), against how many other items
have it in their titles; words that other items bear as keywords count more, so that the same thing
gets the same word.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import log

from django.core.cache import cache
from django.utils.translation import gettext as _

from .keyword_counts import keyword_counts
from .models import ItemPage, Organ
from .search_app import search_module

_HAN = re.compile(r"[\u4e00-\u9fff]+")
SHORTEST, LONGEST = 2, 10
# Characters of a text that are read; what stands below hardly says what it is about.
_READ = 20_000
_KNOWN = 5000
_TITLES = 5000
_DAY = 24 * 60 * 60
_CACHE = "gongkai_catalogue.title_words.1"
_IN_TITLE = 4.0
# What occurs less often says nothing; in fewer titles of others a word is called rare.
_LEAST, _RARE = 2, 10
# How much each further character of a word adds.
_LENGTH = 0.15
_BORNE = 1.6
# Words of every official document.
_COMMON_WORDS = """
关于 印发 通知 通告 公告 公示 意见 办法 方案 实施 工作 规定 决定 通报 批复
报告 请示 函件 纪要 会议 有关 进行 开展 以及 根据 按照 为了 我们 他们 单位
部门 各级 要求 相关 加强 进一步 做好 切实 认真 组织 领导 小组 办公室 人民政府
政府 全镇 全市 全县 全区 我镇 本镇 各村 各社区 各办公室 负责 情况 内容 问题
方面 主要 重点 一是 二是 三是 第一 第二 第三 年度 今年 去年 同时 其中 应当
不得 可以 必须 或者 并且 如下 现将 特此 贯彻 落实 执行 确保 提高 推进 建立
完善 制度 机制 措施 任务 目标 附件 联系人 联系电话 日期 时间 地点 信息 公开
试行 修订 调整 成立 转发 召开 发布 管理 行政 基本 村民委员会 居民委员会 没有
什么 这个 一个 已经 需要 包括 具有 由于 因此 对于 上述 以下 以上
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True)
class KeywordSuggestion:
    """A word, and the sentence that says why it is suggested."""

    word: str
    why: str


@dataclass(frozen=True)
class _Candidate:
    word: str
    in_title: bool
    times: int
    others: int
    borne: int
    weight: float


def suggest_keywords(title: str, text: str, limit: int = 8) -> list[KeywordSuggestion]:
    """Up to ``limit`` keywords for an item, the best first; none where there is no segmenter.

    Args:
        title: its title.
        text: its text without markup, summary included.
    """
    candidates = sorted(
        _candidates(title, text[:_READ]), key=lambda each: (-each.weight, each.word)
    )
    chosen: list[_Candidate] = []
    for each in candidates:
        if len(chosen) == limit:
            break
        # Of 公路 and 农村公路 the better one says it.
        if not any(each.word in other.word or other.word in each.word for other in chosen):
            chosen.append(each)
    return [KeywordSuggestion(each.word, _why(each)) for each in chosen]


def _candidates(title: str, text: str) -> list[_Candidate]:
    in_title, in_text = _words(title), _words(text)
    if in_title is None or in_text is None:
        return []
    borne = keyword_counts()
    for word, _number in borne.most_common(_KNOWN):
        if len(word) >= SHORTEST:
            if word in title and word not in in_title:
                in_title[word] = title.count(word)
            if word in text and word not in in_text:
                in_text[word] = text.count(word)
    titles, known = _title_words()
    names = set(Organ.objects.values_list("name", flat=True))
    found = []
    for word in in_title.keys() | in_text.keys():
        if word in _COMMON or word in names or not SHORTEST <= len(word) <= LONGEST:
            continue
        others = titles[word]
        stands_in_title, times = word in title, text.count(word)
        frequency = times + _IN_TITLE * stands_in_title
        if frequency < _LEAST:
            continue
        weight = (1 + log(frequency)) * log((known + 2) / (others + 1) + 1)
        weight *= (_BORNE if borne[word] else 1.0) * (1 + _LENGTH * (len(word) - SHORTEST))
        found.append(_Candidate(word, stands_in_title, times, others, borne[word], weight))
    return found


def _words(text: str) -> Counter[str] | None:
    """Words of a text, and pairs of words that stand together more than once."""
    words = search_module("text.words")
    if words is None:
        return None
    found: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for run in _HAN.findall(text):
        cut = list(words.segment(run))
        found.update(word for word in cut if len(word) >= SHORTEST)
        pairs.update(
            first + second
            for first, second in pairwise(cut)
            if min(len(first), len(second)) >= SHORTEST and not {first, second} & _COMMON
        )
    found.update({pair: number for pair, number in pairs.items() if number > 1})
    return found


def _title_words() -> tuple[Counter[str], int]:
    """In how many titles of the newest items each word stands, and how many titles those are.

    Read once a day: what is rare does not change from hour to hour.
    """
    kept: tuple[Counter[str], int] | None = cache.get(_CACHE)
    if kept is not None:
        return kept
    titles = ItemPage.objects.filter(live=True, alias_of=None).order_by("-published_on")
    read = list(titles.values_list("title", flat=True)[:_TITLES])
    found: Counter[str] = Counter()
    for title in read:
        found.update(set(_words(title) or ()))
    kept = (found, len(read))
    cache.set(_CACHE, kept, _DAY)
    return kept


def _why(each: _Candidate) -> str:
    parts = []
    if each.in_title:
        parts.append(_("因为名称中出现"))
    if each.times:
        parts.append(
            _("正文出现%d次") % each.times if parts else _("因为正文出现%d次") % each.times
        )
    if each.borne:
        parts.append(_("已有%d条条目用它作关键词") % each.borne)
    elif not each.others:
        parts.append(_("其他条目的名称中没有"))
    elif each.others < _RARE:
        parts.append(_("其他条目的名称中少见"))
    return "，".join(parts)


def suggestions_for(item: ItemPage, title: str = "") -> list[KeywordSuggestion]:
    """Suggestions for a draft that its keywords do not hold yet."""
    body = "\n".join(item.body.stream_block.get_searchable_content(item.body))
    found = suggest_keywords(title or item.title, f"{item.summary}\n{body}")
    return [each for each in found if each.word not in item.keyword_list]
