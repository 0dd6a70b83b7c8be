"""Documents to search, and the plain scan that says what a search must find."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

from catalogue.models import ItemPage
from search.backends.documents import document_of
from search.query.tree import tree_of
from tests.factories.pages import make_items

LAWS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "laws.jsonl.gz"

# Title, summary, document number, text.
WRITTEN = (
    ("泗门镇政府信息公开指南", "怎样查阅政府信息", "", "依申请公开的，应当填写申请表。"),
    ("关于建设卫星城市的实施意见", "", "泗政〔2013〕12号", "卫星城市政府应当编制规划。"),
    ("关于调整低保标准的通知", "低保金按月发放", "泗政〔2013〕13号", "原泗政〔2012〕7号同时废止。"),
    ("2013年度政府信息公开工作年度报告", "", "", "全年公开信息1234条，五水共治信息56条。"),
    ("行政复议决定书", "不予受理", "余府复〔2014〕3号", "申请人不服具体行政行为。"),
    ("春耕备耕", "", "", "春。耕。早稻面积2.5万亩，亩产500公斤。"),
    ("關於農業補貼的公告", "繁體字", "", "農機購置補貼每臺兩千元。"),
    ("ＡＢＣ公司安全生产许可", "全角", "", "许可证编号ＡＢＣ－１２３，有效期３年。"),
    ("Wagtail 8.0 upgrade", "Latin", "", "The CMS was upgraded; see https://example.org/wagtail?x=1."),
    ("信息。公开", "信息、公开", "", "信息/公开，不是一个词：公开信息。"),
    ("条例第二十四条", "", "国务院令第711号", "各级人民政府应当加强政府信息资源的规范化。"),
    ("人民政府办公室", "", "甬政办发〔2013〕212号", "依据浙政办发 2013 年第 12 号文件办理。"),
    ("𠀋𠮷野家", "扩展区汉字", "", "𠮷祥如意，〇五年々。"),
    ("号", "一", "", "甲"),
    ("引号“内”与'外'", "a & b | c ! d <-> e:*", "", "AND OR NOT NEAR \"x\" (y) *z* {title} : w^2"),
)  # fmt: skip
_WORDS = (
    "信息", "公开", "政府", "泗门", "镇", "年度", "报告", "行政", "复议", "低保", "卫星",
    "城市", "条例", "规划", "补贴", "农业", "的", "和", "，", "。", "〔2013〕12号", "2013",
    "500", "ABC", " ", "泗政", "人民", "办公室", "公告", "水", "治", "；", "x", "（", "）",
    "共",
)  # fmt: skip
QUERIES = (
    "信息", "信息公开", "政府信息公开", "年度报告", "卫星城市", "星城市政", "城市政府",
    "泗门镇", "低保", "行政复议", "条例", "第二十四条", "人民政府", "没有的词语",
    "信息公开指南", "公开指南怎样", "开工", "春", "耕", "号", "甲", "一", "〇", "水", "镇",
    "々", "2013", "500", "12", "1234", "123", "2.5", "711号", "56条", "201", "ABC", "abc",
    "ＡＢＣ", "wagtail", "WAGTAIL", "wag", "upgrade cms", "x", "y", "a & b", "example.org",
    "泗政〔2013〕12号", "泗政[2013]12号", "泗政（2013）12", "泗政 2013 12",
    "泗政(2013)第012号", "2013 12号", "泗政", "2013〕12", "浙政办发〔2013〕12号",
    "甬政办发〔2013〕212号", "政办发〔2013〕12号", "关于农业补贴", "關於農業補貼", "農機購置",
    "农机", "兩千元", "两千", "１２３", "信息 公开", "信息。公开", "低保 通知",
    "政府 报告 2013", "𠮷野", "𠮷", "如意，〇五", "“内”与", '"信息', "信息*", "-信息",
    "NOT 信息", "a OR b", "{title}",
)  # fmt: skip


def fill(engine, column, rows):
    """Make items of rows like :data:`WRITTEN` and nothing but them in the index; by key."""
    have = ItemPage.objects.count()
    make_items(column.category, column.office, len(rows))
    items = list(ItemPage.objects.order_by("pk")[have:])
    for item, (title, summary, number, text) in zip(items, rows, strict=True):
        item.title, item.summary, item.document_number = title, summary, number
        item.body = [("text", f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>")]
    ItemPage.objects.bulk_update(items, ["title", "summary", "document_number", "body"])
    engine.add_bulk(ItemPage, items)
    return {item.pk: document_of(item).searched for item in items}


def mixed(number=185):
    """Written texts, and made-up ones of a few words, in which every word is in many."""
    chance = random.Random(13)
    return [
        *WRITTEN,
        *(
            (
                "".join(chance.choices(_WORDS, k=6)) or "无题",
                "".join(chance.choices(_WORDS, k=chance.randrange(9))),
                chance.choice(["", f"泗政〔2013〕{place}号"]),
                "".join(chance.choices(_WORDS, k=chance.randrange(60))),
            )
            for place in range(number)
        ),
    ]


def laws():
    with gzip.open(LAWS, "rt", encoding="utf-8") as lines:
        return [
            (row["title"], row["organ"][:200], row["doc_no"][:90], row["text"])
            for row in map(json.loads, lines)
        ]


def substrings(texts, number, longest=8, seed=5):
    """Parts of one to eight characters that stand somewhere."""
    chance = random.Random(seed)
    found = []
    while len(found) < number:
        text = chance.choice(texts).replace("\ue000", " ")
        start = chance.randrange(len(text))
        if part := text[start : start + chance.randint(1, longest)].strip():
            found.append(part)
    return found


def wrong(engine, texts, queries, among=None):
    """What queries find too much or too little, beside the scan: nothing, if all is well."""
    among = ItemPage.objects.all() if among is None else among
    faults = {}
    for query in queries:
        results = engine.search(query, among)
        node = tree_of(results.query_compiler.query)
        wanted = {key for key, text in texts.items() if node.stands_in(text)}
        count = results.count()
        found = {item.pk for item in results[: len(texts)]}
        if found != wanted or count != len(wanted) or results.exists() != bool(wanted):
            faults[repr(query)] = {
                "missing": wanted - found, "wrong": found - wanted, "count": (count, len(wanted)),
            }  # fmt: skip
    return faults
