"""Who entered something, and who changed it last."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def _person(label: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )


class Recorded(models.Model):
    """A row that the office keeps; ``forms.RecordedForm`` writes who did."""

    created_by = _person(_("录入人"))
    created_at = models.DateTimeField(_("录入时间"), auto_now_add=True)
    changed_by = _person(_("最后修改人"))
    changed_at = models.DateTimeField(_("最后修改时间"), auto_now=True)

    class Meta:
        abstract = True
