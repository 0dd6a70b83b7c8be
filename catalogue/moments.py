"""Moments in addresses of lists."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_filters.fields import IsoDateTimeField

# The plus of a time zone that was not encoded arrives as a space.
_LOST_PLUS = re.compile(r"(T[\d:.]+) (\d\d:?\d\d)$")


class MomentField(IsoDateTimeField):
    """A day or a moment, in local time; of years that the databases and the calendar know alike."""

    years = (1949, 2999)

    def to_python(self, value: Any) -> datetime | None:
        """The moment; ValidationError with code ``invalid`` where it is none."""
        if isinstance(value, str):
            value = _LOST_PLUS.sub(r"\1+\2", value)
        moment: datetime | None = super().to_python(value)
        if moment is None:
            return None
        lowest, highest = self.years
        # A year inside of them is one in every time zone, or the neighbour of one.
        if not lowest <= moment.year <= highest:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return timezone.localtime(moment)


class MomentFilter(django_filters.IsoDateTimeFilter):
    """Compares with a moment."""

    field_class = MomentField
