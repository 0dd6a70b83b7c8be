"""When files have to be made anew: signals make it prompt, ``services/truth.py`` makes it sure."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from .models import DataFile
from .rooms import review
from .services import refreshing
from .storage import delete_on_commit


def connect() -> None:
    """Listen to what takes items away from the public or changes them."""
    signals = review("signals")
    item_model = apps.get_model("gongkai_catalogue", "ItemPage")
    uid = "gongkai_open_data"
    signals.page_released.connect(_released, dispatch_uid=uid)
    signals.page_left.connect(_left, dispatch_uid=uid)
    # The row is gone when the review tells of it.
    pre_delete.connect(_left_by_deletion, sender=item_model, dispatch_uid=uid)
    post_page_move.connect(_moved, dispatch_uid=uid)
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid=uid)
    post_delete.connect(_restricted, sender=PageViewRestriction, dispatch_uid=uid)
    post_delete.connect(_forgotten, sender=DataFile, dispatch_uid=uid)


def _released(*, page: Any, was_public: bool, **kwargs: Any) -> None:
    # What is new waits for the nightly run: yesterday's file is old, not wrong.
    if was_public:
        _left(page=page)


def _left(*, page: Any, **kwargs: Any) -> None:
    year = getattr(page, "published_year", None)
    if year is not None:
        for column_pk in _columns_with_files(Q(path__in=_line(page.path)), year=year):
            refreshing.want(column_pk, year)


def _left_by_deletion(*, instance: Any, **kwargs: Any) -> None:
    if instance.live:
        _left(page=instance)


def _moved(*, instance: Any, parent_page_before: Page, **kwargs: Any) -> None:
    path = instance.path
    either = Q(path__in=[*_line(parent_page_before.path), *_line(path)])
    refreshing.want_all(_columns_with_files(either | Q(path__startswith=path)))


def _restricted(*, instance: PageViewRestriction, **kwargs: Any) -> None:
    path = instance.page.path
    refreshing.want_all(_columns_with_files(Q(path__in=_line(path)) | Q(path__startswith=path)))


def _forgotten(*, instance: DataFile, **kwargs: Any) -> None:
    delete_on_commit(instance.file.name)


def _line(path: str) -> list[str]:
    """Paths of a page and of all above it."""
    step = Page.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def _columns_with_files(where: Q, **files: Any) -> list[int]:
    having = DataFile.objects.filter(**files).values("column")
    return list(Page.objects.filter(where, pk__in=having).values_list("pk", flat=True))
