"""What stands beside the tables: what was typed wrong, and what the rules say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..reports.checking import CheckedBreach
from ..statistics.models import RuleRemark
from .forms import EntryForm
from .sheet import anchor_of


@dataclass(frozen=True)
class Mistake:
    """An input that could not be read."""

    code: str
    label: str
    sentence: str

    @property
    def anchor(self) -> str:
        """Id of the input."""
        return anchor_of(self.code)


@dataclass(frozen=True)
class Finding:
    """A breach as it is shown: ``text`` is what stands in the field of its remark."""

    key: str
    severity: str
    sentence: str
    title: str
    source: str
    cells: tuple[str, ...]
    text: str
    remark: RuleRemark | None

    @property
    def anchor(self) -> str:
        """Id of the first input that it is about, empty where it is about none."""
        return anchor_of(self.cells[0]) if self.cells else ""

    @property
    def is_error(self) -> bool:
        """Whether it keeps the report from being signed off."""
        return self.severity == "error"

    @property
    def wants_remark(self) -> bool:
        """Whether it is a warning that nobody explained."""
        return not self.is_error and self.remark is None

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "key": self.key,
            "severity": self.severity,
            "sentence": self.sentence,
            "rule": self.title,
            "source": self.source,
            "cells": list(self.cells),
            "remark": self.remark.remark if self.remark else "",
        }


class Findings:
    """All of it, of one form."""

    def __init__(self, form: EntryForm, checked: Iterable[CheckedBreach]) -> None:
        self.mistakes = [
            Mistake(code, str(form.fields[code].label), sentence)
            for code, sentence in form.mistakes.items()
        ]
        typed = form.remarks
        self._all = [_finding(each, typed) for each in checked]

    @property
    def errors(self) -> list[Finding]:
        """What has to be corrected before the report is signed off."""
        return [each for each in self._all if each.is_error]

    @property
    def warnings(self) -> list[Finding]:
        """What has to be corrected or explained."""
        return [each for each in self._all if not each.is_error]

    @property
    def summary(self) -> str:
        """How much there is, in one sentence."""
        wanting = sum(each.wants_remark for each in self.warnings)
        parts = []
        if self.mistakes:
            parts.append(_("填写有误%d处") % len(self.mistakes))
        if self.errors:
            parts.append(_("勾稽错误%d处") % len(self.errors))
        if self.warnings:
            parts.append(
                _("提醒%(all)d处，其中%(wanting)d处待说明")
                % {"all": len(self.warnings), "wanting": wanting}
            )
        return _("，").join(parts) + _("。") if parts else _("没有发现问题。")

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "summary": self.summary,
            "breaches": [each.as_json() for each in self._all],
            "mistakes": [{"cell": each.code, "sentence": each.sentence} for each in self.mistakes],
        }


def _finding(each: CheckedBreach, typed: dict[str, str]) -> Finding:
    breach = each.breach
    return Finding(
        key=breach.key,
        severity=str(breach.rule.severity),
        sentence=breach.sentence,
        title=breach.rule.title,
        source=breach.rule.source,
        cells=breach.cells,
        text=typed.get(breach.key, each.remark.remark if each.remark else ""),
        remark=each.remark,
    )
