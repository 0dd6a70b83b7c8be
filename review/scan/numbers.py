"""Numbers that are written with spaces, dashes, line breaks or a cell for each digit."""

from __future__ import annotations

import re

# What may stand between two digits of one number.
BETWEEN = r"[ \t\n|\-.·_]{0,4}"
_GROUP = re.compile(r"[0-9A-Za-z]+")
_GAP = re.compile(r"[^0-9A-Za-z]+")
_UNIT = (
    r"(?:万元|亿元|千元|元|万|亿|千|%|‰|人|户|吨|亩|平方|公里|米|㎡|m²|m2|公斤|千克|件|辆|套|台|股|份"
    r"|美元|kW|KW|度)"
)
# After a space or a bracket a word may begin: 万 is a surname, and 户名 stands beside accounts.
_UNITS = re.compile(rf"{_UNIT}|[ (]{{1,2}}{_UNIT}(?![\u4e00-\u9fff])")
_SENTENCE = re.compile(
    r"(?:编号|代码|单号|流水号?|流水编号|批号|执照号?|注册号|许可证号?|备案号|信用代码"
    r"|税号|识别号|合同号?|订单号?|发票号?码?"
    r"|项目号|档案号|条码|条形码|序列号|索引号|文号|案号|机构代码|交易号|凭证号|票号"
    r"|运单号?|快递单号?|工单号?|受理号|回执号"
    r"|办件号|登记号|标准号|图号|产权证号|不动产权第|证书号|资质证号|ISBN|ISSN|IMEI|SN"
    r"|S/N|UUID|ID)码?(?:为|是)?[:\" (]*$"
)


def spaced(*characters: str) -> str:
    """A pattern of these characters in a row, with what may stand between them."""
    return BETWEEN.join(characters)


def digits(number: int) -> list[str]:
    """So many digits, for :func:`spaced`."""
    return ["[0-9]"] * number


def groups(text: str) -> tuple[int, ...]:
    """Lengths of the unbroken groups of a number."""
    return tuple(len(each) for each in _GROUP.findall(text))


def gaps(text: str) -> set[str]:
    """What stands between the groups of a number."""
    return set(_GAP.findall(text.strip()))


def compact(text: str) -> str:
    """Only digits and letters, in capitals."""
    return _GAP.sub("", text).upper()


def is_one_each(sizes: tuple[int, ...]) -> bool:
    """Whether every digit has a cell of its own."""
    return max(sizes) == 1


def has_unit(after: str) -> bool:
    """Whether a number is an amount, by what stands after it."""
    return _UNITS.match(after) is not None


def is_other_number(before: str) -> bool:
    """Whether words before a number say that it is one of a contract, an order, a licence."""
    return _SENTENCE.search(before) is not None


def is_luhn(number: str) -> bool:
    """Check digit of ISO/IEC 7812-1, annex B."""
    total = 0
    for index, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - sum of two digits
    return total % 10 == 0
