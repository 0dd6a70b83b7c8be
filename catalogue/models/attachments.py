"""Files that belong to an item."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable


class ItemAttachment(Orderable):
    """One file of an item, with the name under which the public sees it."""

    item = ParentalKey(
        "gongkai_catalogue.ItemPage", on_delete=models.CASCADE, related_name="attachments"
    )
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("文件"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(
        _("附件名称"), max_length=255, blank=True, help_text=_("留空则用文件的标题。")
    )

    panels = [FieldPanel("document"), FieldPanel("title")]
    api_fields = [APIField(name, writable=True) for name in ("document", "title")]

    class Meta(Orderable.Meta):
        verbose_name = _("附件")
        verbose_name_plural = _("附件")

    def __str__(self) -> str:
        return self.title or self.document.title
