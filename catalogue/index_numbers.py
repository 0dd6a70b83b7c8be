"""索引号: how the number of an item is formed.

政府信息公开目录系统实施指引(试行): an identifier of two parts, never changed once made:
organisation code, slash, year of publication, hyphen, five-digit serial (20 characters).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .conf import get_setting

if TYPE_CHECKING:
    from .models import ItemPage


class IndexNumberScheme(Protocol):
    """Forms index numbers. Serials are consecutive within one series."""

    def series(self, item: ItemPage) -> str:
        """The series that ``item`` is numbered in.

        Raises:
            ValidationError: if the item lacks what its number is made of.
        """

    def number(self, series: str, serial: int) -> str:
        """The index number of one serial of a series."""

    def parse(self, number: str) -> tuple[str, int] | None:
        """Series and serial of a number that has this scheme's form."""


class OrganYearScheme:
    """The scheme of the 2008 guidelines, e.g. ``002948561/2013-00012``.

    The code is the organisation code of the item's organ or of the nearest superior organ that
    has one; where there is none, the unified credit code.
    """

    # Nine digits are what the counter's column holds on every database.
    _FORM = re.compile(r"(?P<series>[0-9A-Z]{9,18}/[0-9]{4}-)(?P<serial>[0-9]{5,9})")

    def series(self, item: ItemPage) -> str:
        """Code and year: ``002948561/2013-``."""
        if item.organ is None or item.published_on is None:
            raise ValidationError(
                {"organ": _("没有发布机构或发布日期，无法编制索引号，请补充。")}, code="incomplete"
            )
        code = item.organ.get_numbering_code()
        if not code:
            raise ValidationError(
                {
                    "organ": _(
                        "“%(organ)s”及其上级机构都没有组织机构代码，无法编制索引号。"
                        "请先在“机构”中填写代码，或手工填写索引号。"
                    )
                    % {"organ": item.organ.name}
                },
                code="no_code",
            )
        return f"{code}/{item.published_on.year}-"

    def number(self, series: str, serial: int) -> str:
        """The series and a serial of at least five digits."""
        return f"{series}{serial:05d}"

    def parse(self, number: str) -> tuple[str, int] | None:
        """Series and serial, or None for a number of another form."""
        match = self._FORM.fullmatch(number)
        return (match["series"], int(match["serial"])) if match else None


def get_scheme() -> IndexNumberScheme:
    """The scheme that ``GONGKAI_CATALOGUE_INDEX_NUMBER_SCHEME`` names."""
    scheme: Any = import_string(cast("str", get_setting("GONGKAI_CATALOGUE_INDEX_NUMBER_SCHEME")))
    return cast("IndexNumberScheme", scheme())
