"""Reads numbers as people type and paste them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ..statistics.registry import Number

# More digits than this before the point are a slip of the hand.
LONGEST = 9
PLACES = 6
_REPEATED = 20
# What is counted has no decimal places; what is measured by these may have.
MEASURES = frozenset({"万元", "元", "%", "％"})

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d*)(?:\.(?P<places>\d*))?", re.ASCII)


def allows_decimals(unit: str) -> bool:
    """Whether numbers of a unit may have decimal places."""
    return unit in MEASURES


def shorten(text: str) -> str:
    """What was typed as a sentence repeats it."""
    return Truncator(" ".join(text.split())).chars(_REPEATED)


def tidy(text: str) -> str:
    """What was typed, in half-width signs, without spaces and thousands separators."""
    narrow = "".join(unicodedata.normalize("NFKC", text).split()).replace("\u2212", "-")
    return narrow.replace(",", "") if _GROUPED.fullmatch(narrow) else narrow


def read_number(text: str, unit: str, *, may_be_negative: bool = False) -> Number | None:
    """The number that ``text`` says; None for an empty text.

    Full-width digits, spaces, thousands separators and zeros after the point are understood.
    Few numbers may be negative: an increase that is a decrease.

    Raises:
        ValidationError: a sentence that says what is wrong with it, and what to do.
    """
    plain, shown = tidy(text), shorten(text)
    if not plain:
        return None
    match = _NUMBER.fullmatch(plain)
    if match is None or not (match["whole"] or match["places"]):
        raise ValidationError(
            _("“%s”不是数字，请填写阿拉伯数字；没有发生的填0，尚无数据的留空。") % shown,
            code="letters",
        )
    whole, places = match["whole"].lstrip("0"), (match["places"] or "").rstrip("0")
    sign = match["sign"] if whole or places else ""
    if sign == "-" and not may_be_negative:
        raise ValidationError(_("“%s”小于0，这里只能填0或者大于0的数。") % shown, code="negative")
    if len(whole) > LONGEST:
        raise ValidationError(
            _("“%(text)s”超过%(digits)d位，请核对是否多输了数字。")
            % {"text": shown, "digits": LONGEST},
            code="large",
        )
    if places and not allows_decimals(unit):
        raise ValidationError(
            _("“%(text)s”带有小数，这里按“%(unit)s”计数，请填写整数。")
            % {"text": shown, "unit": unit},
            code="decimals",
        )
    if len(places) > PLACES:
        raise ValidationError(
            _("“%(text)s”的小数超过%(places)d位，请四舍五入后填写。")
            % {"text": shown, "places": PLACES},
            code="places",
        )
    return Decimal(f"{sign}{whole or 0}.{places}") if places else int(f"{sign}{whole or 0}")


def write_number(number: Number | None) -> str:
    """A number as it stands in an input; nothing for None."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
