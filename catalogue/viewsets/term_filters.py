"""Filters of the admin by a value of a vocabulary."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django_filters.fields import ModelChoiceField

from ..form_data import is_key


class TermField(ModelChoiceField):  # type: ignore[misc]  # django-filter is untyped
    """One value; for one that was merged into another, that one: saved filters go on finding."""

    def to_python(self, value: Any) -> Any:
        """The value with this key, or what became of it; a query more only for the latter."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            key = str(value)
            if not is_key(key):
                raise
            merged = self.queryset.model.everything.filter(pk=key, merged_into__isnull=False)
            successor = merged.values_list("merged_into", flat=True).first()
            if successor is None:
                raise
            return super().to_python(successor)


class TermFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]  # django-filter is untyped
    """Chooses a value of a vocabulary."""

    field_class = TermField
