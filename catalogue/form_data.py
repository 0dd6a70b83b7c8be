"""The part of a posted form that nobody types: what Wagtail's own scripts keep in hidden fields.

Wagtail trusts it. A form that was cut off on its way, or forged, would end as an error of the
server; here it ends as a bad request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from types import NoneType
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import QueryDict

# Digits of a number that fits into eight bytes, whatever they are.
LONGEST_KEY = 18

_CHOSEN_FILE = re.compile(r"attachments-\d+-document")
_VALUE_OF_BLOCK = re.compile(r"(?P<block>body-\d+)-value(-image){0,2}")
_BLOCKS_THAT_CHOOSE = {"image", "figure", "attachment"}
_DAMAGED = "The hidden fields of the form are incomplete or were changed; load the page again."


def is_key(value: str) -> bool:
    """Whether ``value`` could be the primary key of a row."""
    return value.isdecimal() and len(value) <= LONGEST_KEY


def refuse_damaged(data: QueryDict) -> None:
    """Raise BadRequest where a hidden field holds what none of Wagtail's scripts writes."""
    for name, value in data.items():
        block = _VALUE_OF_BLOCK.fullmatch(name)
        kind = data.get(f"{block['block']}-type") if block else None
        chosen = kind in _BLOCKS_THAT_CHOOSE or _CHOSEN_FILE.fullmatch(name)
        # Wagtail's v3 API puts the row itself there, which it looked up.
        if chosen and value and not isinstance(value, Model) and not is_key(str(value)):
            raise BadRequest(_DAMAGED)
        if kind == "table" and not _is_table(str(value)):
            raise BadRequest(_DAMAGED)


def _is_table(value: str) -> bool:
    try:
        return isinstance(json.loads(value), dict | NoneType)
    except ValueError:
        return False


def read_intact(read: Callable[[], Any]) -> Any:
    """What ``read`` makes of the data; BadRequest where a part of it is missing or malformed."""
    try:
        return read()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadRequest(_DAMAGED) from error
