"""A town's sheet as an outside examiner would write it: what is good in it, and what is not.

Written from issue 9 and docs/imports.md alone, before the import's code was read. A case changes
some cells of a row that is good otherwise, and says beforehand what has to come of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

# The headings as this office writes them, by what they mean here.
HEADINGS = {
    "serial": "序号",
    "index": "索 引 号",
    "title": "名　称（标题）*",
    "number": "文号",
    "summary": "内容概述",
    "body": "正文",
    "organ": "发布机构",
    "written": "成文日期（生成日期）",
    "published": "发布日期",
    "effective": "生效日期",
    "expires": "失效日期",
    "topic": "主题分类",
    "genre": "体裁分类",
    "audience": "服务对象",
    "mode": "公开方式",
    "period": "公开时限",
    "category": "类别（目录）",
    "keywords": "关键词",
    "files": "附件",
    "remarks": "备注",
}
# The sheet of the year after, kept by somebody else, in another order.
OTHER_HEADINGS = {
    "title": "标题",
    "category": "目录",
    "written": "生成日期",
    "published": "发布日期",
    "organ": "发布机构",
    "number": "文号",
    "index": "索引号",
    "genre": "体裁分类",
    "body": "正文",
}
DAY = date(2013, 3, 5)


@dataclass
class Case:
    """Some cells of a row, and what the examiner expects of it."""

    name: str
    cells: dict[str, Any]
    # Where it is wrong: one heading must be named of each group; none for a good row.
    columns: tuple[tuple[str, ...], ...] = ()
    # Words that one of the sentences must hold: the nearest valid value, as a rule.
    says: tuple[str, ...] = ()
    # Values that the item of a good row must have.
    values: dict[str, Any] = field(default_factory=dict)
    # What only a workbook can have (a formula without value, a real error).
    workbook_only: bool = False


def good(name, /, *, values=None, **cells):
    return Case(name, cells, values=values or {})


def bad(name, column, /, *says, workbook_only=False, **cells):
    columns = column if isinstance(column, tuple) else (column,)
    groups = tuple(each if isinstance(each, tuple) else (each,) for each in columns)
    return Case(name, cells, columns=groups, says=says, workbook_only=workbook_only)


def row(serial, cells):
    """The cells of row ``serial`` by meaning."""
    return {
        "serial": serial,
        "index": f"002948561/2013-{serial:05d}",
        "title": f"关于做好{_chinese(serial)}村道路养护工作的通知",
        "number": f"泗政〔2013〕{serial}号",
        "summary": "明确养护责任。",
        "body": "各村、各单位：\n为做好养护，现通知如下。",
        "organ": "泗门镇农业办公室",
        "written": "2013-03-05",
        "published": "2013-03-08",
        "effective": None,
        "expires": None,
        "topic": "工业、交通/公路",
        "genre": "通知",
        "audience": None,
        "mode": "主动公开",
        "period": "长期公开",
        "category": "20-01",
        "keywords": "公路 养护",
        "files": None,
        "remarks": "已归档",
        **cells,
    }


def _chinese(number):
    return "".join("零一二三四五六七八九"[int(digit)] for digit in f"{number:03d}")


def _day(text, day=DAY, **cells):
    return good(f"day {text!r}", written=text, values={"written_on": day}, **cells)


def _number(text, spelt):
    return good(f"document number {text!r}", number=text, values={"document_number": spelt})


GOOD_DAYS = [
    _day("2013.3.5"),
    _day("2013年3月5日"),
    _day("20130305"),
    _day(20130305),
    _day(41338),
    _day("41338"),
    _day("二〇一三年三月五日"),
    _day("二○一三年三月五日"),
    _day("二零一三年三月五日"),
    _day("２０１３年３月５日"),
    _day("2013．3．5"),
    _day("2013-03-05 09:30:00"),
    _day("2013-03-05T00:00:00"),
    _day("2013/3/5 9:30"),
    _day("2013/3/5"),
    _day("2013-3-5"),
    _day("2013年03月05日"),
    _day("2013 年 3 月 5 日"),
    _day("2013年\n3月5日"),
    _day("2013年3月5号"),
    _day("2013年3月5日（星期二）"),
    _day("　2013-03-05 \u200b"),
    _day("2013\u20133\u20135"),
    _day("2013.3.5."),
    _day(datetime(2013, 3, 5, 16, 20)),
    _day(DAY),
    _day("二〇一二年十二月三十一日", date(2012, 12, 31)),
    _day("二〇一二年十月二十日", date(2012, 10, 20)),
    _day("二〇一二年二月二十九日", date(2012, 2, 29)),
]
GOOD_NUMBERS = [
    _number("泗政[2013]901号", "泗政〔2013〕901号"),
    _number("泗政【2013】902号", "泗政〔2013〕902号"),
    _number("泗政(2013)903号", "泗政〔2013〕903号"),
    _number("泗政（2013）904号", "泗政〔2013〕904号"),
    _number("泗政〔2013〕第905号", "泗政〔2013〕905号"),
    _number("泗政〔2013〕0906号", "泗政〔2013〕906号"),
    _number("泗政﹝2013﹞907号", "泗政〔2013〕907号"),
    _number(" 泗政 〔2013〕\n908 号　", "泗政〔2013〕908号"),
    _number("泗政［２０１３］９０９号", "泗政〔2013〕909号"),
    _number("泗政〔2013]910号", "泗政〔2013〕910号"),
    _number("泗政〔2013〕911", "泗政〔2013〕911号"),
    _number("泗政〔2013〕\u200b912号", "泗政〔2013〕912号"),
    _number("余姚市人民政府公告第16号", "余姚市人民政府公告第16号"),
    # An office marks an empty cell with a stroke or says so.
    _number("无", ""),
    _number("/", ""),
    _number("——", ""),
]
GOOD_CELLS = [
    good("nothing but what is needed", index=None, number=None, summary=None, body=None,
         published=None, topic=None, genre=None, mode=None, period=None, keywords=None,
         values={"disclosure_mode": "proactive", "disclosure_period": "permanent"}),
    good("blanks around", title="　 关于表彰先进的决定 ", organ=" 泗门镇农业办公室　",
         category=" 20-01 ", genre="决定 ",
         values={"title": "关于表彰先进的决定", "genre.name": "决定"}),
    good("line breaks in cells", title="关于加强防汛工作的\n通知", organ="泗门镇\r\n农业办公室",
         values={"title": "关于加强防汛工作的通知"}),
    good("a zero-width space in the title", title="关于\u200b加强\ufeff防台工作的通知",
         values={"title": "关于加强防台工作的通知"}),
    good("a zero-width space in the organ", organ="泗门镇农业\u200b办公室"),
    good("full-width index number", index="００２９４８５６１／２０１３－０９００１",
         values={"index_number": "００２９４８５６１／２０１３－０９００１"}),
    good("index number of another system", index="SM010-0102-2013-0044",
         values={"index_number": "SM010-0102-2013-0044"}),
    good("short form of the scheme, kept", index="002948561/2013-77",
         values={"index_number": "002948561/2013-77"}),
    good("organ by short name", organ="泗门镇", values={"organ.name": "泗门镇人民政府"}),
    good("topic with the other stroke", topic="综合政务\\政务公开",
         values={"topic.full_name": "综合政务/政务公开"}),
    good("topic with a dash", topic="综合政务—政务公开",
         values={"topic.full_name": "综合政务/政务公开"}),
    good("topic with blanks", topic="综合政务 ／ 政务公开",
         values={"topic.full_name": "综合政务/政务公开"}),
    good("a class of topics alone", topic="综合政务", values={"topic.full_name": "综合政务"}),
    good("category by title", category="统计信息", values={"category": "20-04"}),
    good("category by path", category="规范性文件/行政规范性文件",
         values={"category": "20-01-01"}),
    good("on request", mode="依申请公开", values={"disclosure_mode": "on_request"}),
    good("for a time", period="限时公开", expires="2014年12月31日",
         values={"disclosure_period": "limited", "expires_on": date(2014, 12, 31)}),
    good("the words of the guideline's samples", period="常年公开",
         values={"disclosure_period": "permanent"}),
    good("retroactive", effective="2013-01-01", values={"effective_on": date(2013, 1, 1)}),
    good("in force later than today", effective="2013-04-01", expires="2099-12-31",
         values={"expires_on": date(2099, 12, 31)}),
    good("no end", effective="2013-04-01", expires="无", values={"expires_on": None}),
    good("strokes in empty cells", effective="/", expires="—", audience="-", topic="／",
         values={"effective_on": None, "expires_on": None, "audience": None, "topic": None}),
    good("audience", audience="公民", values={"audience.name": "公民"}),
    good("keywords with all separators", keywords="公路，养护；农村、资金 冬季",
         values={"keyword_list": ["公路", "养护", "农村", "资金", "冬季"]}),
    good("script in the body",
         body="<p onclick=\"x()\">各村：</p><script>alert(1)</script><p>请<b>落实</b>。"
              "<a href=\"javascript:alert(2)\">办法</a></p>",
         values={"without": ("script", "alert", "onclick", "javascript"), "with": ("请", "落实")}),
    good("entities and tags in the title", title="<b>关于&ldquo;三务&rdquo;公开</b>&nbsp;的通知",
         values={"title": "关于“三务”公开 的通知"}),
    good("an attachment", files="养护计划.txt", values={"attachments": 1}),
    good("two attachments", files="养护计划.txt；附表/经费.csv", values={"attachments": 2}),
    good("an identity number, which the review will find",
         body="申请人的身份证号为330281199001011235，请核对。", values={}),
    good("English quotes and commas", title="关于“五水共治”,“三改一拆”\"两路\"的通知",
         values={"title": "关于“五水共治”,“三改一拆”\"两路\"的通知"}),
    good("a character outside the basic plane", title="关于𠮷村改造的通知",
         values={"title": "关于𠮷村改造的通知"}),
]  # fmt: skip

BAD_DAYS = [
    bad("30 February", "written", "2013-02-28", written="2013-02-30"),
    bad("thirteenth month", "written", written="二〇一三年十三月"),
    bad("thirteenth month with a day", "written", written="二〇一三年十三月五日"),
    bad("31 April", "published", "2013-04-30", published="2013年4月31日"),
    bad("29 February of 2013", "effective", "2013-02-28", effective="2013.2.29"),
    bad("month alone", "written", "日", written="2013年3月"),
    bad("year alone", "written", written="2013年"),
    bad("year alone as a number", "expires", expires=2015),
    bad("two digits of a year", "written", "四位", written="13-3-5"),
    bad("day and month either way", "written", written="05/06/2013"),
    bad("words for a day", "written", "见原件", written="见原件"),
    bad("two days", "published", published="2013-03-08至2013-03-15"),
    bad("nought", "published", published="0000-00-00"),
    bad("number nought", "published", published=0),
    bad("year 1013", "written", written="1013-03-05"),
    bad("written in the future", "written", written="2103-03-05", published=None),
    bad("published in the future", "published", published="2103-03-08"),
    bad("as of its publication", "effective", effective="自印发之日起施行"),
    bad("for five years", "expires", expires="有效期五年"),
    bad("no day", "written", written=None),
    bad("a stroke for the day", "written", written="/"),
    bad("published before it was written", "published", published="2013-03-04"),
    bad("ended before it began", "expires", effective="2013-04-01", expires="2012-12-31"),
    bad("25 hours", "written", written="2013-03-05 25:00"),
    bad("letter O", "written", "2013-03-05", written="2O13-03-05"),
    bad("truncated date", "written", "#####", written="########"),
]
BAD_NUMBERS = [
    bad("number without serial", "number", number="泗政〔2013〕号"),
    bad("number without year", "number", number="泗政〔〕5号"),
    bad("two digits of a year in the number", "number", number="泗政〔13〕921号"),
    bad("number without mark", "number", number="〔2013〕922号"),
    bad("a number for a number", "number", number=12),
    bad("long number", "number", "100", number="泗政" + "政" * 100 + "〔2013〕5号"),
    bad("index without digits", "index", index="待定"),
    bad("index in floating point", "index", index="2.94856E+18"),
    bad("index of 20 digits as a number", "index", workbook_only=True, index=29485612013000071234),
    bad("long index", "index", "100", index="0" * 101),
    bad("index twice in the sheet", "index", index="TWICE/2013-00001"),
    bad("index twice, in full width", "index", index="ＴＷＩＣＥ／２０１３－００００１"),
    bad("index twice, with spaces", "index", index="TWICE / 2013-00001"),
    bad("index of the database", "index", "关于既有事项的通知", index="HAVE/2013-00001"),
    bad("index of a deleted item", "index", index="GONE/2013-00001"),
]
BAD_VOCABULARY = [
    bad("organ misspelt", "organ", "泗门镇农业办公室", organ="泗门镇农业办公式"),
    bad("organ cut", "organ", "泗门镇党政综合办公室", organ="泗门镇党政综合办"),
    bad("topic of a digit", "topic", "请先在管理后台建立", topic="1"),
    bad("organ as above", "organ", "应写出内容", organ="同上"),
    bad("two organs", "organ", "编制文号", organ="泗门镇农业办公室、泗门镇党政综合办公室"),
    bad("two genres", "genre", "只能填写一个", genre="通知、公告"),
    bad("no organ", "organ", organ=None),
    bad("organ that had ended", "organ", "泗门镇党政综合办公室", organ="泗门镇计划生育办公室"),
    bad("topic unknown", "topic", "工业、交通/公路", topic="工业、交通/道路"),
    bad("topic of another class", "topic", topic="综合政务/公路"),
    bad("genre misspelt", "genre", "通知", genre="通之"),
    bad("genre too long", "genre", "通知", genre="通知书"),
    bad("audience unknown", "audience", "公民", audience="公明"),
    bad("two audiences", "audience", "公民", audience="公民、法人"),
    bad("category near", "category", "20-01", category="20-1"),
    bad("category's title near", "category", "规范性文件", category="规范性文件类"),
    bad("category unknown", "category", category="党建工作"),
    bad("no category", "category", category=None),
    bad("mode unknown", "mode", "主动公开", mode="主动公幵"),
    bad("not to be disclosed", "mode", "不予公开", mode="不予公开"),
    bad("time nonsense", "period", "长期公开", period="三天打鱼"),
    bad("time of another column", "period", "长期公开", period="20个工作日"),
]
BAD_TEXTS = [
    bad("no title", "title", title=None),
    bad("title of blanks", "title", title="　 \u200b"),
    bad("title too long", "title", "255", title="关于" + "长" * 260 + "的通知"),
    bad("summary too long", "summary", "500", summary="概" * 501),
    bad("keywords too long", "keywords", "255", keywords=" ".join(["农村公路养护"] * 1 + [
        f"关键词语第{each}个" for each in range(60)])),
    bad("body cut off by Excel", "body", "32767", body="文" * 32767),
    bad("title a number", "title", title=2013),
    bad("character lost", "title", title="关于加强\ufffd\ufffd管理的通知"),
    bad("a character that nobody sees nor can mean", "title", "第3个字符",
        title="关于\x07加强管理的通知"),
    bad("reference lost", "title", "#REF!", title="#REF!"),
    bad("nothing found", "number", "#N/A", number="#N/A"),
    bad("not a value", "written", "#VALUE!", written="#VALUE!"),
    bad("name unknown", "organ", "#NAME?", organ="#NAME?"),
    bad("formula without value", "title", workbook_only=True, title="=B9&\"通知\""),
    bad("title and day exchanged", ("title", "written"), title="2013-03-05",
        written="关于加强防汛工作的意见"),
    bad("organ and topic exchanged", ("organ", "topic"), "“工业、交通/公路”",
        organ="工业、交通/公路", topic="泗门镇农业办公室"),
    bad("number and title exchanged", (("title", "number"),), title="泗政〔2013〕931号",
        number="关于开展卫生检查的通知"),
    bad("genre and category exchanged", ("genre", "category"), genre="20-01", category="通知"),
    bad("nearly empty", ("organ", "written", "category"),
        **dict.fromkeys(["index", "number", "summary", "body", "organ", "written", "published",
                         "topic", "genre", "mode", "period", "category", "keywords", "remarks"])),
    bad("three faults at once", ("written", "genre", "category"), written="2013-06-31",
        genre="通之", category="20-1"),
]  # fmt: skip
BAD_FILES = [
    bad("file of nearly that name", "files", "最接近的是“养护计划.txt”", files="养护计画.TXT"),
    bad("file absent", "files", "验收报告.pdf", files="验收报告.pdf"),
    bad("one of two absent", "files", "最接近的是“经费.csv”", files="养护计划.txt；附表/经费.xls"),
    bad("a program", "files", "安装.exe", files="安装.exe"),
    bad("a program by another name", "files", "扫描件.pdf", files="扫描件.pdf"),
    bad("out of the folder", "files", files="../机密.txt"),
    bad("the clerk's own disk", "files", files="C:\\Users\\Administrator\\桌面\\养护计划.txt"),
    bad("empty file", "files", "空白.txt", files="空白.txt"),
]
# Same title and day as a row above; same number; both against the database.
DUPLICATES = [
    bad("title and day of another row", "title", title="关于春季绿化的通知",
        number=None, index=None),
    bad("number of another row", "number", number="泗政（2013）941号", index=None),
    bad("number of the database", "number", number="泗政[2013]9001号", index=None),
    bad("title and day of the database", "title", title="关于既有事项的通知",
        number=None, index=None, written="2013年1月5日"),
]  # fmt: skip
FIRST_OF_TWO = [
    good("first with this index number", index="TWICE/2013-00001"),
    good("first with this title", title="关于春季绿化的通知"),
    good("first with this document number", number="泗政〔2013〕941号"),
]

GOOD = [*FIRST_OF_TWO, *GOOD_DAYS, *GOOD_NUMBERS, *GOOD_CELLS]
BAD = [*BAD_DAYS, *BAD_NUMBERS, *BAD_VOCABULARY, *BAD_TEXTS, *BAD_FILES, *DUPLICATES]


def mixed():
    """Good and bad rows as they come, two to three; the first of two stays before its second."""
    cases, good_left, bad_left = [], list(GOOD), list(BAD)
    while good_left or bad_left:
        cases += good_left[:2] + bad_left[:2]
        del good_left[:2], bad_left[:2]
    return [(serial, case) for serial, case in enumerate(cases, start=1)]
