"""What the name of an organ says of it."""

from __future__ import annotations

import re

_TOWNSHIP = re.compile(r"(?:镇|乡|街道|苏木)(?:人民政府|办事处|政府)?$")


def is_township_name(name: str) -> bool:
    """Whether ``name`` is that of the government of a township, which makes no 规章."""
    return bool(_TOWNSHIP.search(name))
