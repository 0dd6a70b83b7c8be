"""Correct annual reports with random numbers, and the facts of a report."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from disclosure_pages.statutory.forms import REPORT_FORMS, form_for
from disclosure_pages.statutory.rules.structure import Facts

# How large the counts of a report are: a quiet town, a busy one, a county, a ministry.
MOST = (0, 3, 40, 5000)

APPLICANTS = ("person", "company", "research", "charity", "legal", "other")
CHANNELS = ("gazette", "website", "microblog", "wechat", "other")


def correct_values(form: str = "2021", seed: int = 0, most: int | None = None) -> dict:
    """Numbers of every cell of a form that keep all rules which look at one report.

    ``seed`` decides; ``most`` is the largest input, by default one of MOST in turn, so that seed 0
    is a report of zeros.
    """
    chance = Random(f"{form} {seed}")
    most = MOST[seed % len(MOST)] if most is None else most
    values = {}
    cells = REPORT_FORMS[form].cells
    for code, cell in cells.items():
        if not cell.parts:
            values[code] = (
                Decimal(chance.randint(0, most * 100)) / 100
                if (cell.is_amount)
                else chance.choice((0, chance.randint(0, most)))
            )
    _make_true(values, chance)
    for code, cell in cells.items():
        if cell.parts:
            values[code] = sum(_worth(part, values, cells) for part in cell.parts)
    _balance(values, chance)
    return {code: values[code] for code in cells}


def _worth(code, values, cells):
    parts = cells[code].parts
    return sum(_worth(part, values, cells) for part in parts) if parts else values[code]


def _make_true(values, chance):
    """What is more than arithmetic: townships make no 规章, what was made is in force."""
    for code in values:
        if code.startswith(("t2.regulations.", "t2a.regulations.")):
            values[code] = 0
    if "t2.normative.made" in values:
        floor = max(0, values["t2.normative.made"] - values["t2.normative.abolished"])
        values["t2.normative.in_force"] += floor
    if "t2a.normative.total" in values:
        values["t2a.normative.total"] += values["t2a.normative.disclosed"]
    if "s.published" in values:
        channels = [values[f"s.by_{name}"] for name in CHANNELS]
        values["s.published"] = chance.randint(max(channels), sum(channels))
        values["s.normative_published"] = min(
            values["s.normative_published"], values["s.published"]
        )
        if not any(values[f"s.by_{name}"] for name in ("counter", "fax", "network", "letter")):
            values["s.charges"] = Decimal(0)


def _balance(values, chance):
    """Split what was handled and what is left between what came and what was carried in."""
    for column in APPLICANTS:
        if f"t3.received.{column}" not in values:
            return
        there = values[f"t3.total.{column}"] + values[f"t3.carried_out.{column}"]
        values[f"t3.carried_in.{column}"] = chance.randint(0, there)
        values[f"t3.received.{column}"] = there - values[f"t3.carried_in.{column}"]
    for line in ("received", "carried_in"):
        values[f"t3.{line}.total"] = sum(values[f"t3.{line}.{column}"] for column in APPLICANTS)


def following_values(last: dict, seed: int = 0, form: str = "2021") -> dict:
    """Numbers of the year after ``last`` that keep the rules across years as well."""
    values = correct_values(form, seed, most=40)
    for column in APPLICANTS:
        before = last[f"t3.carried_out.{column}"]
        done, left = f"t3.total.{column}", f"t3.carried_out.{column}"
        lacking = max(0, before - values[done] - values[left])
        values[f"t3.granted.{column}"] += lacking
        values[done] += lacking
        values[f"t3.carried_in.{column}"] = before
        values[f"t3.received.{column}"] = values[done] + values[left] - before
    for line in ("received", "carried_in", "granted", "total", "carried_out"):
        values[f"t3.{line}.total"] = sum(values[f"t3.{line}.{column}"] for column in APPLICANTS)
    for block in ("reconsideration", "lawsuit", "appeal"):
        lacking = max(0, last[f"t4.{block}.pending"] - values[f"t4.{block}.total"])
        values[f"t4.{block}.upheld"] += lacking
        values[f"t4.{block}.total"] += lacking
    there = last["t2.normative.in_force"] + values["t2.normative.made"]
    values["t2.normative.abolished"] = min(values["t2.normative.abolished"], there)
    values["t2.normative.in_force"] = there - values["t2.normative.abolished"]
    values["t2.fees.amount"] = last["t2.fees.amount"]
    return values


def facts(values: dict | None = None, year: int = 2025, **known) -> Facts:
    """Facts of a report, by default a correct one of a town."""
    form = known.pop("form", None) or form_for(year)
    known.setdefault("is_township", True)
    values = correct_values(form.code, 1) if values is None else values
    return Facts(form=form, year=year, values=values, **known)
