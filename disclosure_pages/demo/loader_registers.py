"""Registers of the demo town, and which of them its office has confirmed."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ..registers.confirmations import RegisterConfirmation
from ..registers.kinds import Register
from ..registers.models import ROWS_OF
from ..registers.services import set_confirmations
from .loader_pages import Organs
from .loader_people import People
from .organs import TOWN
from .registers import CONFIRMATIONS, REMARK, YEAR, DemoConfirmation, register_rows

_DAYS = ("_on",)
_OFFICE_TIME = time(10, 0)


def load_registers(organs: Organs, people: People, fast: bool) -> None:
    """Rows and confirmations; ``fast`` leaves out the years beside 2013."""
    if not fast:
        for register, rows in register_rows().items():
            for values in rows:
                _add(Register(register), values, organs)
    for confirmation in CONFIRMATIONS:
        if not fast or confirmation.year != YEAR:
            _confirm(confirmation, organs[TOWN], people.accounts["office"])


def _add(register: Register, values: dict[str, Any], organs: Organs) -> None:
    fields = {
        name: date.fromisoformat(value) if name.endswith(_DAYS) else value
        for name, value in values.items()
    }
    row = ROWS_OF[register](**fields | {"organ": organs[values["organ"]], "remark": REMARK})
    row.full_clean()
    row.save()


def _confirm(demo: DemoConfirmation, town: Any, office: Any) -> None:
    set_confirmations(town, demo.year, demo.registers, office, demo.remark)
    # The demo plays years of work in seconds: give this the day on which it belongs.
    day = date.fromisoformat(demo.confirmed_on)
    moment = datetime.combine(day, _OFFICE_TIME, tzinfo=timezone.get_current_timezone())
    made = RegisterConfirmation.objects.filter(organ=town, year=demo.year)
    made.update(confirmed_at=moment)
    ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(RegisterConfirmation),
        object_id__in=[str(pk) for pk in made.values_list("pk", flat=True)],
    ).update(timestamp=moment)
