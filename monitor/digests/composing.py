"""What a digest says: figures, vetoes first, what is new, what was solved, and where to go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.utils import get_admin_base_url

from ..enums import SEVERITY_ORDER, Severity
from ..models import Finding, MonitorRun
from ..reading import open_findings
from ..rooms import review
from ..rules.base import all_rules
from .enums import MailState
from .models import DigestMail
from .people import organ_ids_of_column

# Findings of a section that are named; of the rest the number is told.
MOST_NAMED = 20
_LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Line:
    """A finding, as the letter names it."""

    subject: str
    detail: str
    rule: str
    remedy: str
    url: str
    due_on: date | None
    is_new: bool


@dataclass(frozen=True)
class Section:
    """Findings of one weight."""

    severity: str
    title: str
    number: int
    lines: list[Line]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.number - len(self.lines)


@dataclass(frozen=True)
class Digest:
    """A letter that was not written down yet."""

    subject: str = ""
    text: str = ""
    html: str = ""
    # By ``rule|key`` the name of what it is about.
    told: dict[str, str] = field(default_factory=dict)

    @property
    def is_needed(self) -> bool:
        """Whether it says anything."""
        return bool(self.subject)


def compose(user: Any, column: Any, run: MonitorRun, *, is_only_column: bool) -> Digest:
    """The letter to a person about a column, as of a run of the monitor.

    Titles are masked as the review masks them: a letter leaves the platform.
    """
    found = open_findings(user=user, run=run)
    if not is_only_column:
        found = _within(found, column)
    findings = list(found.select_related("organ"))
    before = _before(user, column, run.day)
    told = {_key(each): each.subject for each in findings}
    solved = [name for key, name in (before.told if before else {}).items() if key not in told]
    if not findings and not solved:
        return Digest()
    with override(settings.LANGUAGE_CODE):
        context = _context(column, run, findings, before, solved)
        subject = _subject(column, context)
        text = render_to_string("gongkai_monitor/mails/digest.txt", context)
        html = render_to_string("gongkai_monitor/mails/digest.html", context)
    return Digest(subject, text.strip() + "\n", html, told)


def _within(found: QuerySet[Finding], column: Any) -> QuerySet[Finding]:
    organs = organ_ids_of_column(column)
    return found.filter(Q(page__path__startswith=column.path) | Q(page=None, organ_id__in=organs))


def _before(user: Any, column: Any, day: date) -> DigestMail | None:
    """The last letter to the person about the column, also one that had nothing to say; what never
    arrived is no news yet."""
    letters = DigestMail.objects.filter(user=user, column=column, as_of__lt=day)
    return letters.exclude(state=MailState.FAILED).first()


def _context(
    column: Any,
    run: MonitorRun,
    findings: list[Finding],
    before: DigestMail | None,
    solved: list[str],
) -> dict[str, Any]:
    rules = {rule.code: rule for rule in all_rules()}
    new = {each.pk for each in findings if before is not None and _key(each) not in before.told}
    base = get_admin_base_url() or ""
    sections = [
        _section(severity, findings, rules, new, base)
        for severity in SEVERITY_ORDER
        if any(each.severity == severity for each in findings)
    ]
    return {
        "column": column.title,
        "day": run.day,
        "before": before.as_of if before is not None else None,
        "total": len(findings),
        "vetoes": sum(each.severity == Severity.VETO for each in findings),
        "new": len(new),
        "solved_number": len(solved),
        "solved": [_masked(name) for name in solved[:MOST_NAMED]],
        "solved_more": max(0, len(solved) - MOST_NAMED),
        "sections": sections,
        "url": base + reverse("gongkai_monitor:index"),
        "account_url": base + reverse("wagtailadmin_account"),
    }


def _section(
    severity: Severity,
    findings: Iterable[Finding],
    rules: Mapping[str, Any],
    new: set[int],
    base: str,
) -> Section:
    mine = [each for each in findings if each.severity == severity]
    # What is new comes first; in the order of urgency otherwise.
    mine.sort(key=lambda each: each.pk not in new)
    lines = [_line(each, rules, each.pk in new, base) for each in mine[:MOST_NAMED]]
    return Section(severity.value, str(severity.label), len(mine), lines)


def _line(finding: Finding, rules: Mapping[str, Any], is_new: bool, base: str) -> Line:
    rule = rules.get(finding.rule)
    path = finding.url
    if not path and finding.page_id:
        path = reverse("wagtailadmin_pages:edit", args=[finding.page_id])
    return Line(
        subject=_masked(finding.subject),
        detail=_masked(finding.detail),
        rule=str(rule.name) if rule is not None else "",
        remedy=str(rule.remedy) if rule is not None else "",
        url=base + path if path.startswith("/") else path,
        due_on=finding.due_on,
        is_new=is_new,
    )


def _subject(column: Any, context: Mapping[str, Any]) -> str:
    names = {"column": column.title, "total": context["total"], "vetoes": context["vetoes"]}
    if context["vetoes"]:
        said = _("%(column)s监测简报：%(vetoes)d项单项否决风险，共%(total)d项待处理") % names
    elif context["total"]:
        said = _("%(column)s监测简报：%(total)d项待处理") % names
    else:
        said = _("%(column)s监测简报：问题已全部解决") % names
    return " ".join(said.split())[:_LONGEST_SUBJECT]


def _masked(text: str) -> str:
    return str(review("scanning").masked_text(text))


def _key(finding: Finding) -> str:
    return f"{finding.rule}|{finding.key}"
