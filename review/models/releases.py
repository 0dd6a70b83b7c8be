"""What is public, on the strength of which record; and who wrote what is not public yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Release(models.Model):
    """A page that is public, and the text that was let out. Deleted when it leaves the public."""

    page_id = models.PositiveBigIntegerField(primary_key=True)
    # Of the row as it was stored; publication itself fills in dates that the reviewed text lacks.
    digest = models.CharField(max_length=64)
    revision_id = models.PositiveBigIntegerField(null=True)
    record = models.ForeignKey(
        "gongkai_review.ReviewRecord", on_delete=models.DO_NOTHING, related_name="+"
    )
    released_at = models.DateTimeField()

    class Meta:
        verbose_name = _("公开状态")
        verbose_name_plural = _("公开状态")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_id} {self.digest}"


class DraftAuthor(models.Model):
    """Somebody who wrote or changed a revision. Revisions may be purged; who wrote stays known."""

    page_id = models.PositiveBigIntegerField()
    revision_id = models.PositiveBigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page_id", "revision_id", "user"], name="gongkai_draft_author"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.revision_id} {self.user_id}"
