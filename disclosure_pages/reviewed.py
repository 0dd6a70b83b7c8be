"""What the pages of a column take from the review, wherever the host has installed it."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

_LABEL = "gongkai_review"


def review_module(name: str) -> Any:
    """A module of the review app."""
    return import_module(f"{apps.get_app_config(_LABEL).name}.{name}")


if TYPE_CHECKING:

    class ReviewedMixin(models.Model):
        """A page that becomes public only as it was reviewed."""

        not_reviewed_fields: Collection[str]

        class Meta:
            abstract = True

else:
    ReviewedMixin = review_module("reviewed").ReviewedMixin
