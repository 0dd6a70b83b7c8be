"""Telling a question from words of a search box."""

from __future__ import annotations

import re

from ..text import canonical

# A question says so by an interrogative, wherever it stands, or by how it ends.
_INTERROGATIVES = re.compile(
    "怎么|怎样|咋|如何|什么|啥|为何|为啥|哪|谁|何时|几时|几年|几天|几个|多少|多久|多长|多大"
    "|是否|是不是|能否|能不能|可否|可不可以|可以不|有没有|要不要|会不会|该不该|算不算|行不行"
    "|请问|咨询|吗|呢|么$|怎办|合法不|对不对"
)
_MARK = re.compile(r"[?？]\s*$")
# Nobody writes so many characters without a space into a search box, but for a title.
_SENTENCE = 16


def is_question(text: str) -> bool:
    """Whether somebody asks or tells something, instead of naming words.

    ``text`` is as typed. A long sentence without an interrogative (家里老人低保被停了想重新申请)
    counts as well; so does a long title, which is found first in any case.
    """
    if _MARK.search(text):
        return True
    asked = canonical(text)
    if _INTERROGATIVES.search(asked):
        return True
    return any(len(run) >= _SENTENCE for run in asked.split())
