"""Values as people write them: what they become, or what is said about them."""

from __future__ import annotations

from datetime import date

import pytest

from imports import values
from imports.fields import field_of
from imports.values import BadValue

MAY = date(2013, 5, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013年5月3日", MAY),
        ("2013年05月03日", MAY),
        ("2013 年 5 月 3 日", MAY),
        ("2013.5.3", MAY),
        ("2013-05-03", MAY),
        ("2013-05-03 00:00", MAY),
        ("2013-05-03T00:00:00+08:00", MAY),
        ("2013/5/3 10:20:30", MAY),
        ("2013-05-03 上午9:30", MAY),
        ("20130503", MAY),
        ("２０１３年５月３日", MAY),
        ("二〇一三年五月三日", MAY),
        ("二○一三年五月三日", MAY),
        ("二零一三年五月三日", MAY),
        ("二O一三年十二月三十一日", date(2013, 12, 31)),
        ("二〇一三年元月廿三日", date(2013, 1, 23)),
        ("二0一三年五月三日", MAY),
        ("二０一三年五月三日", MAY),
        ("二〇一三年5月3日", MAY),
        ("2013年五月三日", MAY),
        ("二〇一三年〇五月〇三日", MAY),
        ("2013。5。3", MAY),
        ("2013，5，3", MAY),
        ("2013年5月3日（签发）", MAY),
        ("2013年5月3日 星期五", MAY),
        ("2013年5月3日起施行", MAY),
        ("41397", MAY),
        ("41397.5", MAY),
        ("2012-02-29", date(2012, 2, 29)),
        ("", None),
        ("—", None),
        ("无", None),
        ("长期有效", None),
    ],
)
def test_dates(text, expected):
    assert values.day(text) == expected


@pytest.mark.parametrize(
    ("text", "said", "nearest"),
    [
        ("2013年2月30日", "没有“2013年2月30日”这一天", "2013-02-28"),
        ("2013-13-01", "没有“2013-13-01”这一天", ""),
        ("2013-05-00", "没有“2013-05-00”这一天", "2013-05-01"),
        ("二〇一三年十三月五日", "没有“二〇一三年十三月五日”这一天", ""),
        ("二〇一三年五月三十五日", "没有“二〇一三年五月三十五日”这一天", "2013-05-31"),
        ("2013/5", "只写到月份", "2013-05-01"),
        ("2013年", "只有年份", ""),
        ("13.5.3", "只有两位", "2013-05-03"),
        ("05/03/2013", "分不清月和日", ""),
        ("1013-05-03", "年份1013不对", ""),
        ("昨天", "不是日期", ""),
        ("2013-05-03或者2013-05-04", "不是日期", ""),
        ("12", "不是日期", ""),
    ],
)
def test_dates_that_are_none(text, said, nearest):
    with pytest.raises(BadValue) as caught:
        values.day(text)
    assert said in caught.value.message
    assert caught.value.nearest == nearest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("泗政〔2013〕12号", "泗政〔2013〕12号"),
        ("泗政[2013]12号", "泗政〔2013〕12号"),
        ("泗政（2013）12 号", "泗政〔2013〕12号"),
        ("泗政【2013】012", "泗政〔2013〕12号"),
        ("泗政 2013 12号", "泗政〔2013〕12号"),
        ("第12号令", "第12号令"),
        ("泗政（试）〔2013〕12号", "泗政(试)〔2013〕12号"),
        ("/", ""),
    ],
)
def test_document_numbers(text, expected):
    assert values.document_number(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("泗政〔2013〕号", "不是完整的文号"),
        ("泗政〔13〕12号", "不是完整的文号"),
        ("泗政〔2013 12号", "括号不成对"),
        ("泗政〔1013〕12号", "年份“1013”不对"),
        ("泗政〔2013〕0号", "序号是0"),
        ("泗政〔2013〕12号、泗党〔2013〕3号", "只能填写一个"),
        ("泗政〔2013〕12号 泗党〔2013〕3号", "只能填写一个"),
        ("((2013)12号", "括号不成对"),
        ("文号：泗政〔2013〕12号", "不是完整的文号"),
        ("泗" * 101, "最多100个字"),
    ],
)
def test_document_numbers_that_are_none(text, said):
    with pytest.raises(BadValue, match=said):
        values.document_number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("关于\n公路养护的通知", "关于公路养护的通知"),
        ("  关于　公路  的通知 ", "关于 公路 的通知"),
        ("<p>关于<b>公路</b>的通知&nbsp;</p>", "关于公路的通知"),
        ("<script>alert(1)</script>关于公路的通知", "关于公路的通知"),
        ("关于<某某>的通知", "关于<某某>的通知"),
        ("关于\u200b公路的通知\ufeff", "关于公路的通知"),
        ("=等号开头的通知=", "=等号开头的通知="),
    ],
)
def test_titles(text, expected):
    assert values.title(text) == expected


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (values.title, "关于\x07公路", "第3个字符是控制字符U\\+0007"),
        (values.title, "锟斤拷通知", "乱码"),
        (values.title, "长" * 256, "共256个字，最多255个字"),
        (values.title, "……", "没有文字"),
        (values.title, "=SUM(A1:A3)", "是公式"),
        (values.title, '=B7&"的通知"', "是公式"),
        (values.title, "关于????的通知", "第3个字符起是乱码"),
        (values.title, "同上", "应写出内容"),
        (values.line, "〃", "应写出内容"),
        (values.summary, "长" * 501, "最多500个字"),
        (values.index_number, "2.94857E+14", "科学计数法"),
        (values.index_number, "0029\n48", "换行"),
        (values.body, "长" * 32767, "可能已被截断"),
        (values.old_url, "javascript:alert(1)", "不是网址"),
        (values.keywords, "、".join(f"关键词{n}" for n in range(80)), "最多255个字"),
    ],
)
def test_what_is_refused(read, text, said):
    with pytest.raises(BadValue, match=said):
        read(text)


def test_several_values():
    assert values.keywords("公路、养护,公路；农村 道路") == ("公路", "养护", "农村", "道路")
    assert values.attachments("附件/甲,乙.pdf；附件/丙.doc\n丁.txt") == (
        "附件/甲,乙.pdf",
        "附件/丙.doc",
        "丁.txt",
    )


def test_index_numbers_are_kept_as_they_are():
    assert values.index_number(" ＡＢ－0001/2013 ") == "ＡＢ－0001/2013"


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("索引号", "index_number"),
        ("* 名 称（标题）", "title"),
        ("*必填 标题", "title"),
        ("文号", "document_number"),
        ("发文字号", "document_number"),
        ("摘要", "summary"),
        ("正文", "body"),
        ("正文（续1）", "body"),
        ("正文续2", "body"),
        ("责任部门", "organ"),
        ("成文日期(生成日期)", "written_on"),
        ("生成\n日期", "written_on"),
        ("公开日期", "published_on"),
        ("发布日期（YYYY-MM-DD）", "published_on"),
        ("【失效日期】", "expires_on"),
        ("名称/标题", "title"),
        ("成文日期或生成日期", "written_on"),
        ("名称、文号", ""),
        ("发布机关", "organ"),
        ("公开时限（工作日）", "disclosure_period"),
        ("公开方式", "disclosure_mode"),
        ("类别（目录）", "category"),
        ("附件", "attachments"),
        ("服务对象", "audience"),
        ("体裁分类", "genre"),
        ("主题分类", "topic"),
        ("关键词", "keywords"),
        ("Written_On", "written_on"),
        ("序号", ""),
        ("备注", ""),
    ],
)
def test_headings(heading, code):
    assert field_of(heading) == code
