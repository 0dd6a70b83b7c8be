"""ReportVersion: what a signed-off report said each time that it was published."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportVersion(models.Model):
    """A text that was public, whole: Wagtail's revisions may be purged, what was said may not.

    ``content`` is the page as ``serializable_data()`` gives it, with the figures that it was signed
    off with.
    """

    page = models.ForeignKey(
        "gongkai_pages.AnnualReportPage", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField(_("版次"))
    content = models.JSONField(_("内容"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("内容摘要值"), max_length=64)
    note = models.TextField(_("更正说明"), blank=True)
    published_at = models.DateTimeField(_("公开时间"))

    class Meta:
        verbose_name = _("年度报告版本")
        verbose_name_plural = _("年度报告版本")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="gongkai_version_page_number")
        ]

    def __str__(self) -> str:
        return _("第%d版") % self.number
