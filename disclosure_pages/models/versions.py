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
    withheld_reason = models.CharField(
        _("不再公开的原因"),
        max_length=500,
        blank=True,
        help_text=_("如原文含有不应公开的个人信息；记入操作日志，不对外公开。"),
    )

    class Meta:
        verbose_name = _("年度报告版本")
        verbose_name_plural = _("年度报告版本")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="gongkai_version_page_number")
        ]

    def __str__(self) -> str:
        return _("第%d版") % self.number

    @property
    def is_withheld(self) -> bool:
        """Whether the text is kept, but shown to the public no more."""
        return bool(self.withheld_reason)
