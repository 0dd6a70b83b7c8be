"""What the page of a standard catalogue takes from the review, wherever the host has it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models

from .rooms import room

if TYPE_CHECKING:

    class ReviewedMixin(models.Model):
        """A page that becomes public only as it was reviewed."""

        not_reviewed_fields: Collection[str]

        class Meta:
            abstract = True

else:
    ReviewedMixin = room("gongkai_review", "reviewed").ReviewedMixin
