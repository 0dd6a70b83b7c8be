"""The head of a document: labels, red head, document number, title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .days import DAY
from .found import Line, Text

# A head is short; what stands further down is text, and its numbers are those of other documents.
HEAD_LINES = 25
_LONGEST_TITLE = 150
_TITLE_LINES = 6
OPENING, CLOSING = r"[〔\[［(（【﹝〈]", r"[〕\]］)）】﹞〉]"
_GAP = r"[ \t\u3000]*"
NUMBER = (
    rf"[\u4e00-\u9fffA-Za-z]{{1,16}}(?:[（(][\u4e00-\u9fff]{{1,6}}[）)])?[\u4e00-\u9fff]{{0,8}}{_GAP}"
    rf"{OPENING}{_GAP}(?:19|20)[0-9]{{2}}{_GAP}年?{_GAP}{CLOSING}{_GAP}第?{_GAP}[0-9]{{1,5}}"
    rf"(?:[-－][0-9]+)?{_GAP}号"
)
# Orders and announcements bear a plain number.
ORDER_NUMBER = (
    rf"(?:(?:19|20)[0-9]{{2}}{_GAP}年?{_GAP})?第{_GAP}[0-9一二三四五六七八九十百零〇]{{1,8}}{_GAP}号"
    r"(?:令|公告|通告)?"
)
_NUMBER_LINE = re.compile(rf"{OPENING}?(?P<number>{NUMBER}){CLOSING}?(?:[ \t\u3000]*签发人.*)?")
_ORDER_LINE = re.compile(rf"{OPENING}?(?P<number>{ORDER_NUMBER}){CLOSING}?")
_RED_HEAD = re.compile(r"(?P<organ>[\u4e00-\u9fff·（）()]{3,40}?)(?P<word>文件|[（(]通知[）)])")
_SECRECY = re.compile(
    r"(?:特急|加急|急件|平急|特提|内部资料.*|份号.*|\d{6}|[★☆].*|签发人.*|公开(?:方式)?[:：].*|信息公开选项.*)"
)
_LABELS = {
    "document_number": r"(?:发文)?[文字]号|文件编号|发文字号",
    "written_on": r"成文日期|生成日期|发文日期|印发日期",
    "organ": r"发布机构|发文机关|发文机构|发文单位|制发机关|公开主体",
    "title": r"标题|名称|文件名称|信息名称",
    "effective_on": r"生效日期|施行日期|实施日期",
    "expires_on": r"失效日期|废止日期|有效期至",
    "topic": r"主题分类",
    "genre": r"体裁分类",
    "keywords": r"主题词|关键词",
}
_LABEL_LINES = {
    name: re.compile(rf"(?:{words})[ \t\u3000]*[:：][ \t\u3000]*(?P<value>.+)")
    for name, words in _LABELS.items()
}
_LABEL_ALONE = re.compile(
    rf"(?:{'|'.join(_LABELS.values())}|索引号|发布日期|有效性|信息来源|公开方式|服务对象)[:：]"
)
_ANY_LABEL = re.compile(r"[\u4e00-\u9fff \u3000]{2,10}[:：].*")
# What a title ends with, but for notes in brackets.
_TITLE_END = re.compile(
    r"(?:决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|办法|规定|细则|方案|规则|"
    r"条例|规划|计划|要点|措施|预案|制度|指南|目录|清单|规程|章程|标准|解读|公示|简报|说明|总结|名单|结果|意见书)"
    r"(?:[（(][^（）()]{1,20}[）)])*$"
)
# The kinds of document end a title for good; other words may stand in the midst of one.
_GENRE_END = re.compile(
    r"(?:决议|决定|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要)(?:[（(][^（）()]{1,20}[）)])*$"
)
_LONGEST_LINE = 40
_ONLY_DAY = re.compile(rf"[（(]?{DAY}[^\n]{{0,40}}[）)]?")
# A decree promulgates a document of its own title.
_PROMULGATED = re.compile(
    r"(?:现|予以|现予|现将).{0,12}?《(?P<title>[^《》\n]{3,80}(?:《[^《》\n]{2,60}》[^《》\n]{0,40})?)》|《(?P<other>[^《》\n]{3,80})》[^。]{0,80}现予公布"
)
_DECREE_WITHIN = 600
_SENTENCE = re.compile(r"[。；！？]")


@dataclass
class Head:
    """What the head of a document was found to be made of."""

    labelled: dict[str, tuple[str, tuple[int, int]]] = field(default_factory=dict)
    # Span of each document number, in the order of the lines.
    numbers: list[tuple[int, int]] = field(default_factory=list)
    orders: list[tuple[int, int]] = field(default_factory=list)
    red_organs: list[tuple[int, int]] = field(default_factory=list)
    title: str = ""
    title_span: tuple[int, int] = (0, 0)
    title_ends_well: bool = False
    # ``泗门镇人民政府令``, of which the number is a part.
    decree: str = ""
    decree_span: tuple[int, int] = (0, 0)


def read_head(text: Text) -> Head:
    """Take the head of ``text`` apart; each line is one thing only."""
    head = Head()
    lines = list(_joined_labels(text.lines[:HEAD_LINES]))
    index = _skip_top(head, lines, 0)
    index = _read_title(text, head, lines, index)
    # A number may stand below the title as well; only while lines are still short.
    for line in lines[index : index + 4]:
        if not _note_number(head, line) and len(line.text) > _LONGEST_LINE:
            break
    return head


def _joined_labels(lines: list[Line]) -> Iterator[Line]:
    """Lines, where a label alone takes the line below as its value, as tables leave it."""
    waiting: Line | None = None
    for line in lines:
        if waiting is not None:
            yield Line(f"{waiting.text}{line.text}", line.start - len(waiting.text), line.number)
            waiting = None
        elif _LABEL_ALONE.fullmatch(re.sub(r"[ \u3000]", "", line.text)):
            waiting = line
        else:
            yield line


def _skip_top(head: Head, lines: list[Line], index: int) -> int:
    """The first line that is none of those which stand above a title."""
    while index < len(lines):
        line = lines[index]
        if (
            _note_label(head, line)
            or _note_number(head, line)
            or _note_red_head(head, line, lines)
            or _SECRECY.fullmatch(line.text)
            or _is_ornament(line.text)
            or (index and _ONLY_DAY.fullmatch(line.text))
        ):
            index += 1
        else:
            break
    return index


def _is_ornament(text: str) -> bool:
    return not any(each.isalnum() for each in text)


def _note_label(head: Head, line: Line) -> bool:
    for name, pattern in _LABEL_LINES.items():
        squeezed = re.sub(
            r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff]{1,3}[ \u3000]*[:：])", "", line.text
        )
        if match := pattern.fullmatch(squeezed):
            value = match["value"].strip()
            at = line.text.rfind(value)
            head.labelled.setdefault(name, (value, (line.start + at, line.start + at + len(value))))
            return True
    return bool(
        re.fullmatch(
            r"(?:索[ \u3000]*引[ \u3000]*号|信息来源|发布日期|来源|有效性|公开方式)[:：].*",
            line.text,
        )
    )


def _note_number(head: Head, line: Line) -> bool:
    for pattern, kept in ((_NUMBER_LINE, head.numbers), (_ORDER_LINE, head.orders)):
        if match := pattern.fullmatch(line.text):
            kept.append((line.start + match.start("number"), line.start + match.end("number")))
            return True
    # Below a red head: ``泗门镇人民政府文件  泗政〔2013〕12号`` on one line.
    if match := re.fullmatch(
        rf"(?P<rest>[\u4e00-\u9fff]{{3,40}}(?:文件)?)[ \t\u3000]+(?P<number>{NUMBER})", line.text
    ):
        head.numbers.append((line.start + match.start("number"), line.start + match.end("number")))
        organ = match["rest"].removesuffix("文件")
        head.red_organs.append((line.start, line.start + len(organ)))
        return True
    return False


def _note_red_head(head: Head, line: Line, lines: list[Line]) -> bool:
    squeezed = re.sub(r"[ \u3000]", "", line.text)
    match = _RED_HEAD.fullmatch(squeezed)
    if match and match["word"] == "文件" and ORGAN_LINE.fullmatch(match["organ"]):
        # The last 文 begins the word, however the line is spaced.
        head.red_organs.append((line.start, line.start + line.text.rfind("文")))
        return True
    # A joint red head: an organ on each line, the word on the last or beside them.
    later = [each.text.replace(" ", "") for each in lines[line.number : line.number + 8]]
    if ORGAN_LINE.fullmatch(squeezed) and any(
        each == "文件" or (_RED_HEAD.fullmatch(each) and each.endswith("文件")) for each in later
    ):
        head.red_organs.append((line.start, line.end))
        return True
    return squeezed == "文件"


ORGAN_WORDS = (
    "人民政府|政府|办公室|办公厅|委员会|管委会|指挥部|领导小组|工作组|局|委|厅|部|署|院|处|中心|大队|支队|中队|站|所|"
    "街道办事处|办事处|党委|党组|人大|政协|法院|检察院|工会|共青团|妇联|联合会|协会|银行|总行|合作社|村委会|居委会|"
    "镇|乡|街道|社区|村|公司|学校|医院|党政办|国务院|会|党校"
)
ORGAN_LINE = re.compile(
    rf"[\u4e00-\u9fff·、（）() \u3000]{{1,50}}?(?:{ORGAN_WORDS})"
    r"(?:[（(](?:章|盖章|印章|代章)[）)])?"
)


def _read_title(text: Text, head: Head, lines: list[Line], index: int) -> int:
    """Join the lines of the title; returns the index of the line after it."""
    begin, joined = index, ""
    last = index
    while index < len(lines) and index - begin < _TITLE_LINES:
        line = lines[index].text
        if joined and _stops_title(line, joined):
            break
        if _SENTENCE.search(line) or len(joined) + len(line) > _LONGEST_TITLE:
            break
        if not joined and (line.endswith(("：", ":")) or _ANY_LABEL.fullmatch(line)):
            break
        joined += _glued(joined, line)
        index += 1
        last = index
        if _TITLE_END.search(joined) and not _goes_on(joined, lines, index):
            break
    if joined and _is_decree(joined):
        head.decree = joined
        head.decree_span = (lines[begin].start, lines[last - 1].end)
        if match := _PROMULGATED.search(text.text[:_DECREE_WITHIN]):
            head.title, head.title_ends_well = match[match.lastgroup or "title"], True
            head.title_span = match.span(match.lastgroup or "title")
            return index
    if joined:
        head.title = joined
        head.title_span = (lines[begin].start, lines[last - 1].end)
        head.title_ends_well = bool(_TITLE_END.search(joined))
    return index


def _is_decree(title: str) -> bool:
    return title.endswith("令") and "关于" not in title and len(title) <= _LONGEST_LINE


def _glued(before: str, line: str) -> str:
    is_latin = (
        before[-1:].isascii()
        and before[-1:].isalnum()
        and line[:1].isascii()
        and line[:1].isalnum()
    )
    return (" " if is_latin else "") + re.sub(
        r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])", "", line
    )


def _goes_on(joined: str, lines: list[Line], index: int) -> bool:
    """Whether a title that could end here goes on: ``…实施办法`` / ``的通知``; an open bracket."""
    if index >= len(lines):
        return False
    following = lines[index].text
    is_open = joined.count("《") > joined.count("》") or joined.count("（") > joined.count("）")
    is_note = re.fullmatch(
        r"[（(](?:试行|暂行|草案|征求意见稿|修订|修订稿|20\d\d[^）)]*版)[）)]", following
    )
    ends = _TITLE_END.search(following) is not None and len(following) <= _LONGEST_LINE
    goes_on = ends and not _SENTENCE.search(following) and not _stops_title(following, joined)
    is_settled = _GENRE_END.search(joined) and not following.startswith(("的", "》"))
    return is_open or bool(is_note) or (goes_on and not is_settled)


def _stops_title(line: str, joined: str) -> bool:
    """A line that begins something else: addressees, a number, a day, an article."""
    return bool(
        line.endswith(("：", ":"))
        or _NUMBER_LINE.fullmatch(line)
        or _ORDER_LINE.fullmatch(line)
        or _ONLY_DAY.fullmatch(line)
        or re.match(
            r"第[一二三四五六七八九十0-9]+[章条]|[一二三四五六七八九十]+、|目[ \u3000]*录", line
        )
    )


def numbers_in(text: str) -> Iterator[re.Match[str]]:
    """Document numbers anywhere in a text."""
    yield from re.finditer(NUMBER, text)
