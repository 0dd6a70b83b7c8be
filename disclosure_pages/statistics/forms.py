"""Form on which the statistics of an organ and year are made."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm


class AnnualStatisticsForm(WagtailAdminModelForm):
    """Organ and year are chosen once: the numbers belong to them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("organ", "year"):
                if name in self.fields:
                    self.fields[name].disabled = True
