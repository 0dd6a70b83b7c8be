"""``load_items``: what comes in comes in unaltered, or is refused by line and field."""

from __future__ import annotations

import io
import json
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict

from bench import corpus
from catalogue.filters import ItemFilterSet
from catalogue.models import Genre, ItemPage, Organ, Topic
from catalogue.services import loading
from catalogue.services.vocabularies import seed_vocabularies
from tests.factories.catalogue import OrganFactory, TopicFactory, make_column

LINE = {
    "title": "关于做好农村公路养护工作的通知",
    "body": "各村、各单位：\n　　为了<b>养护</b> & 管理。\n\n特此通知。",
    "summary": "明确养护责任。",
    "document_number": "泗政〔2013〕12号",
    "written_on": "2013-03-01",
    "published_on": "2013-03-04",
    "organ": "泗门镇农业办公室",
    "topic": "工业、交通/公路",
    "genre": "通知",
    "kind": "document",
    "category": "20-01",
    "keywords": ["农村公路", "养护"],
}


@pytest.fixture
def column(db):
    seed_vocabularies()
    return make_column()


@pytest.fixture
def load(tmp_path, column):
    """Load lines (dicts, texts or bytes); return exit status and what was said."""

    def run(*lines, stdin=None, **options):
        file = tmp_path / "items.jsonl"
        file.write_bytes(b"".join(as_bytes(line) for line in lines))
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("load_items", str(file), stdout=out, stderr=err, **options)
        except CommandError as error:
            return 1, f"{out.getvalue()}{err.getvalue()}{error}"
        return 0, out.getvalue() + err.getvalue()

    return run


def as_bytes(line):
    if isinstance(line, dict):
        line = json.dumps(line, ensure_ascii=False)
    return line if isinstance(line, bytes) else line.encode() + b"\n"


def paragraphs_of(item):
    html = "".join(block.value.source for block in item.body)
    return [part.removesuffix("</p>") for part in html.split("<p>")[1:]]


def test_a_line_becomes_an_item_with_every_field(load, column):
    assert load(LINE)[0] == 0
    item = ItemPage.objects.get()
    assert item.live
    assert item.get_parent().specific == column.category
    assert item.title == LINE["title"]
    assert paragraphs_of(item) == [
        "各村、各单位：",
        "　　为了&lt;b&gt;养护&lt;/b&gt; &amp; 管理。",
        "特此通知。",
    ]
    assert item.summary == LINE["summary"]
    assert item.document_number == LINE["document_number"]
    assert (item.written_on, item.published_on) == (date(2013, 3, 1), date(2013, 3, 4))
    assert item.published_year == 2013
    assert item.organ == column.offices[1]
    assert item.topic.full_name == "工业、交通/公路"
    assert item.genre.name == "通知"
    assert item.kind == "document"
    assert item.keywords == "农村公路 养护"
    assert item.index_number == f"{column.government.organisation_code}/2013-00001"


def test_a_number_that_is_given_is_kept(load):
    assert load(LINE | {"index_number": "XX/2001-7"})[0] == 0
    assert ItemPage.objects.get().index_number == "XX/2001-7"


def test_only_what_must_be_there_must_be_there(load, column):
    names = ("title", "written_on", "organ", "category")
    status, said = load({name: LINE[name] for name in names})
    assert status == 0, said
    item = ItemPage.objects.get()
    assert item.kind == "document"
    assert item.published_on
    assert list(item.body) == []


def test_unknown_organs_and_topics_are_made(load):
    status, said = load(
        LINE | {"organ": "国务院", "topic": "综合政务\\政务公开", "index_number": "1"},
        LINE | {"organ": "国务院", "topic": "海洋事务/极地", "index_number": "2"},
    )
    assert status == 0, said
    assert Organ.objects.get(name="国务院").items.count() == 2
    first, second = ItemPage.objects.order_by("index_number")
    assert first.topic == Topic.objects.get(parent__name="综合政务", name="政务公开")
    assert second.topic.full_name == "海洋事务/极地"
    assert "新增机构：国务院" in said
    assert "新增主题：海洋事务、海洋事务/极地" in said
    assert "综合政务" not in said


def test_a_class_alone_is_a_topic(load):
    assert load(LINE | {"topic": "综合政务"})[0] == 0
    assert ItemPage.objects.get().topic.full_name == "综合政务"


def test_keywords_may_be_one_text(load):
    assert load(LINE | {"keywords": "农村公路、养护"})[0] == 0
    assert ItemPage.objects.get().keywords == "农村公路 养护"


@pytest.mark.parametrize("kind", ["news", "动态"])
def test_the_kind_may_be_code_or_name(load, kind):
    assert load(LINE | {"kind": kind})[0] == 0
    assert ItemPage.objects.get().kind == "news"


BAD = {
    "no title": (LINE | {"title": ""}, "title", "没有填写"),
    "null title": (LINE | {"title": None}, "title", "没有填写"),
    "blank title": (LINE | {"title": "  "}, "title", "前后有空格"),
    "title with space": (LINE | {"title": "通知 "}, "title", "前后有空格"),
    "long title": (LINE | {"title": "长" * 256}, "title", "255"),
    "number as title": (LINE | {"title": 12}, "title", "数字"),
    "list as title": (LINE | {"title": ["甲"]}, "title", "列表"),
    "truth as title": (LINE | {"title": True}, "title", "真假值"),
    "line break in title": (LINE | {"title": "关于\n通知"}, "title", "换行"),
    "NUL": (LINE | {"title": "关于\x00通知"}, "title", "第3个字符是控制字符或无效字符U+0000"),
    "NUL in body": (LINE | {"body": "一\n\x00"}, "body", "U+0000"),
    "escape in body": (LINE | {"body": "\x1b[31m"}, "body", "U+001B"),
    "lone surrogate": ('{"title": "\\ud800"}', "title", "U+D800"),
    "object as body": (LINE | {"body": {"text": ""}}, "body", "对象"),
    "long summary": (LINE | {"summary": "长" * 501}, "summary", "500"),
    "long number": (LINE | {"index_number": "9" * 101}, "index_number", "100"),
    "long document number": (LINE | {"document_number": "字" * 101}, "document_number", "100"),
    "long keywords": (LINE | {"keywords": ["字" * 256]}, "keywords", "255"),
    "keyword of two": (LINE | {"keywords": ["农村 公路"]}, "keywords", "农村 公路"),
    "number as keyword": (LINE | {"keywords": [1]}, "keywords", "数字"),
    "no organ": (LINE | {"organ": None}, "organ", "没有填写"),
    "long organ": (LINE | {"organ": "部" * 256}, "organ", "255"),
    "no code of the organ": (LINE | {"organ": "国务院"}, "organ", "组织机构代码"),
    "no day of writing": (LINE | {"written_on": ""}, "written_on", "没有填写"),
    "Chinese date": (LINE | {"written_on": "2013年3月1日"}, "written_on", "不是日期"),
    "impossible date": (LINE | {"written_on": "2013-02-30"}, "written_on", "不是日期"),
    "date with time": (LINE | {"published_on": "2013-03-04T00:00"}, "published_on", "不是日期"),
    "week date": (LINE | {"published_on": "2013-W10-1"}, "published_on", "不是日期"),
    "published before written": (LINE | {"published_on": "2013-02-01"}, "published_on", "早于"),
    "unknown genre": (LINE | {"genre": "通知书"}, "genre", "最接近的是“通知”"),
    "unknown kind": (LINE | {"kind": "poem"}, "kind", "document（文件）"),
    "no category": (LINE | {"category": ""}, "category", "没有填写"),
    "unknown category": (LINE | {"category": "20-09"}, "category", "最接近的是“20-0"),
    "title as category": (LINE | {"category": "统计信息"}, "category", "最接近的是“20-04”"),
    "three levels": (LINE | {"topic": "甲/乙/丙"}, "topic", "大类/小类"),
    "half a topic": (LINE | {"topic": "甲/"}, "topic", "大类/小类"),
    "long topic": (LINE | {"topic": "字" * 101}, "topic", "100"),
    "unknown field": (LINE | {"titel": "甲"}, "titel", "没有这个字段"),
    "unprintable field": ('{"\\ud800": 1}', "\ufffd", "没有这个字段"),
    "field twice": ('{"title": "甲", "title": "乙"}', "", "字段“title”出现了两次"),
    "no JSON": ("{title: 1}", "", "不是有效的JSON"),
    "half a line": ('{"title": "甲', "", "不是有效的JSON"),
    "a list": ("[]", "", "现在是列表"),
    "null": ("null", "", "现在是空值"),
    "a long number": ("9" * 5000, "", "不是有效的JSON"),
    "deep": ("[" * 100_000, "", "不是有效的JSON"),
    "not UTF-8": (json.dumps(LINE, ensure_ascii=False).encode("gbk") + b"\n", "", "UTF-8"),
    "ten megabytes": (LINE | {"body": "长" * 3_500_000}, "", "4MB"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_line_is_named_and_stops_no_other(load, case):
    line, field, message = BAD[case]
    status, said = load(LINE | {"title": "前"}, line, LINE | {"title": "后"})
    assert status == 1
    named = [text for text in said.splitlines() if text.startswith("第")]
    assert [text.split("：")[0] for text in named][:1] == [f"第2行 {field}".rstrip()]
    assert message in said
    assert "发布2条，有误1行" in said
    assert set(ItemPage.objects.values_list("title", flat=True)) == {"前", "后"}


def test_nothing_is_added_for_a_bad_line(load):
    organs, topics = Organ.objects.count(), Topic.objects.count()
    load(LINE | {"organ": "某办公室", "topic": "新类/新项", "genre": "诗"})
    assert (Organ.objects.count(), Topic.objects.count()) == (organs, topics)


def test_a_number_comes_once_in_a_file_and_once_in_the_database(load):
    line = LINE | {"index_number": "X-1"}
    status, said = load(line, line)
    assert status == 1
    assert "第2行 index_number：索引号“X-1”已被使用" in said
    status, said = load(line)
    assert status == 1
    assert "第1行 index_number" in said
    assert ItemPage.objects.count() == 1


def test_every_wrong_field_of_a_line_is_named(load):
    _status, said = load(LINE | {"title": "", "written_on": "gestern", "keywords": 3})
    assert {"第1行 title", "第1行 written_on", "第1行 keywords"} <= {
        text.split("：")[0] for text in said.splitlines()
    }
    assert "有误1行" in said


def test_a_mark_of_byte_order_blank_lines_and_windows_endings_do_no_harm(load):
    status, said = load(
        b"\xef\xbb\xbf" + as_bytes(LINE).strip() + b"\r\n",
        b"\r\n",
        b"   \n",
        as_bytes(LINE).strip(),
    )
    assert status == 0
    assert ItemPage.objects.count() == 2
    assert "跳过空行2行" in said


def test_an_empty_file_publishes_nothing(load):
    status, said = load()
    assert status == 0
    assert "发布0条" in said


def test_standard_input_is_read(column, monkeypatch):
    class Stdin:
        buffer = io.BytesIO(as_bytes(LINE))

    monkeypatch.setattr(sys, "stdin", Stdin)
    call_command("load_items", "-", stdout=io.StringIO(), stderr=io.StringIO())
    assert ItemPage.objects.count() == 1


def test_more_lines_than_a_batch_keep_their_numbers(load):
    lines = [LINE | {"title": f"第{n}件"} for n in range(1, 452)]
    lines[420] |= {"summary": "长" * 501}
    status, said = load(*lines)
    assert status == 1
    assert "第421行 summary" in said
    assert ItemPage.objects.count() == 450


def test_a_missing_file_is_named(column, tmp_path):
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("load_items", str(tmp_path / "none.jsonl"))
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("load_items", str(tmp_path))


def test_without_a_column_it_says_so(db, tmp_path):
    with pytest.raises(CommandError, match="还没有政府信息公开栏目"):
        call_command("load_items", "-")


def test_with_two_columns_one_has_to_be_named(load, column):
    other = make_column(name="低塘镇", slug="ditang", as_site_root=False)
    status, said = load(LINE)
    assert status == 1
    assert "--column" in said
    assert f"{other.home.pk}  ditang" in said
    assert load(LINE, column="nowhere")[0] == 1
    assert load(LINE, column="ditang")[0] == 0
    assert load(LINE, column=str(column.home.pk))[0] == 0
    assert {item.get_parent().get_parent().get_parent().pk for item in ItemPage.objects.all()} == {
        column.home.pk,
        other.home.pk,
    }


def test_lines_are_read_one_by_one():
    class Endless(io.RawIOBase):
        """A file that would never fit into memory."""

        read = 0

        def readline(self, size=-1):
            self.read += 1
            return b"{}\n"

    stream = Endless()
    lines = loading.read_lines(stream)
    assert [next(lines).number for _ in range(3)] == [1, 2, 3]
    assert stream.read == 3


SAMPLE = [
    {
        "title": "国务院办公厅关于公路养护的通知", "text": "各省：\n一、养护  公路。\n\n二、<其他>",
        "index_no": "000014349/2018-00001", "doc_no": "国办发〔2018〕1号", "organ": "国务院办公厅",
        "written_date": "2018-01-02", "publish_date": "2018-02-03", "topic": "工业、交通\\公路",
    },
    {
        "title": "公路条例", "text": "第一条　养护。", "index_no": "000014349/1996-00002",
        "doc_no": "国令第7号", "organ": "国务院、中央军委", "written_date": "1996-01-02",
        "publish_date": "2018-12-03", "topic": "其他",
    },
]  # fmt: skip


@pytest.fixture(params=["corpus", "sample"])
def real_policies(request, tmp_path):
    """The 60 documents of the corpus, and two of the same shape that are always there."""
    if request.param == "corpus":
        if not (corpus.CORPUS / "policies.jsonl").exists():
            pytest.skip(f"the corpus of real texts is not at {corpus.CORPUS}")
        folder = corpus.CORPUS
    else:
        folder = tmp_path
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in SAMPLE)
        (Path(folder) / "policies.jsonl").write_text(text, encoding="utf-8")
    rows = [json.loads(line) for line in (folder / "policies.jsonl").open(encoding="utf-8")]
    return rows, list(corpus.policies(folder))


def test_real_documents_stand_unaltered_and_are_found_by_each_filter(load, column, real_policies):
    rows, lines = real_policies
    status, said = load(*(line | {"category": "20-01-01"} for line in lines))
    assert status == 0, said
    wanted = defaultdict(set)
    for row in rows:
        item = ItemPage.objects.get(index_number=row["index_no"])
        assert item.title == row["title"]
        assert item.document_number == row["doc_no"]
        assert item.topic.full_name == row["topic"].replace("\\", "/")
        assert item.organ.name == row["organ"]
        assert item.written_on.isoformat() == row["written_date"]
        assert item.published_on.isoformat() == row["publish_date"]
        text = [line for line in row["text"].split("\n") if line.strip()]
        assert "".join(block.value.source for block in item.body) == "".join(
            loading.paragraphs(line) for line in text
        )
        assert [unescaped(part) for part in paragraphs_of(item)] == text
        for name, value in {
            "q": row["doc_no"],
            "category": "20-01-01",
            "organ": item.organ.slug,
            "topic": item.topic.code,
            "genre": item.genre.code,
            "kind": "document",
            "year": row["publish_date"][:4],
            "validity": "valid",
        }.items():
            wanted[name, value].add(item.pk)
    for (name, value), keys in wanted.items():
        query = QueryDict(mutable=True)
        query[name] = value
        found = ItemFilterSet(query, root=column.home)
        assert found.is_valid(), (name, found.errors)
        assert keys <= set(found.qs.values_list("pk", flat=True)), (name, value)
    assert ItemPage.objects.count() == len(rows)


def unescaped(html):
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'")):
        html = html.replace(entity, char)
    return html.replace("&amp;", "&")


def test_the_genre_is_read_off_the_title():
    assert corpus.genre_of("国务院办公厅关于科技节水建议的复函") == "函"
    assert corpus.genre_of("专利代理条例") == "其他"


def test_the_order_of_categories_does_not_matter_for_new_terms(load):
    TopicFactory(code="dai-gong-lu", name="待公路")
    OrganFactory(name="既有机构")
    status, said = load(LINE | {"organ": "既有机构", "topic": "待公路/待公路"})
    assert status == 0, said
    assert ItemPage.objects.get().topic.code == "dai-gong-lu-dai-gong-lu"
    assert Genre.objects.exists()
