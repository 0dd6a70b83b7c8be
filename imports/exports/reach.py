"""Which items somebody may have exported."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q
from wagtail.models import Site

from ..rooms import catalogue

PERMISSION = "gongkai_imports.add_importbatch"


def columns_for(user: Any) -> list[Any]:
    """Columns in which somebody brings items in, or takes them out: those they may write in."""
    if not user.has_perm(PERMISSION):
        return []
    return [each for each in all_columns() if each.permissions_for_user(user).can_add_subpage()]


def all_columns() -> list[Any]:
    """Columns of the platform; roots of its sites where its catalogue stands in no column."""
    found = list(catalogue("columns").columns().specific())
    return found or [site.root_page.specific for site in Site.objects.select_related("root_page")]


def is_office(user: Any, column: Any) -> bool:
    """Whether somebody looks after the whole column."""
    return bool(user.has_perm(PERMISSION) and column.permissions_for_user(user).can_edit())


def items_for(user: Any, column: Any, *, drafts: bool) -> Any:
    """Items of a column for somebody, in the order of their keys.

    Published items anybody may read; of the rest the office has all, others have their own drafts.
    Items under a view restriction are the office's alone.

    Args:
        user: None for the system, which may have all.
        drafts: whether what is not public comes too, as it stands in the table.
    """
    items = apps.get_model("gongkai_catalogue.ItemPage").objects.descendant_of(column)
    items = items.filter(alias_of__isnull=True).order_by("pk")
    if user is None or is_office(user, column):
        return items if drafts else items.live()
    public = Q(pk__in=items.disclosed().order_by().values("pk"))
    return items.filter(public | Q(owner=user, live=False)) if drafts else items.filter(public)
