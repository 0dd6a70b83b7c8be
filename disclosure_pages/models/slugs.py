"""Addresses of pages that the office need not think of."""

from __future__ import annotations

from typing import Any

from django.db import models


class SettledSlugMixin(models.Model):
    """Gives a page without a slug the one that its kind has."""

    class Meta:
        abstract = True

    def get_settled_slug(self) -> str:
        """The slug of a page of this kind."""
        raise NotImplementedError

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        page: Any = self
        page.slug = page.slug or self.get_settled_slug()
        super().full_clean(*args, **kwargs)
