"""Forms of catalogues and their rows in the admin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from .enums import Channel
from .policy import catalogues_for, columns_of
from .rooms import catalogue as catalogue_room


def own_columns(user: Any) -> Any:
    """Columns whose catalogues ``user`` may keep."""
    columns = catalogue_room("columns").columns()
    keys = columns_of(user)
    return columns if keys is None else columns.filter(pk__in=keys)


def indented_organs() -> list[tuple[Any, str]]:
    """Organs as choices, each below its superior."""
    organ: Any = apps.get_model("gongkai_catalogue", "Organ")
    return [("", "---------"), *catalogue_room("forms").indented_organs(organ.objects.all())]


def indented_categories(columns: Iterable[Page]) -> Iterator[tuple[Any, str]]:
    """Categories of some columns as choices, each below the one above it."""
    model: Any = apps.get_model("gongkai_catalogue", "CategoryPage")
    yield "", "---------"
    for column in columns:
        for page in model.objects.descendant_of(column).order_by("path"):
            depth = max(0, page.depth - column.depth - 2)
            yield page.pk, f"{'　' * depth}{page.title}（{page.code}）"


class OwnColumnForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail is untyped
    """A form in which only the user's own columns can be chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "organ" in self.fields:
            self.fields["organ"].widget.choices = indented_organs()


class StandardCatalogueForm(OwnColumnForm):
    """Form of a catalogue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column: Any = self.fields["column"]
        column.queryset = own_columns(self.for_user)
        if self.instance.pk:
            # Its rows are bound to categories of this column.
            column.disabled = True
            return
        self.initial["first_year"] = self.instance.first_year or timezone.localdate().year
        if column.queryset.count() == 1:
            column.initial = column.queryset.first()


class StandardRowForm(OwnColumnForm):
    """Form of a row."""

    channels = forms.MultipleChoiceField(
        label=_("公开渠道和载体"),
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        catalogues: Any = self.fields["catalogue"]
        catalogues.queryset = catalogues_for(self.for_user, "change")
        if self.instance.catalogue_id:
            columns: Iterable[Page] = [self.instance.catalogue.column]
        else:
            columns = own_columns(self.for_user)
        category: Any = self.fields["category"]
        category.widget = forms.Select(choices=list(indented_categories(columns)))

    def clean(self) -> dict[str, Any]:
        """A row is bound to a category of its own column."""
        cleaned: dict[str, Any] = super().clean()
        catalogue, category = cleaned.get("catalogue"), cleaned.get("category")
        if catalogue and category and not category.path.startswith(catalogue.column.path):
            self.add_error(
                "category", _("“%s”不在这个标准目录所属的栏目内，请另选类别。") % category.title
            )
        return cleaned
