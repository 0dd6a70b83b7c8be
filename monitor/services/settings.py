"""The office sets the numbers of its column, and the kinds of its categories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..enums import Watch
from ..models import MonitorSettings, WatchedCategory
from ..permissions import columns_to_set

SETTINGS_ACTION = "gongkai_monitor.settings"


@transaction.atomic
def save_settings(
    user: Any, column: Any, numbers: MonitorSettings, watches: Mapping[int, str]
) -> None:
    """Keep the numbers of a column and the kinds of some of its categories.

    Args:
        numbers: checked already; its column is set here.
        watches: by the key of a category below the column its kind, empty for "as its name says".

    Raises:
        PermissionDenied: the user may not set anything for this column.
    """
    if not columns_to_set(user).filter(pk=column.pk).exists():
        raise PermissionDenied(_("您没有修改该栏目监测设置的权限，请联系党政办。"))
    numbers.column_id = column.pk
    numbers.save()
    said = {pk: watch for pk, watch in watches.items() if watch in Watch.values}
    WatchedCategory.objects.filter(category_id__in=set(watches) - set(said)).delete()
    WatchedCategory.objects.bulk_create(
        [WatchedCategory(category_id=pk, watch=watch) for pk, watch in said.items()],
        update_conflicts=True,
        unique_fields=["category"],
        update_fields=["watch"],
    )
    log(column, SETTINGS_ACTION, user=user, data={"watched": len(said)})
