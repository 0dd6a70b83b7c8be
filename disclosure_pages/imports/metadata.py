"""What a report says about itself: year, organ, date, and its text part by part."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import zip_longest

from .document import Document
from .labels import like
from .normalise import normal, plain

_YEARS = range(2008, 2100)
_REPORT = r"(?:(?:政府|政务)?信息公开|政务公开).{0,12}?(?:报告|年报)"
_TITLE = re.compile(rf"(?P<before>.*?)(?P<year>20\d\d)年?(?:年度|度)?(?P<after>.*?){_REPORT}")
_YEAR_BEHIND = re.compile(rf"(?P<before>.*?)(?P<after>){_REPORT}[(\[](?P<year>20\d\d)年?度?[)\]]")
# The two halves of a title that is broken.
_FIRST_HALF = re.compile(r".{0,30}20\d\d年?度?(?:政府信息公开)?(?:工作)?")
_SECOND_HALF = re.compile(r"(?:政府信息公开)?(?:工作)?(?:年度)?(?:报告|年报)")
_PERIOD = re.compile(r"(?:统计|数据|期限|时限|时间|期间).{0,20}?(20\d\d)年0?1月0?1日")
_ANY_PERIOD = re.compile(
    r"(20\d\d)[年./-]0?1[月./-]0?1日?.{0,6}?(?:20\d\d[年./-])?(?:12[月./-]31|年底)"
)
_YEAR = re.compile(r"(20\d\d)年")
_DATE = re.compile(r"(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?")
_PUBLISHED = re.compile(
    r"(?:发布|公开|发文|成文|生成|编发|更新)?(?:日期|时间)[:：]?(20\d\d[年./-]\d{1,2}[月./-]\d{1,2})"
)
_DIGITS = str.maketrans("〇零○ОΟOo0一二三四五六七八九", "0" * 8 + "123456789")
_CHINESE_YEAR = re.compile(r"二[〇零○ОΟOo0][〇零○ОΟOo0一二三四五六七八九]{2}(?=年)")
_HEADING = re.compile(r"^(?:第?([一二三四五六七八九])(?:[、.．,，:：]|部分)|\d{0})\s*(.{2,40})$")
_NUMERALS = "一二三四五六七八九"
# What sites print below an article.
_END = re.compile(
    r"^(?:【?(?:打印|关闭|返回|收藏|分享|纠错)|上一[篇条]|下一[篇条]|相关(?:链接|附件|文档|文章|解读)"
    r"|扫一扫|版权所有|主办单位|主办[:：]|承办单位|网站地图|联系我们|责任编辑|.{0,10}ICP备|.*公网安备)"
)
_NAMES_OF_TITLES = ("articletitle", "title", "og:title")
_NAMES_OF_DATES = ("pubdate", "publishdate", "publish_time", "article:published_time")
_ORGAN = re.compile(r"[\u4e00-\u9fff]{2,25}(?:政府|办事处|办公室|局|委员会|镇|乡|街道|厅|中心)")
_PUBLISHER = re.compile(rf"(?:发布机构|公开机构|信息来源|来源)[:：]({_ORGAN.pattern})")
_MOST_LINES = 5000
_LONGEST_TITLE = 80
_FIRST_LINES = 60
_TITLE_LINES = 5
_LIKE_HEADING = 70
_FEWEST_PARTS = 2
_FIRST_PARTS = ("总体情况", "概述")
_CAPTION = re.compile(r"第二十条第?.{1,3}项|表[一二三四\d]")
# Headings of both six-part forms and the five parts of 2008, in their usual words.
_PARTS = {
    "总体情况": "0",
    "概述": "0",
    "主动公开政府信息情况": "1",
    "主动公开政府信息的情况": "1",
    "收到和处理政府信息公开申请情况": "2",
    "依申请公开政府信息的情况": "2",
    "政府信息公开行政复议行政诉讼情况": "3",
    "因政府信息公开申请行政复议提起行政诉讼的情况": "3",
    "存在的主要问题及改进情况": "4",
    "存在的主要问题和改进措施": "4",
    "其他需要报告的事项": "5",
}


@dataclass(frozen=True)
class About:
    """What a report says about itself; None or empty where it does not."""

    year: int | None
    title: str
    organ_name: str
    reported_on: date | None


def about(document: Document, name: str) -> About:
    """What ``document`` says about itself; ``name`` of the file helps where it does not."""
    period = _period(document)
    titles = list(_titles(document, name))
    dated = [each for each in titles if each.year]
    # A page lists the reports of other years, too.
    chosen = next((each for each in dated if each.year == period), None)
    if chosen is None and (period is None or len({each.year for each in dated}) == 1):
        chosen = next(iter(dated), None)
    year = (chosen.year if chosen else None) or period or _usual_year(document, name)
    alike = [each for each in titles if each.year in {year, None}]
    organ = next((each.organ for each in alike if each.organ), "") or _publisher(document)
    title = chosen.text if chosen else next((each.text for each in titles), "")
    return About(year, title, organ, _reported_on(document, year))


def sections(document: Document) -> list[tuple[str, str]]:
    """Headings and texts (HTML: paragraphs only) of the parts of a report, without its tables."""
    found = _parts(document.paragraphs, _part)
    if len(found) < _FEWEST_PARTS:
        # The text stands within tables: only whole sentences are told from their labels.
        found = _parts(document.lines, _known_part) or found
        found = [(heading, [text for text in texts if _is_prose(text)]) for heading, texts in found]
    return [
        (heading, "".join(f"<p>{escape(text)}</p>" for text in _prose(texts)))
        for heading, texts in found
    ]


def _parts(
    paragraphs: Sequence[str], number_of: Callable[[str, int], int | None]
) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    last = -1
    for text in paragraphs:
        number = number_of(text, last)
        if number is not None:
            found.append((text, []))
            last = number
        elif found and _END.match(plain(text)):
            break
        elif found:
            found[-1][1].append(text)
    return found


def _known_part(text: str, last: int) -> int | None:
    number = part_of(text)
    return number if number is not None and number > last else None


def _is_prose(text: str) -> bool:
    return text.endswith(("。", "；", "！", "："))


def part_of(heading: str) -> int | None:
    """Number (from 0) of the part of the form that a heading is that of, None for another."""
    known = like(normal(heading), _PARTS, _LIKE_HEADING) if normal(heading) else ""
    return int(known) if known else None


def _prose(texts: Sequence[str]) -> list[str]:
    """Texts without the captions of tables within, and without date and name at the end."""
    prose = [
        text
        for text in texts
        if re.search(r"[\u4e00-\u9fff]", text) and not _CAPTION.fullmatch(normal(text))
    ]
    while prose and (
        _DATE.fullmatch(_arabic(plain(prose[-1]))) or _ORGAN.fullmatch(plain(prose[-1]))
    ):
        prose.pop()
    return prose


def _part(text: str, last: int) -> int | None:
    """Number of the part that ``text`` is the heading of, None for other texts."""
    if len(text) > _LONGEST_TITLE // 2 or text.endswith(("。", "；", "：", "，")):
        return None
    known = part_of(text)
    written = _HEADING.match(unicodedata.normalize("NFKC", text).strip())
    numeral = _NUMERALS.find(written[1]) if written and written[1] else -1
    if known is not None:
        number = numeral if numeral >= 0 else known
        return number if number > last else None
    return numeral if numeral == last + 1 and numeral > 0 else None


@dataclass(frozen=True)
class _Title:
    text: str
    year: int | None
    organ: str


def _titles(document: Document, name: str) -> Iterator[_Title]:
    """What may be the title of the report, the likeliest first."""
    candidates = [
        *(document.meta.get(each, "") for each in _NAMES_OF_TITLES),
        document.title,
        *_lines_above(document),
        re.sub(r"\.\w{1,5}$", "", name),
    ]
    for candidate in candidates:
        text = _arabic(plain(candidate))
        # Prose, or the way to the page.
        if len(text) > _LONGEST_TITLE or re.search(r"[。;]|[>›»].*[>›»]", text):
            continue
        found = _TITLE.search(text) or _YEAR_BEHIND.search(text)
        # Without the name of the site behind it.
        shown = re.sub(r"(报告|年报)[^报]{0,40}$", r"\1", " ".join(candidate.split()))
        if found and int(found["year"]) in _YEARS:
            yield _Title(shown, int(found["year"]), _organ(found))
        elif re.search(_REPORT, text):
            yield _Title(shown, None, "")


def _lines_above(document: Document) -> list[str]:
    """Lines above the text of the report, the nearest first: above them is the site's menu."""
    lines = document.lines
    start = next((n for n, line in enumerate(lines) if normal(line) in _FIRST_PARTS), None)
    first = max(0, (start or 0) - _FIRST_LINES)
    near = lines[first : start or _FIRST_LINES]
    found: list[str] = []
    for line, following in zip_longest(near, near[1:], fillvalue=""):
        found.append(line)
        if _FIRST_HALF.fullmatch(plain(line)) and _SECOND_HALF.fullmatch(plain(following)):
            found.append(line + following)
    return found[::-1] if start else found


def _publisher(document: Document) -> str:
    """Who put the page on the site, where the title does not say whose report it is."""
    lines = [plain(line) for line in document.lines[: _FIRST_LINES * 2]]
    for line in lines:
        if found := _PUBLISHER.search(line):
            return found[1]
    # The first line of the title, or below the text.
    for line in (*lines[:_TITLE_LINES], *map(plain, document.lines[-_TITLE_LINES:])):
        if _ORGAN.fullmatch(line):
            return line
    source = document.meta.get("contentsource", "")
    return source if _ORGAN.fullmatch(source) else ""


def _organ(found: re.Match[str]) -> str:
    for part in (found["before"], found["after"]):
        # What a site puts before a title, such as 首页 > 年报.
        text = re.split(r"[>|_\-—:：·]", part)[-1]
        text = re.sub(r"^(?:关于|公布|发布|附件\d*)|(?:关于|的|公布|发布)$", "", text).strip(
            "《》()"
        )
        if re.search(r"[\u4e00-\u9fff]{2}", text) and "报告" not in text and "公开" not in text:
            return text
    return ""


def _period(document: Document) -> int | None:
    """Year of 统计期限."""
    text = _arabic(plain("".join(document.lines[:_MOST_LINES])))
    for pattern in (_PERIOD, _ANY_PERIOD):
        found = pattern.search(text)
        if found and int(found[1]) in _YEARS:
            return int(found[1])
    return None


def _usual_year(document: Document, name: str) -> int | None:
    """The year that is named most often, or stands in the name of the file."""
    text = _arabic(plain("".join(document.lines[:_MOST_LINES])))
    years = Counter(int(year) for year in _YEAR.findall(text) if int(year) in _YEARS)
    if years:
        return years.most_common(1)[0][0]
    in_name = re.search(r"20\d\d", name)
    return int(in_name[0]) if in_name and int(in_name[0]) in _YEARS else None


def _arabic(text: str) -> str:
    return _CHINESE_YEAR.sub(lambda year: year[0].translate(_DIGITS), text)


def _reported_on(document: Document, year: int | None) -> date | None:
    """The date below the report, else the day on which it was put on the site."""
    lines = [_arabic(plain(line)) for line in document.lines]
    signed = [line for line in reversed(lines) if _DATE.fullmatch(line)]
    published = [document.meta.get(each, "") for each in _NAMES_OF_DATES]
    for line in lines[: _FIRST_LINES * 2]:
        if found := _PUBLISHED.search(line):
            published.append(found[1])
    for text in (*signed, *published):
        found = _DATE.search(plain(text))
        day = _date(found) if found else None
        # It reports on a year that is over.
        if day and (year is None or year < day.year <= year + 3):
            return day
    return None


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
