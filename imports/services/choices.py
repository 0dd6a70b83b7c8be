"""What is chosen for a batch between its upload and its import: columns, drafts or publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..enums import CHECKABLE, RUNNABLE
from ..models import ImportBatch, ImportMapping
from .receiving import checked_mapping, require_importer, require_publisher

CHANGE_MAPPING = "gongkai_imports.change_importmapping"
_LONGEST_NAME = 100


@transaction.atomic
def choose_columns(
    batch: ImportBatch, user: Any, columns: Mapping[str, str], *, save_as: str = ""
) -> None:
    """Say what each column of a batch means; the batch has to be checked (again) then.

    Args:
        columns: code of the field by heading as written; an empty code leaves the column out.
        save_as: a name under which this is kept for other sheets.

    Raises:
        PermissionDenied: the user may not import there.
        ValidationError: the batch is under way or imported, a code is none, no column is the
            title, or the name belongs to somebody else's mapping (``save_as``).
    """
    require_importer(user, batch.column)
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if stored.state not in CHECKABLE:
        raise ValidationError(_("这个批次已经导入或者正在导入，不能再改列的对应。"))
    mapping = checked_mapping(columns)
    if "title" not in mapping.values():
        raise ValidationError(_("没有一列对应“名称”，请至少指定名称所在的列。"))
    batch.mapping = mapping
    batch.save(update_fields=["mapping"])
    if save_as:
        save_mapping(user, save_as, mapping)


def save_mapping(user: Any, name: str, columns: Mapping[str, str]) -> ImportMapping:
    """Keep a mapping under a name; one's own, and for the office any, is replaced.

    Raises:
        ValidationError: under ``save_as``, where the name is taken or too long.
    """
    name = name.strip()
    if len(name) > _LONGEST_NAME:
        raise ValidationError({"save_as": _("方案名称最多%d个字。") % _LONGEST_NAME})
    found = ImportMapping.objects.filter(name=name).first() or ImportMapping(
        name=name, created_by=user
    )
    if found.pk and found.created_by != user and not user.has_perm(CHANGE_MAPPING):
        raise ValidationError({"save_as": _("已有其他人的方案叫“%s”，请换一个名称。") % name})
    action = "wagtail.edit" if found.pk else "wagtail.create"
    found.columns = dict(columns)
    found.save()
    log(instance=found, action=action, user=user)
    return found


@transaction.atomic
def choose_publication(batch: ImportBatch, user: Any, *, publish: bool, reason: str) -> None:
    """Say whether the good rows become drafts, or are published as history.

    Raises:
        PermissionDenied: the user may not import there, or not publish.
        ValidationError: no reason is given (``reason``), or the batch has begun the other way.
    """
    require_importer(user, batch.column)
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    options = {**stored.options, "publish": publish, "reason": reason.strip()}
    if not publish:
        options.pop("reason")
    require_publisher(user, options)
    if stored.state not in RUNNABLE:
        raise ValidationError(_("这个批次还没有检查完，请稍候。"))
    if stored.imported and stored.publishes != publish:
        raise ValidationError(_("这个批次已经导入了一部分，余下的只能按同样的方式导入。"))
    batch.options = options
    batch.save(update_fields=["options"])


def forget_error(batch: ImportBatch) -> None:
    """Take away what an earlier try said, before there is another."""
    if batch.error:
        batch.error = ""
        batch.save(update_fields=["error"])
