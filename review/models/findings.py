"""What people answered to findings that they let stand."""

from __future__ import annotations

import swapper
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingAnswer(models.Model):
    """Why something that was found in a page may stand there. Written by ``services.findings``.

    What was found is not kept: ``fingerprint`` is a keyed hash of it and of where it stands, so
    that an answer holds while both are the same, and nobody gets a number out of the table. An
    answer that is withdrawn or replaced stays, with who did it and when.
    """

    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"), on_delete=models.CASCADE, related_name="+"
    )
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(_("类型"), max_length=40)
    reason = models.CharField(_("保留的理由"), max_length=500)
    answered_at = models.DateTimeField(_("时间"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # People leave, what they answered for does not.
    answered_by_name = models.CharField(_("经办人"), max_length=255)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    # Nothing that refers to pages or people for Wagtail's lists of usage.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("敏感信息处理意见")
        verbose_name_plural = _("敏感信息处理意见")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page", "fingerprint"],
                condition=models.Q(withdrawn_at=None),
                name="gongkai_review_one_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.answered_by_name}"
