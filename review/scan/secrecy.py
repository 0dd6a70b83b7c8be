"""Marks of secrecy and of internal papers.

Their form is that of 国家秘密定密管理规定 and GB/T 9704-2012, 7.2.2: the degree, a star, the term.
The same words in a sentence, as laws and notices have them, are no marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding
from .page import Page

_GAP = r"[ \t]{0,4}"
_DEGREE = rf"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_TERM = (
    rf"(?:长{_GAP}期|[0-9一二三四五六七八九十]{{1,3}}{_GAP}(?:年|个{_GAP}月|月|天|日)"
    rf"|[0-9]{{4}}年[0-9月日]{{0,6}}|解密|启用前|公布前|公开前|成绩公布前)"
)
_STARRED = re.compile(
    rf"{_DEGREE}{_GAP}(?:★|\*(?!\*)|△|☆){_GAP}(?:{_TERM})?(?:{_GAP}(?:至"
    rf"|前)[^\s,。;]{{0,12}})?|★{_GAP}{_DEGREE}(?![\u4e00-\u9fff])"
)
_TERMED = re.compile(
    rf"(?<![\u4e00-\u9fff]){_DEGREE}{_GAP}[\-:(]?{_GAP}(?:{_TERM}){_GAP}\)?(?![\u4e00-\u9fff])"
)
_FIELD = re.compile(
    rf"(?:密{_GAP}级|秘密等级|保密等级|涉密等级|定密"
    rf"|密级标识)(?:\([^)]{{0,6}}\))?{_GAP}[:"
    rf"|\t]{_GAP}({_DEGREE}(?:级)?(?:{_GAP}★?{_GAP}{_TERM})?)(?![\u4e00-\u9fff])"
)
_LIST = re.compile(rf"{_DEGREE}.{{0,12}}{_DEGREE}", re.DOTALL)
_BRACKETED = re.compile(
    rf"[【\[〔(《<「『]{_GAP}({_DEGREE}(?:级|文件|资料|件)?(?:{_GAP}(?:★?{_GAP}{_TERM}"
    rf"|特急|加急))?){_GAP}[】\]〕)>」』]"
)
_ALONE = re.compile(
    rf"(?:^|(?<=[\n\t|])){_GAP}(?:[0-9]{{6}}{_GAP})?({_DEGREE})(?:级|文件|资料"
    rf"|件)?{_GAP}(?:特{_GAP}急|加{_GAP}急|急件|平急)?{_GAP}(?=$|[\n\t|])",
    re.MULTILINE,
)
_URGENT = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:{_DEGREE}[·、 ]{_GAP}(?:特{_GAP}急|加{_GAP}急|急件)|(?:特急"
    rf"|加急)[·、 ]{_GAP}{_DEGREE})(?![\u4e00-\u9fff])"
)
_PAPER = (
    rf"内{_GAP}部{_GAP}资{_GAP}料|内{_GAP}部{_GAP}文{_GAP}件|内{_GAP}部{_GAP}材{_GAP}料"
    rf"|内{_GAP}部{_GAP}使{_GAP}用|内{_GAP}部{_GAP}参{_GAP}考|内{_GAP}部{_GAP}传{_GAP}阅"
    rf"|内{_GAP}部{_GAP}掌{_GAP}握|内{_GAP}部{_GAP}刊{_GAP}物|内{_GAP}部{_GAP}发{_GAP}行"
    rf"|内{_GAP}部{_GAP}讨{_GAP}论稿?|内{_GAP}部{_GAP}明{_GAP}电"
    rf"|工{_GAP}作{_GAP}秘{_GAP}密|涉{_GAP}密(?:文件|资料)"
)
_CARE = (
    r"(?:请)?注 ?意 ?保 ?[存密管]|(?:请)?妥 ?善 ?保 ?[管存]|(?:请勿|不得|严禁|禁止|切勿"
    r"|勿)(?:对外)?(?:外 ?传|扩 ?散|翻 ?印|传 ?播|转 ?发|复 ?[印制]|公 ?开|泄 ?露)"
    r"|阅 ?后 ?(?:即 ?焚|收 ?回|销 ?毁)|会后(?:收回|退回)"
)
_NOT_OPEN = (
    r"不 ?予 ?公 ?开|不 ?宜 ?公 ?开|不 ?公 ?开|不 ?得 ?公 ?开|不 ?对 ?外 ?公 ?开"
    r"|暂 ?不 ?公 ?开|免 ?予 ?公 ?开|非公开"
)
_EDGE_BEFORE = r"(?:^|(?<=[\n\t|【\[(〔《<「『★]))"
_EDGE_AFTER = r"(?=$|[\n\t|】\])〕》>」』★])"
_INTERNAL = re.compile(
    rf"{_EDGE_BEFORE}{_GAP}((?:本(?:文件|资料|材料)?)?(?:仅"
    rf"|只)?供?(?:{_PAPER})(?:[,、;·★ !\-]{{0,3}}(?:{_CARE}"
    rf"|仅供参考)){{0,3}})[。!]?{_GAP}{_EDGE_AFTER}",
    re.MULTILINE,
)
_INTERNAL_CARE = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:{_PAPER})[,、;·★ !\-]{{0,3}}(?:{_CARE})(?![\u4e00-\u9fff])"
)
_ONLY_INTERNAL = re.compile(
    r"(?:本(?:文件|资料|材料|件|表|名单|通讯录|手册|报告)|此(?:件|文"
    r"|表))?(?:系内部[资材]料[,、 ]?)?(?:仅|只)(?:限|供)(?:本?单位|本?机关|局|系统|镇机关"
    r"|领导|会议|政府|机关|工作)?内部(?:使用|参考|传阅|掌握|交流|工作使用|查阅|学习)"
    r"|供(?:领导|内部)(?:内部)?参考(?=[,。;)】\n\]]|$)"
)
_INTERNAL_FIELD = re.compile(
    rf"(?:范围|性质|属性|类别|密级|等级|级别|标识|备注|提示)[:"
    rf"|\t]{_GAP}({_PAPER})(?![\u4e00-\u9fff])"
)
_CARE_ALONE = re.compile(
    rf"{_EDGE_BEFORE}{_GAP}((?:此件|本件|本文件"
    rf"|本资料)?(?:{_CARE}))(?:[,、; !]{{1,2}}(?:{_CARE}))?[。!]?{_GAP}{_EDGE_AFTER}",
    re.MULTILINE,
)
_THIS_NOT_OPEN = re.compile(
    rf"(?:此|本)(?:件|文|文件|公文|材料|资料|表|通知|信息|报告|批复|函)(?:属于?|为|内容"
    rf"|暂|系)?(?:{_NOT_OPEN})(?![\u4e00-\u9fff])"
)
_ATTRIBUTE = re.compile(
    rf"(?:公开(?:属性|方式|类别|形式|类型|范围|性质|选项|程度|与否|情况|意见|标识)"
    rf"|信息公开(?:属性|选项|类别|形式)?|是否公开|主动公开选项|属性)[:"
    rf"|\t \[(【]{{1,4}}((?:{_NOT_OPEN}))(?![\u4e00-\u9fff])"
)
_NOT_OPEN_ALONE = re.compile(
    rf"(?:^|(?<=\n)|(?<=[【\[(〔])){_GAP}((?:此件|本件)?(?:{_NOT_OPEN}))[。]?{_GAP}(?=$"
    rf"|\n|[】\])〕])",
    re.MULTILINE,
)
# A degree in a table of figures.
_FIGURE = re.compile(r"[级件份]?[ \t|]+[0-9]+(?:[ \t|\n]|$)")
_REPORT = re.compile(
    r"予以公开|部分公开|无法提供|不予处理|依申请公开(?:情况|件)|收到和处理|主动公开情况"
)
_NEAR = 80
_WHOLE = (_STARRED, _URGENT, _TERMED)
_GROUPED = (_FIELD, _BRACKETED, _ALONE)
_SAID = (_INTERNAL_CARE, _ONLY_INTERNAL, _THIS_NOT_OPEN)
_ALONE_IN_ITS_PLACE = (_INTERNAL, _INTERNAL_FIELD, _CARE_ALONE, _ATTRIBUTE, _NOT_OPEN_ALONE)
# One of these is in every mark: only lines that have one are looked at.
_ANCHOR = re.compile(r"密|内[ \t]{0,4}部|公 ?开|保 ?[存管]|[勿禁止得]|阅 ?后|会后|参 ?考")


def find(page: Page) -> Iterator[Finding]:
    """Find marks, one for a place."""
    end = -1
    for start, last in sorted(set(_places(page)), key=lambda span: (span[0], -span[1])):
        if start >= end:
            end = last
            yield page.finding("secrecy_mark", start, last)


def _places(page: Page) -> Iterator[tuple[int, int]]:
    end = -1
    for match in _ANCHOR.finditer(page.flat):
        if match.start() >= end:
            start, end = page.line(match.start())
            yield from _places_in(page, start, end)


def _places_in(page: Page, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where marks stand in one line."""
    flat = page.flat
    for pattern in _WHOLE:
        for match in pattern.finditer(flat, start, end):
            yield _trimmed(flat, *match.span())
    for pattern in _GROUPED:
        for match in pattern.finditer(flat, start, end):
            if not _is_listed(page, match.start(1)) and not _FIGURE.match(flat, match.end()):
                yield match.span(1)
    for pattern in _SAID:
        for match in pattern.finditer(flat, start, end):
            yield match.span()
    for pattern in _ALONE_IN_ITS_PLACE:
        for match in pattern.finditer(flat, start, end):
            if pattern is not _NOT_OPEN_ALONE or not _is_reported(page, match):
                yield match.span(1)


def _trimmed(flat: str, start: int, end: int) -> tuple[int, int]:
    while end > start and flat[end - 1] in " \t":
        end -= 1
    return start, end


def _is_listed(page: Page, start: int) -> bool:
    """Whether degrees are counted up, as in a law or in a table of figures."""
    return _LIST.search(page.flat, *page.near(start, _NEAR)) is not None


def _is_reported(page: Page, match: re.Match[str]) -> bool:
    """Whether "not disclosed" is a line of the statutory report, beside "disclosed" and others."""
    near = page.flat[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return _REPORT.search(near) is not None
