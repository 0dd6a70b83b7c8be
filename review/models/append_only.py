"""Rows that are only ever added. The database refuses as well: see the initial migration."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(TypeError):
    """What was written down is neither changed nor deleted."""

    def __init__(self) -> None:
        super().__init__(str(_("记录只能追加，不能修改或者删除。")))


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are only ever added."""

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise AppendOnlyError

    update = bulk_update = update_or_create = _refuse

    def delete(self) -> Any:
        """Refuse."""
        raise AppendOnlyError

    # As Django marks its own: templates must not call them.
    delete.alters_data = True  # type: ignore[attr-defined]  # a function with an attribute
    delete.queryset_only = True  # type: ignore[attr-defined]


class AppendOnlyModel(models.Model):
    """A row that is stored once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new row; refuse to store it again."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse."""
        raise AppendOnlyError
