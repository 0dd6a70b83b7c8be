"""What was corrected in an item after it had become public."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable


class ItemCorrection(Orderable):
    """One dated note on what was changed in a public item, and why (条例第六条：及时、准确).

    It is part of the item's revision: it becomes public with the change that it tells of.
    """

    item = ParentalKey(
        "gongkai_catalogue.ItemPage", on_delete=models.CASCADE, related_name="corrections"
    )
    corrected_on = models.DateField(_("更正日期"), default=timezone.localdate)
    note = models.TextField(
        _("更正内容"),
        max_length=500,
        help_text=_("写明改了什么、为什么改，如“附件2第3行的面积原为12亩，更正为21亩”。"),
    )

    panels = [FieldPanel("corrected_on"), FieldPanel("note")]
    api_fields = [APIField(name, writable=True) for name in ("corrected_on", "note")]

    class Meta(Orderable.Meta):
        verbose_name = _("更正说明")
        verbose_name_plural = _("更正说明")

    def __str__(self) -> str:
        return self.note
