"""A question is told from words of a search box."""

import pytest

from search.query.questions import is_question

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "text",
    [
        "家里穷怎么领补助",
        "低保怎样申请",
        "狂犬疫苗哪里打",
        "老房翻建要不要审批",
        "当兵有什么优待？",
        "户口迁出后能否申请建房",
        "台风淹了家里有补助吗",
        "高齡津貼如何申領",
        "种粮补贴多少",
        "我妈八十多了想问每个月的津贴的事情",
    ],
)
def test_questions(text):
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "低保",
        "农村公路 养护",
        "泗政〔2013〕12号",
        "信息公开年度报告",
        "“最低生活保障” -招标",
        "H7N9",
        "",
        "。。。",
        "公路管理 公路养护 公路收费 公路绿化",
    ],
)
def test_words_of_a_search_box(text):
    assert not is_question(text)
