"""What words of titles say of topics: counted from the items there are."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from django.core.cache import cache

from ..catalogue_app import catalogue_model
from ..reading.topics import Topic, topic_of
from ..search_app import search_module

_KEY = "gongkai_drafting:topic_words"
_SECONDS = 3600
# The newest are enough: ways to name things change.
_TITLES = 5000
_SHORTEST = 2
# Words of every title.
_COMMON = {
    "关于", "做好", "印发", "开展", "进一步", "加强", "工作", "通知", "意见", "公告", "通告",
    "决定", "报告", "方案", "实施", "年度", "人民政府", "政府", "办法", "管理", "有关", "问题",
    "批复", "同意", "调整", "公布",
}  # fmt: skip


def words_of(title: str) -> list[str]:
    """Words of a title that may tell its topic."""
    segment = search_module("text.words").segment
    words = [word for run in re.findall(r"[\u4e00-\u9fff]+", title) for word in segment(run)]
    return [word for word in words if len(word) >= _SHORTEST and word not in _COMMON]


def suggest_topic(title: str) -> tuple[int, Topic] | None:
    """Key of the topic that the words of a title speak for, with the reason."""
    known: Any = cache.get_or_set(_KEY, _counted, _SECONDS)
    counts, names, keys = known
    found = topic_of(words_of(title), counts, names)
    return (keys[found.name], found) if found else None


def _counted() -> tuple[dict[str, Any], dict[str, Any], dict[str, int]]:
    topics = {
        topic.pk: topic for topic in catalogue_model("Topic").objects.select_related("parent")
    }
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    items = catalogue_model("ItemPage").objects.filter(live=True).exclude(topic=None)
    rows = items.order_by("-published_on", "-pk").values_list("title", "topic_id")[:_TITLES]
    for title, topic_id in rows:
        for word in dict.fromkeys(words_of(title)):
            counts[word][topics[topic_id].full_name] += 1
    names = {topic.full_name: sorted(set(words_of(topic.name))) for topic in topics.values()}
    keys = {topic.full_name: topic.pk for topic in topics.values()}
    return {word: dict(held) for word, held in counts.items()}, names, keys
