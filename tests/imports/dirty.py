"""A dirty sheet: good rows, and rows with one fault each, of every kind that offices make.

``make`` is seeded: the same seed gives the same sheet. ``Sheet.expected`` has, for each bad line,
the heading at which the fault has to be named.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from openpyxl import Workbook

HEADINGS = [
    "序号", "索引号", "名称", "文号", "内容概述", "正文", "发布机构", "成文日期", "发布日期",
    "生效日期", "失效日期", "主题分类", "体裁分类", "服务对象", "公开方式", "公开时限", "类别",
    "关键词", "附件", "信息类别", "原网址",
]  # fmt: skip
ABOVE = [["泗门镇政府信息公开目录"], ["填表说明：请逐条填写，带*的必填。"]]
FIRST_LINE = len(ABOVE) + 2

TOMORROW = "2099-01-01"
# Kind → (heading at which it is named, the value that is wrong).
KINDS: dict[str, tuple[str, str]] = {
    "no title": ("名称", ""),
    "title too long": ("名称", "关于" + "印发通知的" * 60 + "通知"),
    "title of marks": ("名称", "……"),
    "control character in title": ("名称", "关于\x07公路的通知"),
    "garbled title": ("名称", "关于锟斤拷锟斤拷的通知"),
    "no organ": ("发布机构", ""),
    "organ with a typing error": ("发布机构", "泗门镇农业办公空"),
    "unknown organ": ("发布机构", "月球开发局"),
    "no date": ("成文日期", ""),
    "day that is none": ("成文日期", "2013年2月30日"),
    "month that is none": ("成文日期", "2013-13-01"),
    "word for a date": ("成文日期", "去年春天"),
    "month without day": ("成文日期", "2013年5月"),
    "two digits of a year": ("成文日期", "13.5.3"),
    "day before month": ("成文日期", "05/06/2013"),
    "year of long ago": ("成文日期", "1013-05-03"),
    "made in the future": ("成文日期", TOMORROW),
    "published in the future": ("发布日期", TOMORROW),
    "published before it was made": ("发布日期", "1999-01-01"),
    "broken date of effect": ("生效日期", "2013年4月31日"),
    "ends before it begins": ("失效日期", "1998-01-01"),
    "number without serial": ("文号", "泗政〔2013〕号"),
    "number with one bracket": ("文号", "泗政〔2013 12号"),
    "number with a short year": ("文号", "泗政〔13〕12号"),
    "number of another age": ("文号", "泗政〔1013〕12号"),
    "topic with a typing error": ("主题分类", "工业、交通/公露"),
    "topic of three levels": ("主题分类", "工业、交通/公路/乡道"),
    "unknown genre": ("体裁分类", "同知"),
    "unknown audience": ("服务对象", "外星人"),
    "not to be disclosed": ("公开方式", "不予公开"),
    "unknown mode": ("公开方式", "随便公开"),
    "unknown period": ("公开时限", "三天打鱼"),
    "unknown category": ("类别", "20-99"),
    "no category": ("类别", ""),
    "unknown kind": ("信息类别", "公文包"),
    "summary too long": ("内容概述", "长" * 501),
    "too many keywords": ("关键词", "、".join(f"关键词{number}" for number in range(80))),
    "file that is not there": ("附件", "附件/没有.pdf"),
    "file outside": ("附件", "../../etc/passwd"),
    "error of the spreadsheet": ("名称", "#REF!"),
    "column too narrow": ("成文日期", "########"),
    "no address": ("原网址", "javascript:alert(1)"),
    "number in scientific notation": ("索引号", "2.94857E+14"),
}
# These are named at what they repeat of an earlier line.
REPEATED = {
    "same index number": "索引号",
    "same number, other title": "索引号",
    "same document number": "文号",
    "same title and day": "名称",
}


@dataclass
class Sheet:
    """Lines of a sheet below its headings, and the bad ones among them."""

    rows: list[dict[str, object]] = field(default_factory=list)
    expected: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)

    @property
    def good(self) -> int:
        """How many rows are to come in."""
        return len(self.rows) - len(self.expected)


def make(rows: int, seed: int, share: float = 0.2) -> Sheet:
    """A sheet of so many rows, of which about ``share`` are bad; every kind comes at least once."""
    chance = random.Random(seed)
    kinds = [*KINDS, *REPEATED]
    bad = max(int(rows * share), len(kinds))
    # The first lines are good, so that later ones have something to repeat.
    places = sorted(chance.sample(range(5, rows), bad))
    wanted = [kinds[number % len(kinds)] for number in range(bad)]
    chance.shuffle(wanted)
    wrong = dict(zip(places, wanted, strict=True))
    sheet = Sheet()
    good: list[dict[str, object]] = []
    for number in range(rows):
        row = _good(number, chance)
        kind = wrong.get(number)
        if kind is None:
            good.append(row)
        else:
            line = number + FIRST_LINE
            sheet.expected[line] = _spoil(row, kind, chance.choice(good))
            sheet.kinds[line] = kind
        sheet.rows.append(row)
    return sheet


def _spoil(row: dict[str, object], kind: str, earlier: dict[str, object]) -> str:
    """Make a good row a bad one; return the heading at which that has to be named."""
    if kind in KINDS:
        heading, value = KINDS[kind]
        row[heading] = value
        if kind == "published in the future":
            row["失效日期"] = ""
        return heading
    heading = REPEATED[kind]
    if kind == "same title and day":
        copied = ("名称", "成文日期")
        row["索引号"] = row["文号"] = ""
    elif kind == "same document number":
        copied = ("文号",)
        row["索引号"] = ""
    elif kind == "same index number":
        copied = ("索引号", "名称")
    else:
        copied = ("索引号",)
    row.update({name: earlier[name] for name in copied})
    if kind == "same title and day":
        row["发布日期"] = row["生效日期"] = row["失效日期"] = ""
    return heading


def _good(number: int, chance: random.Random) -> dict[str, object]:
    day = date(2010, 1, 1) + timedelta(days=chance.randrange(3000))
    later = day + timedelta(days=chance.randrange(40))
    row: dict[str, object] = dict.fromkeys(HEADINGS, "")
    row.update(
        {
            "序号": number + 1,
            "索引号": f"OLD-{day.year}-{number:06d}",
            "名称": f"关于做好第{number}号农村公路养护工作的通知",
            "文号": _written_number(day.year, number, chance),
            "正文": f"各村：\n第{number}件。\n特此通知。",
            "内容概述": chance.choice(["", "明确养护责任。", "<p>明确<b>养护</b>责任&nbsp;。</p>"]),
            "发布机构": chance.choice(["泗门镇农业办公室", "泗门镇 党政综合办公室"]),
            "成文日期": _written_day(day, chance),
            "发布日期": _written_day(later, chance),
            "生效日期": chance.choice(["", day.isoformat()]),
            "失效日期": chance.choice(["", "长期", (later + timedelta(days=365)).isoformat()]),
            "主题分类": chance.choice(
                ["工业、交通/公路", "工业、交通\\公路", "综合政务＼政务公开"]
            ),
            "体裁分类": chance.choice(["通知", "意见", ""]),
            "公开方式": chance.choice(["主动公开", "主动", "", "依申请公开"]),
            "公开时限": chance.choice(["长期", "长期公开", "限时公开", ""]),
            "类别": chance.choice(["20-01", "20-01-01", "行政规范性文件"]),
            "关键词": chance.choice(["公路、养护", "公路;养护", "公路 养护", ""]),
            "信息类别": chance.choice(["", "文件"]),
        }
    )
    return row


def _written_day(day: date, chance: random.Random) -> object:
    """A day in one of the ways in which people write it."""
    form = chance.randrange(7)
    return (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        day.strftime("%Y%m%d"),
        day,
        f"{day.year}/{day.month}/{day.day} 0:00:00",
        _in_chinese(day),
    )[form]


def _in_chinese(day: date) -> str:
    digits = "〇一二三四五六七八九"
    year = "".join(digits[int(digit)] for digit in str(day.year))
    return f"{year}年{_counted(day.month)}月{_counted(day.day)}日"


def _counted(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (
        (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")
    )


def _written_number(year: int, number: int, chance: random.Random) -> str:
    form = chance.choice(["泗政〔{}〕{}号", "泗政[{}]{}号", "泗政（{}） {} 号", "泗政【{}】{}号"])
    return form.format(year, number + 1)


def write_xlsx(sheet: Sheet, path):
    """Write it as an office keeps it: title and note above, two blank lines and a total below."""
    book = Workbook()
    page = book.active
    for line in (*ABOVE, HEADINGS):
        page.append(line)
    page.merge_cells("A1:K1")
    for row in sheet.rows:
        page.append([_cell(row[name]) for name in HEADINGS])
    page.append([])
    page.append(["合计", "", f"{len(sheet.rows)}条"])
    book.save(path)
    return path


def _cell(value: object) -> object:
    # openpyxl refuses control characters; the sheet's XML has them in its own spelling.
    if isinstance(value, str) and "\x07" in value:
        return value.replace("\x07", "\ufffd")
    return value
