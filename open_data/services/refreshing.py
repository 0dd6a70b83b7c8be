"""Having files made anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from ..background import enqueue_on_commit
from ..models import DataFile
from ..rooms import serving
from ..storage import delete_on_commit

PERMISSION = "gongkai_open_data.build_datafile"
BUILD = "gongkai_open_data.build_year"
# Who waits so long for a file asks again: a worker may have been killed over it.
_FORGOTTEN_AFTER = timedelta(minutes=15)


@transaction.atomic
def want(column_pk: int, year: int) -> bool:
    """Have the files of a year made anew in the background; False where somebody asked already.

    Where a year has no file yet, there is nothing to make anew: the nightly run begins it.
    """
    now = timezone.now()
    unasked = Q(wanted_at=None) | Q(wanted_at__lt=now - _FORGOTTEN_AFTER)
    files = DataFile.objects.filter(column_id=column_pk, year=year)
    if not files.filter(unasked).update(wanted_at=now):
        return False
    say_that_files_changed()
    _enqueue(column_pk, year)
    return True


def want_all(column_pks: Iterable[int]) -> None:
    """Have all files of some columns made anew."""
    places = DataFile.objects.filter(column_id__in=list(column_pks)).values_list("column", "year")
    for column_pk, year in places.distinct():
        want(column_pk, year)


@transaction.atomic
def take_away(column: Page, year: int, evidence: str) -> None:
    """Delete files that say what is not public any more, and have them made anew."""
    files = DataFile.objects.select_for_update().filter(column=column, year=year, evidence=evidence)
    for row in files.exclude(file=""):
        delete_on_commit(row.file.name)
    files.update(file="", version="")
    say_that_files_changed()
    want(column.pk, year)


@transaction.atomic
def build_by_hand(user: Any, column: Page, years: Iterable[int]) -> int:
    """Have years made anew, or for the first time, because somebody of the office wants it.

    Returns:
        The number of years.

    Raises:
        PermissionDenied: the user may not.
    """
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
    wanted = sorted(set(years))
    for year in wanted:
        files = DataFile.objects.filter(column=column, year=year)
        files.update(wanted_at=timezone.now(), version="")
        _enqueue(column.pk, year)
    if wanted:
        say_that_files_changed()
        log(instance=column, action=BUILD, user=user, data={"years": wanted})
    return len(wanted)


def say_that_files_changed() -> None:
    """Renew what lists the files; no page of a column shows any."""
    serving("versions").renew(DataFile._meta.label)


def _enqueue(column_pk: int, year: int) -> None:
    from ..tasks import build_year

    enqueue_on_commit(build_year, column_pk, year)
