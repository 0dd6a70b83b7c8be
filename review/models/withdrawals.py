"""What was public and is withdrawn: what its address says instead."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_REASON, LONGEST_PUBLIC_REASON = 500, 300


class Withdrawal(models.Model):
    """A page that was taken out of the public with a notice; over when it is public again.

    Written by ``services.withdrawal`` only. Title and number are those that were public: a page
    that is being corrected already says something else. They are empty where the notice must not
    repeat them.
    """

    page_id = models.PositiveBigIntegerField(_("页面编号"), db_index=True)
    at = models.DateTimeField(_("撤回时间"))
    organ_name = models.CharField(_("撤回机关"), max_length=255, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("撤回原因"), max_length=LONGEST_REASON)
    public_reason = models.CharField(_("对外说明"), max_length=LONGEST_PUBLIC_REASON, blank=True)
    shows_title = models.BooleanField(_("公告中写明名称和索引号"), default=True)
    title = models.CharField(_("名称"), max_length=255, blank=True)
    index_number = models.CharField(_("索引号"), max_length=255, blank=True)
    record = models.ForeignKey(
        "gongkai_review.ReviewRecord",
        verbose_name=_("审查记录"),
        on_delete=models.DO_NOTHING,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("重新公开时间"), null=True)

    class Meta:
        verbose_name = _("撤回")
        verbose_name_plural = _("撤回")
        default_permissions = ()
        # No table of its own: what is not disclosed is a question to the records.
        permissions = [("recheck_page", _("复核不予公开的信息"))]
        constraints = [
            models.UniqueConstraint(
                fields=["page_id"],
                condition=models.Q(ended_at=None),
                name="gongkai_review_withdrawn_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.title}"
