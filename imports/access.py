"""Which batches somebody may look after: their own, and in their columns the office all."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from .exports.reach import PERMISSION, columns_for, is_office
from .models import ImportBatch


def may_import(user: Any) -> bool:
    """Whether somebody imports at all."""
    return bool(user.is_active and user.has_perm(PERMISSION))


def batches_for(user: Any) -> QuerySet[ImportBatch]:
    """Batches that somebody may look after, the newest first."""
    batches = ImportBatch.objects.order_by("-pk")
    if not may_import(user):
        return batches.none()
    if user.is_superuser:
        return batches
    office = [each.pk for each in columns_for(user) if is_office(user, each)]
    return batches.filter(Q(created_by=user) | Q(column__in=office))


def batch_or_404(user: Any, pk: int) -> ImportBatch:
    """A batch that somebody may look after.

    Raises:
        Http404: there is none with this key, or it is somebody else's.
    """
    batch = batches_for(user).select_related("column", "organ", "created_by").filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch
