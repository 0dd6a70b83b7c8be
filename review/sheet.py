"""政府信息公开保密审查表: the review of one item on a sheet of paper, as a Word document.

It is printed to be signed while the item is under review, and for the file when it is done. What
the scan found is masked, as in the records.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .cycles import Cycle, bases_in_words, day_of
from .enums import Action, Decision
from .law import CHECKLIST
from .models import ReviewRecord
from .sheet_layout import Form

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TICKED, _OPEN = "☑", "☐"
_SHOWN_FINDINGS = 60


@dataclass(frozen=True)
class Subject:
    """What is known of the item: texts as they stood before the reviewer.

    Attributes:
        findings: what the scan found, as records keep it; of an item without a record, what it
            finds now.
    """

    title: str
    index_number: str = ""
    document_number: str = ""
    organ: str = ""
    mode: str = ""
    period: str = ""
    attachments: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    findings: tuple[dict[str, Any], ...] = ()


def review_sheet(subject: Subject, cycle: Cycle | None) -> bytes:
    """The sheet of one passage, or a blank one to be filled in by hand.

    Args:
        cycle: the passage; None while nothing is decided.
    """
    form = Form(_("政府信息公开保密审查表"), _below_title(cycle))
    reviewed = cycle.reviewed if cycle else None
    _about(form, subject, cycle)
    form.wide(_("审查清单"), _checklist(reviewed))
    form.wide(_("扫描提示\n及处理"), _findings(_found(subject, cycle)))
    form.signed(_("保密审查\n意见"), _review_lines(reviewed), *_signature(reviewed))
    approved = cycle.approved if cycle else None
    form.signed(_("审签意见"), _approval_lines(cycle), *_signature(approved))
    if cycle and (lines := _other_lines(cycle)):
        form.wide(_("退回、例外\n及其他"), lines)
    form.wide(_("记录编号\n与校验值"), _hashes(cycle), small=True)
    form.note(
        _("先审查、后公开，逐项审查。本表按系统中的审查记录生成，涂改无效。")
        if cycle
        else _("先审查、后公开，逐项审查。打印时系统中尚无审查记录。")
    )
    file = BytesIO()
    form.document.save(file)
    return file.getvalue()


def _about(form: Form, subject: Subject, cycle: Cycle | None) -> None:
    authors = cycle.authors if cycle and cycle.authors else subject.authors
    form.wide(_("信息名称"), [subject.title])
    form.pair(_("索引号"), subject.index_number, _("文号"), subject.document_number)
    form.pair(_("起草部门"), subject.organ, _("起草人"), _("、").join(authors))
    form.pair(_("公开方式"), subject.mode, _("公开时限"), subject.period)
    form.wide(_("附件"), [*_numbered(subject.attachments)] or [_("无")])


def _below_title(cycle: Cycle | None) -> str:
    printed = timezone.localdate()
    day = _("打印日期：%(year)d年%(month)d月%(day)d日") % _parts(printed)
    if cycle is None:
        return day
    return _("编号：%(number)s　　%(day)s") % {"number": cycle.last.number, "day": day}


def _checklist(record: ReviewRecord | None) -> list[str]:
    ticked = set(record.checklist) if record else set()
    return [f"{_TICKED if check.code in ticked else _OPEN} {check.label}" for check in CHECKLIST]


def _found(subject: Subject, cycle: Cycle | None) -> tuple[dict[str, Any], ...]:
    record = cycle and next((each for each in reversed(cycle.records) if each.findings), None)
    if record:
        return tuple(record.findings)
    return () if cycle and cycle.reviewed else subject.findings


def _findings(found: tuple[dict[str, Any], ...]) -> list[str]:
    lines = [
        f"{number}. {_finding(each)}"
        for number, each in enumerate(found[:_SHOWN_FINDINGS], start=1)
    ]
    if len(found) > _SHOWN_FINDINGS:
        lines.append(_("……共%d处，其余见系统中的审查记录。") % len(found))
    return lines or [_("无")]


def _finding(finding: dict[str, Any]) -> str:
    count = finding.get("count", 1)
    return "".join(
        (
            f"{finding.get('label') or finding.get('kind', '')} {finding.get('masked', '')}",
            _("等%d处") % count if count > 1 else "",
            _("（%s）") % finding["place"] if finding.get("place") else "",
            _("：%s") % _answer(finding),
        )
    )


def _answer(finding: dict[str, Any]) -> str:
    """What was done about a finding; one that was removed or masked is not found any more."""
    answer = _("保留") if finding.get("answer") else _("未处理")
    parts = [answer, finding.get("reason"), finding.get("by")]
    return _("，").join(str(part) for part in parts if part)


def _review_lines(record: ReviewRecord | None) -> list[str]:
    decision = record.decision if record else ""
    choices = [
        f"{_TICKED if value == decision else _OPEN} {label}" for value, label in Decision.choices
    ]
    half = len(choices) // 2
    lines = ["　".join(choices[:half]), "　".join(choices[half:])]
    lines.append(_("依据：%s") % bases_in_words(record))
    if record and (authority := record.data.get("referred_to")):
        lines.append(_("报请%s确定") % authority)
    lines.append(_("说明：%s") % (record.remark if record else ""))
    return lines


def _approval_lines(cycle: Cycle | None) -> list[str]:
    approved = cycle.approved if cycle else None
    returned = cycle.returned if cycle else None
    choices = ((approved, _("同意公开")), (returned, _("退回")))
    line = "　".join(f"{_TICKED if record else _OPEN} {label}" for record, label in choices)
    return [line, _("说明：%s") % (approved.remark if approved else "")]


def _other_lines(cycle: Cycle) -> list[str]:
    lines = []
    for record in cycle.records:
        if record.action in {Action.REVIEWED, Action.REFERRED, Action.APPROVED}:
            continue
        mark = "★ " if record.action in {Action.EXCEPTION, Action.IMPORTED} else ""
        why = record.remark or _("未写明")
        who = record.actor_name or _("系统")
        day = day_of(record).isoformat()
        lines.append(f"{mark}{record.get_action_display()}：{why}（{who}，{day}）")
    return lines


def _signature(record: ReviewRecord | None) -> tuple[str, str]:
    """Name and day, or room for them."""
    if record is None:
        return "", _("　　　　年　　月　　日")
    return record.actor_name, _("%(year)d年%(month)d月%(day)d日") % _parts(day_of(record))


def _hashes(cycle: Cycle | None) -> list[str]:
    if cycle is None:
        return [_("尚无记录")]
    return [
        _("第%(number)d号 %(what)s %(hash)s")
        % {"number": each.number, "what": each.get_action_display(), "hash": each.hash}
        for each in cycle.records
    ] + [_("内容 %s") % cycle.last.digest]


def _numbered(names: tuple[str, ...]) -> list[str]:
    return [f"{number}. {name}" for number, name in enumerate(names, start=1)]


def _parts(day: Any) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
