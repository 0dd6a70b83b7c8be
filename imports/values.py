"""Values as people write them in a cell, made into what an item holds.

Every function takes the text of a cell and returns its value, or raises :class:`BadValue` with a
sentence that says what is wrong and what to do.
"""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from . import rooms

LONGEST_TITLE = 255
LONGEST_NUMBER = 100
LONGEST_SUMMARY = 500
LONGEST_KEYWORDS = 255
LONGEST_URL = 255
# A cell of a spreadsheet holds no more; what was longer has been cut off there.
FULL_CELL = 32_767
_SHOWN = 40

# What stands in a cell that has nothing to say.
_NOTHING = frozenset(
    {
        "-", "--", "---", "—", "——", "–", "/", "\\", "无", "暂无", "没有", "空", "(空)", "(无)",
        "n/a", "na", "null", "none", "nil", "nan",
    }
)  # fmt: skip
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Stands in texts and is not seen: zero-width spaces, marks of direction, soft hyphens.
_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]")
# What a wrong encoding leaves.
_GARBLED = re.compile("\ufffd|锟斤拷|锟叫|烫烫烫|屯屯屯")
# What a narrower character set leaves; of titles alone, since people do ask 为什么???.
_LOST = re.compile(r"\?{3,}(?=[\u4e00-\u9fff])")
# What stands for the cell above or beside, and no program may say which that is.
_DITTO = frozenset({"同上", "同前", "同左", "同右", "〃"})
_FORMULA = re.compile(r"=[-+(\s]*(?:[A-Z][A-Z.]*[0-9]*\(|\$?[A-Z]{1,3}\$?[0-9]+(?!\w))", re.I)
_SCRIPT = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.I | re.S)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:-]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.S)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_CJK = "\u2e80-\u9fff\uff00-\uffef\u3000-\u303f"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])[ \t]*[\r\n]+[ \t]*(?=[{_CJK}])")
# What Word puts for a break within a paragraph and between pages.
_BREAKS_OF_WORD = re.compile("[\x0b\x0c]")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}", re.I)


class BadValue(ValueError):
    """A value that cannot be taken; ``nearest`` is what was probably meant, where that is known."""

    def __init__(self, message: str, nearest: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.nearest = nearest


def shown(text: str) -> str:
    """``text`` for a message: short, in one line, and printable whatever it contains."""
    flat = " ".join(_FORBIDDEN.sub("\ufffd", text).split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"


def is_nothing(text: str) -> bool:
    """Whether a cell says in words that it has nothing to say."""
    return unicodedata.normalize("NFKC", text).strip().lower() in {"", *_NOTHING}


def intact(text: str) -> str:
    """``text`` without what nobody sees; refused where it is damaged."""
    if found := _FORBIDDEN.search(text):
        raise BadValue(
            _("第%(place)d个字符是控制字符U+%(code)04X，请删去后重新填写。")
            % {"place": found.start() + 1, "code": ord(found[0])}
        )
    _refuse_garbled(_GARBLED, text)
    return _UNSEEN.sub("", text).replace("\u00a0", " ")


def _refuse_garbled(signs: re.Pattern[str], text: str) -> None:
    if found := signs.search(text):
        raise BadValue(
            _("第%d个字符起是乱码，请从原来的文件重新复制，或者换一种编码另存。")
            % (found.start() + 1)
        )


def without_markup(text: str) -> str:
    """``text`` without tags and entities of HTML."""
    if "<" in text:
        text = _TAG.sub(" " if "<br" in text.lower() else "", _SCRIPT.sub("", text))
    return html.unescape(text) if _ENTITY.search(text) else text


def line(text: str) -> str:
    """Text in one line; what only says that there is nothing is empty."""
    flat = _BREAK_IN_CHINESE.sub("", without_markup(intact(_BREAKS_OF_WORD.sub("\n", text))))
    flat = " ".join(flat.split())
    if flat in _DITTO:
        raise BadValue(_("“%s”应写出内容，不能省略。") % flat)
    return "" if is_nothing(flat) else flat


def _limited(text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadValue(
            _("共%(length)d个字，最多%(longest)d个字，请缩短。")
            % {"length": len(text), "longest": longest}
        )
    return text


def title(text: str) -> str:
    """名称: one line of at most 255 characters."""
    flat = line(text)
    if flat and not re.search(r"\w", flat):
        raise BadValue(_("“%s”里没有文字，请填写名称。") % shown(flat))
    if flat:
        _refuse_garbled(_LOST, flat)
        _refuse_of_another_column(flat)
    return _limited(flat, LONGEST_TITLE)


def _refuse_of_another_column(title: str) -> None:
    """Refuse a title that is a day, a 文号 or a mere number: columns were exchanged, or filled in
    one cell too far. Or that is a formula, which a cell formatted as text shows instead of its
    value."""
    if _FORMULA.match(title):
        raise BadValue(_("“%s”是公式，不是名称，请填写公式算出的内容。") % shown(title))
    if is_a_day(title):
        raise BadValue(_("“%s”是日期，不是名称，请核对是不是填错了列。") % shown(title))
    if not re.search(r"[^\W\d_]", title):
        raise BadValue(_("“%s”只有数字，不是名称，请核对是不是填错了列。") % shown(title))
    if _STANDARD.fullmatch(_normalised_number(title)) and not _ABOUT.match(title):
        raise BadValue(_("“%s”是文号，不是名称，请核对是不是填错了列。") % shown(title))


def summary(text: str) -> str:
    """内容概述: one line of at most 500 characters."""
    return _limited(line(text), LONGEST_SUMMARY)


def body(text: str) -> str:
    """正文, with its line breaks; markup is left for ``bodies.body_of``."""
    if len(text) == FULL_CELL:
        raise BadValue(
            _("正好%d个字，是一格的上限，后面的内容可能已被截断，请分到“正文（续1）”等列中。")
            % FULL_CELL
        )
    text = _BREAKS_OF_WORD.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    # Checked only: a text comes in as it is.
    intact(text)
    return text.strip("\n")


def index_number(text: str) -> str:
    """索引号: kept as it is; a spreadsheet must not have made a number of it."""
    number = _whole(text)
    if _SCIENTIFIC.fullmatch(number):
        raise BadValue(
            _("“%s”是表格软件改写成的科学计数法，请把这一列设为文本格式后重新填写。") % number
        )
    if number and not _ANY_DIGIT.search(number):
        raise BadValue(
            _("“%s”里没有号码。还没有索引号的请留空，首次发布时由系统编制。") % shown(number)
        )
    return _limited(number, LONGEST_NUMBER)


def _whole(text: str) -> str:
    """A number of its own kind: without breaks, with nothing taken out of it."""
    kept = intact(text).strip()
    if "\n" in kept or "\t" in kept or "\r" in kept:
        raise BadValue(_("“%s”中间有换行或制表符，请去掉。") % shown(kept))
    return "" if is_nothing(kept) else kept


_STANDARD = re.compile(r"(?P<organ>.+)〔(?P<year>[0-9]{4})〕(?P<serial>[0-9]+(?:-[0-9]+)?)号")
_OPENING, _CLOSING = "〔[【{〈《<『「(", "〕]】}〉》>』」)"
_YEAR_IN_BRACKETS = re.compile(
    rf"[{re.escape(_OPENING)}]\s*[0-9]{{2,4}}\s*年?\s*[{re.escape(_CLOSING)}]"
)
_EMPTY_BRACKETS = re.compile(rf"[{re.escape(_OPENING)}]\s*年?\s*[{re.escape(_CLOSING)}]")
_ANY_DIGIT = re.compile(r"[0-9０-９〇零一二三四五六七八九十百]")
# How titles begin, and no 文号 does.
_ABOUT = re.compile("关于|转发|印发|批转")
_YEAR_ALONE = re.compile(r"(?:19|20)[0-9]{2}")
_FIRST_YEAR = 1900


def is_standard_document_number(number: str) -> bool:
    """Whether a normalised 文号 names its organ, year and serial, and so only one document."""
    return bool(_STANDARD.fullmatch(number))


def document_number(text: str) -> str:
    """文号 in the spelling of GB/T 9704, whatever brackets and spaces it is written with."""
    flat = line(text)
    if not flat:
        return ""
    number = _normalised_number(flat)
    known = _STANDARD.fullmatch(number)
    if known:
        if not _FIRST_YEAR <= int(known["year"]) <= date.today().year + 1:
            raise BadValue(_("文号中的年份“%s”不对，请核对。") % known["year"])
        if int(known["serial"].partition("-")[0]) == 0:
            raise BadValue(_("文号“%s”的序号是0，请核对。") % shown(number))
        _check_mark(known["organ"], flat)
        return _limited(number, LONGEST_NUMBER)
    wide = unicodedata.normalize("NFKC", flat)
    opened = sum(wide.count(mark) for mark in _OPENING)
    closed = sum(wide.count(mark) for mark in _CLOSING)
    if opened != closed and _YEAR_ALONE.search(wide):
        raise _unpaired(flat)
    if (
        _YEAR_IN_BRACKETS.search(wide)
        or _EMPTY_BRACKETS.search(wide)
        or not re.search(r"[^\W\d_]", wide)
    ):
        raise _incomplete(flat)
    if _ABOUT.match(wide) or is_a_day(wide):
        raise BadValue(_("“%s”不是文号，请核对是不是填错了列。") % shown(flat))
    return _limited(number, LONGEST_NUMBER)


def _check_mark(organ: str, flat: str) -> None:
    """Refuse what stands before the year and is no organ's mark."""
    if re.search("[0-9]号", organ) or _YEAR_IN_BRACKETS.search(organ):
        raise BadValue(
            _("文号只能填写一个，“%s”里有几个；联合发文的，请保留主办机关的文号。") % shown(flat)
        )
    if organ.count("(") != organ.count(")"):
        raise _unpaired(flat)
    if ":" in organ:
        raise _incomplete(flat)


def _unpaired(flat: str) -> BadValue:
    return BadValue(_("文号“%s”的括号不成对，应写成“泗政〔2013〕12号”的样子。") % shown(flat))


def _incomplete(flat: str) -> BadValue:
    return BadValue(
        _("“%s”不是完整的文号，应有机关代字、四位年份和序号，如“泗政〔2013〕12号”。") % shown(flat)
    )


def _normalised_number(text: str) -> str:
    return str(rooms.catalogue("document_numbers").normalise_document_number(text))


_DIGITS = {
    **dict(zip("〇一二三四五六七八九", "0123456789", strict=True)),
    **{digit: digit for digit in "123456789"},
    **dict.fromkeys("○零ОOo0◯", "0"),
    "两": "2",
    "元": "1",
}
_NOUGHTS = "〇○零ОOo◯0"
# Digits of both kinds are mixed: many keyboards have no 〇.
_CHINESE_DATE = re.compile(
    rf"(?P<year>[{_NOUGHTS}1-9一二三四五六七八九]{{4}})年"
    rf"(?P<month>[{_NOUGHTS}1-9元正一二三四五六七八九十]{{1,3}})月"
    rf"(?P<day>[{_NOUGHTS}1-9一二三四五六七八九十廿卅]{{1,3}})[日号]"
)
_BEHIND = re.compile(
    r"[\s(]*(?:(?:星期|周)[一二三四五六日天][\s)]*)?"
    r"(?:[T\s]*(?:上午|下午)?\s*(?:[01]?[0-9]|2[0-4])[:时点](?:[0-5]?[0-9])?[:分]?"
    r"(?:[0-5]?[0-9](?:\.[0-9]+)?秒?)?\s*(?:[AaPp][Mm])?"
    r"\s*(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
    r"\s*(?:起施行|起实施|起执行|施行|实施|印发|签发|发布|公布|起|止)?[\s)]*"
)
_WRITTEN = re.compile(
    r"(?P<year>[0-9]{4})\s*[-./年、,。\\_]\s*(?P<month>[0-9]{1,2})"
    r"\s*[-./月、,。\\_]\s*(?P<day>[0-9]{1,2})\s*[日号]?"
)
_SPACED = re.compile(r"(?P<year>[0-9]{4})\s+(?P<month>[0-9]{1,2})\s+(?P<day>[0-9]{1,2})")
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_MONTH_ONLY = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*月?")
_YEAR_ONLY = re.compile(r"((?:19|20)[0-9]{2})\s*年?")
_SHORT_YEAR = re.compile(
    r"'?([0-9]{2})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*[日号]?"
)
_YEAR_LAST = re.compile(r"[0-9]{1,2}\s*[-./]\s*[0-9]{1,2}\s*[-./]\s*([0-9]{4})")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 7_306, 73_050  # 1920 to 2099
_LAST_YEAR = 2099
_DASHES = re.compile("[\u2010-\u2015\u2212]")
# Letters that are typed, or read by a scanner, for digits.
_LETTERS_FOR_DIGITS = str.maketrans("OoIl", "0011")
_WITHOUT_END = frozenset({"长期", "长期有效", "永久", "永久有效", "无期限", "不限", "至今"})


def day(text: str) -> date | None:
    """A date as people write it: in digits or in Chinese, with a time behind it, or as the serial
    number by which spreadsheets count days."""
    flat = unicodedata.normalize("NFKC", line(text)).strip(" '\"“”.。")
    flat = _DASHES.sub("-", flat)
    if not flat or flat in _WITHOUT_END:
        return None
    parts = _parts_of(flat)
    if parts is None:
        if (serial := _SERIAL.fullmatch(flat)) and (
            _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL
        ):
            return _EXCEL_DAY_ZERO + timedelta(days=int(serial[1]))
        raise _not_a_day(flat)
    year, month, number = parts
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadValue(
            _("“%(text)s”的年份%(year)d不对，请核对。") % {"text": shown(flat), "year": year}
        )
    try:
        return date(year, month, number)
    except ValueError:
        nearest = _nearest_day(year, month, number)
        raise BadValue(
            _("没有“%s”这一天，请核对月份和日期。") % shown(flat) + _hint(nearest), nearest
        ) from None


def is_a_day(text: str) -> bool:
    """Whether a text says a day and nothing else."""
    try:
        return day(text) is not None
    except BadValue:
        return False


def _if_a_day(text: str) -> str:
    return text if is_a_day(text) else ""


def _hint(nearest: str) -> str:
    return _("最接近的是%s。") % nearest if nearest else ""


def _parts_of(flat: str) -> tuple[int, int, int] | None:
    for form in (_WRITTEN, _SPACED, _COMPACT):
        match = form.match(flat)
        if match and _BEHIND.fullmatch(flat, match.end()):
            return int(match["year"]), int(match["month"]), int(match["day"])
    chinese = _CHINESE_DATE.match(re.sub(r"\s", "", flat))
    if chinese and _BEHIND.fullmatch(re.sub(r"\s", "", flat), chinese.end()):
        year = int("".join(_DIGITS[digit] for digit in chinese["year"]))
        return year, _counted(chinese["month"]), _counted(chinese["day"])
    return None


def _counted(text: str) -> int:
    """十一, 二十三, 廿三, 〇三, 3 and the like; 0 for what is none."""
    if text.isdecimal():
        return int(text)
    text = text.lstrip(_NOUGHTS)
    text = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一").replace("正", "一")
    tens, ten, ones = text.rpartition("十")
    if ten:
        if len(tens) > 1 or len(ones) > 1:
            return 0
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    return int(_DIGITS[ones]) if len(ones) == 1 else 0


def _nearest_day(year: int, month: int, number: int) -> str:
    """The month's first or last day, as what was probably meant."""
    months = 12
    if not 1 <= month <= months:
        return ""
    if number < 1:
        return date(year, month, 1).isoformat()
    following = date(year + month // months, month % months + 1, 1)
    return (following - timedelta(days=1)).isoformat()


def _not_a_day(flat: str) -> BadValue:
    if match := _MONTH_ONLY.fullmatch(flat):
        nearest = _if_a_day(f"{match[1]}-{int(match[2]):02d}-01")
        message = _("“%s”只写到月份，请补上日，如2013-05-03。") % shown(flat)
        return BadValue(message, nearest)
    if _YEAR_ONLY.fullmatch(flat):
        return BadValue(_("“%s”只有年份，请补上月和日，如2013-05-03。") % shown(flat))
    if match := _SHORT_YEAR.fullmatch(flat):
        nearest = _if_a_day(f"20{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}")
        message = _("“%s”的年份只有两位，请写成四位。") % shown(flat) + _hint(nearest)
        return BadValue(message, nearest)
    if _YEAR_LAST.fullmatch(flat):
        return BadValue(_("“%s”分不清月和日，请按年、月、日的顺序写，如2013-05-03。") % shown(flat))
    corrected = flat.translate(_LETTERS_FOR_DIGITS)
    if corrected != flat and is_a_day(corrected):
        nearest = str(day(corrected))
        return BadValue(_("“%s”里有字母，应为数字。") % shown(flat) + _hint(nearest), nearest)
    return BadValue(_("“%s”不是日期，应写成2013-05-03或2013年5月3日的样子。") % shown(flat))


SEVERAL = re.compile(r"[、,，;；\n|]+")


def several(text: str) -> tuple[str, ...]:
    """Values of a cell one by one, each once, whatever they are separated with."""
    parts = (" ".join(without_markup(part).split()) for part in SEVERAL.split(intact(text)))
    return tuple(dict.fromkeys(part for part in parts if not is_nothing(part)))


def keywords(text: str) -> tuple[str, ...]:
    """关键词: words without spaces, together at most 255 characters."""
    words = tuple(dict.fromkeys(word for part in several(text) for word in part.split()))
    _limited(" ".join(words), LONGEST_KEYWORDS)
    return words


_BETWEEN_FILES = re.compile(r"[;；|\n\r]+")


def attachments(text: str) -> tuple[str, ...]:
    """附件: paths of files; commas may be part of a name, semicolons and line breaks are not."""
    parts = (part.strip().strip('"“”') for part in _BETWEEN_FILES.split(intact(text)))
    return tuple(dict.fromkeys(part for part in parts if not is_nothing(part)))


def old_url(text: str) -> tuple[str, ...]:
    """原网址: addresses or paths, as they are written."""
    found = []
    for part in re.split(r"[\s;；|]+", intact(text).strip()):
        if is_nothing(part):
            continue
        try:
            parts = urlsplit(part)
        except ValueError:
            raise BadValue(_("“%s”不是网址，请核对。") % shown(part)) from None
        is_path = not parts.scheme and part.startswith("/") and not part.startswith("//")
        if not is_path and not (parts.scheme in {"http", "https"} and parts.netloc):
            raise BadValue(_("“%s”不是网址，应以http://、https://或“/”开头。") % shown(part))
        if len(unquote(part)) > LONGEST_URL:
            raise BadValue(
                _("网址共%(length)d个字符，最多%(longest)d个，请去掉。")
                % {"length": len(part), "longest": LONGEST_URL}
            )
        found.append(part)
    return tuple(dict.fromkeys(found))
