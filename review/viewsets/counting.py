"""How many there are, in words that fit a list of records."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator


class CountingPaginator(WagtailPaginator):  # type: ignore[misc]  # Wagtail is untyped
    """Pages of a list whose model is named after a register rather than after its rows."""

    @cached_property
    def items_count_label(self) -> str:
        """Number of rows."""
        return _("共%d条") % self.count
