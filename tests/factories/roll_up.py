"""A county with an office of its own and towns that report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from disclosure_pages.models import AnnualStatistics, ReportingBody
from disclosure_pages.roll_up.models import Level
from disclosure_pages.roll_up.values import input_cells
from disclosure_pages.statistics import services
from tests.factories.catalogue import OrganFactory

YEAR = 2025


@dataclass
class County:
    """What :func:`make_county` made."""

    government: Any
    office: Any
    towns: list[Any]

    @property
    def members(self) -> list[Any]:
        """Organs that report into the county's tables."""
        return [self.office, *self.towns]


def make_county(towns: int = 3, name: str = "余姚市") -> County:
    """A county government that compiles its office and its towns; nobody has reported yet."""
    government = OrganFactory(name=f"{name}人民政府")
    office = OrganFactory(name=f"{name}人民政府办公室", parent=government, sort_order=1)
    ReportingBody.objects.create(organ=government, level=Level.COUNTY, compiles=True)
    ReportingBody.objects.create(organ=office, level=Level.DEPARTMENT)
    made = [
        OrganFactory(
            name=f"{name}第{number:02}镇人民政府", parent=government, sort_order=1 + number
        )
        for number in range(1, towns + 1)
    ]
    for town in made:
        ReportingBody.objects.create(organ=town, level=Level.TOWNSHIP)
    return County(government, office, made)


def balanced_numbers(seed: int = 1, year: int = YEAR) -> dict[str, int]:
    """Numbers of every input cell that keep the rules: as many handled as received."""
    numbers = dict.fromkeys(input_cells(year), 0)
    numbers["t2.normative.made"] = seed
    numbers["t2.normative.in_force"] = seed
    numbers["t2.licences.decisions"] = 10 * seed
    numbers["t3.received.person"] = seed + 1
    numbers["t3.granted.person"] = seed
    numbers["t3.carried_out.person"] = 1
    numbers["t4.reconsideration.upheld"] = seed % 3
    return numbers


def report(organ: Any, numbers: dict[str, Any], year: int = YEAR) -> AnnualStatistics:
    """Enter the numbers of an organ, as an import or its office does."""
    statistics = services.get_or_create(organ, year)
    services.enter_many(statistics, numbers, "年报")
    return statistics
