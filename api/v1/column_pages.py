"""The pages of a column beside its catalogue: which column they stand in, what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from wagtail.models import Page

from .scope import Scope, columns_of


def pages_of(scope: Scope, model: str) -> Any:
    """Public pages of one type of the disclosure pages, each counted once."""
    found = apps.get_model("gongkai_pages", model).objects.descendant_of(scope.root).live()
    return found.exclude(scope.hidden).filter(alias_of=None)


class Columns:
    """Public columns of a scope; one query."""

    def __init__(self, scope: Scope) -> None:
        found = columns_of(scope.site, scope.hidden)
        if scope.column_id is not None:
            found = found.filter(pk=scope.column_id)
        model = apps.get_model("gongkai_pages", "DisclosureIndexPage")
        wanted = model.objects.filter(pk__in=found.values("pk")).select_related("organ")
        self.rows: Sequence[Any] = list(wanted.order_by("path"))

    def above(self, page: Page) -> Any | None:
        """The nearest column that a page stands in."""
        above = [each for each in self.rows if page.path.startswith(each.path)]
        return above[-1] if above else None

    def by_id(self, key: int) -> Any | None:
        """The column with a key."""
        return next((each for each in self.rows if each.pk == key), None)


def column_of(column: Any) -> dict[str, Any]:
    """A column as answers name it."""
    return {"id": column.pk, "title": column.title}


def organ_of(column: Any) -> dict[str, str]:
    """The organ of a column as code and label."""
    return {"code": column.organ.slug, "label": column.organ.name}
