"""What was found in a page and its files, and what people answered.

A finding that stays is answered by somebody, with a reason, before the page is approved. The answer
holds while the same thing stands in the same place; nothing of what was found is stored with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..content import Files, files_of
from ..file_texts import texts_of_files
from ..finding_words import HIDDEN, UNREADABLE, advice_on, is_maskable, label_of
from ..four_eyes import name_of
from ..models.findings import FindingAnswer
from ..page_texts import Source, sources_of
from ..scan import Finding, mask
from ..scanning import findings_in, findings_in_many, masked_text

_SALT = "gongkai_review.finding"
# Characters beside a finding that are shown with it.
_AROUND = 24
# Masked texts that stand for the findings of one kind at one place in a record.
_NAMED = 3
LONGEST_REASON = 500
# Answers that are stored together.
_AT_ONCE = 500

KEPT = "kept"
KEPT_ACTION = "gongkai_review.finding_kept"
REOPENED_ACTION = "gongkai_review.finding_reopened"


@dataclass(frozen=True)
class PageFinding:
    """Something that was found at one place.

    Attributes:
        fingerprint: of what was found and where; the same for all occurrences in one scope.
        answer: why it may stay, or None.
        masked: what may be shown of it to anybody.
        before, after: what stands beside it.
    """

    source: Source
    finding: Finding
    fingerprint: str
    answer: FindingAnswer | None
    masked: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """Kind of the finding."""
        return self.finding.kind

    @property
    def label(self) -> str:
        """Its kind in words."""
        return label_of(self.kind)

    @property
    def advice(self) -> str:
        """What to do about it, where stars do not help."""
        return advice_on(self.kind)

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return self.source.label

    @property
    def is_maskable(self) -> bool:
        """Whether it is masked in the page itself with a click."""
        return self.source.is_writable and is_maskable(self.kind)


@dataclass(frozen=True)
class Report:
    """Everything that was found in a page.

    Attributes:
        page: the in-memory page that was looked at.
        findings: every occurrence, in the order of the page, then of its files.
        pending_files: titles of files that were not read yet; the report is not complete before.
        files: documents and images of the page.
    """

    page: Any
    findings: list[PageFinding]
    pending_files: list[str]
    files: Files = field(repr=False)

    @cached_property
    def distinct(self) -> list[PageFinding]:
        """The first occurrence of each thing to answer for."""
        first: dict[str, PageFinding] = {}
        for each in self.findings:
            first.setdefault(each.fingerprint, each)
        return list(first.values())

    @cached_property
    def unanswered(self) -> list[PageFinding]:
        """What has to be removed, masked or answered before approval."""
        return [each for each in self.distinct if each.answer is None]

    @cached_property
    def groups(self) -> list[Any]:
        """The findings as templates show them: ``finding_groups.ThingGroup``."""
        from ..finding_groups import groups_of

        return groups_of(self)

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands in the way of an approval."""
        return not self.unanswered and not self.pending_files

    def as_record(self) -> list[dict[str, Any]]:
        """The findings for the review record: masked, those of one kind at one place with the same
        answer together."""
        rows = []
        distinct = sorted(self.distinct, key=_record_key)
        for (kind, place, answered), group in groupby(distinct, _record_key):
            findings = list(group)
            answer = findings[0].answer
            named = "、".join(each.masked for each in findings[:_NAMED])
            rows.append(
                {
                    "kind": kind,
                    "label": label_of(kind),
                    "place": masked_text(place),
                    "masked": named,
                    "count": len(findings),
                    "answer": KEPT if answered else "",
                    "reason": answer.reason if answer else "",
                    "by": answer.answered_by_name if answer else "",
                    "at": answer.answered_at.isoformat() if answer else "",
                }
            )
        return rows


def findings_of(page: Any) -> Report:
    """Scan an in-memory page with its files; for a draft pass
    ``page.get_latest_revision_as_object()``.

    The number of queries does not depend on how much the page says or shows.
    """
    files = files_of(page)
    told = texts_of_files(files.documents)
    sources = sources_of(page, files) + told.sources
    found = list(_scanned(sources))
    answers = {
        answer.fingerprint: answer
        for answer in FindingAnswer.objects.filter(page_id=page.pk, withdrawn_at=None)
    }
    findings = [_page_finding(source, finding, answers) for source, finding in found + told.faults]
    return Report(page, findings, told.pending, files)


def draft_of(page: Any) -> Any:
    """What the editor of a page sees: its latest revision, even where the page was loaded before
    that was made."""
    return page.base_page_model.objects.get(pk=page.pk).get_latest_revision_as_object()


def answer(page: Any, fingerprint: str, user: Any, reason: str) -> FindingAnswer:
    """Let a finding of the page's draft stand, and say why.

    Raises:
        PermissionDenied: the user may neither edit the page nor decide on it.
        ValidationError: at ``reason``, when it is missing, too long or tells a number; code
            ``gone`` when nothing of that fingerprint is found any more.
    """
    return answer_all(page, [fingerprint], user, reason)[0]


def answer_all(
    page: Any, fingerprints: Iterable[str], user: Any, reason: str
) -> list[FindingAnswer]:
    """The same for several findings, with one reason; all or none of them."""
    require_answering(page, user)
    said = _checked(reason)
    wanted = set(fingerprints)
    report = findings_of(draft_of(page))
    found = [each for each in report.distinct if each.fingerprint in wanted]
    if not wanted or len(found) < len(wanted):
        raise ValidationError(_("内容已有改动，请看过新的检查结果后再处理。"), code="gone")
    now = timezone.now()
    with transaction.atomic():
        _withdraw(page, wanted, user)
        made = [
            FindingAnswer(
                page_id=page.pk,
                fingerprint=each.fingerprint,
                kind=each.kind,
                reason=said,
                answered_at=now,
                answered_by=user,
                answered_by_name=name_of(user),
            )
            for each in found
        ]
        FindingAnswer.objects.bulk_create(made, batch_size=_AT_ONCE)
        kinds = {each.kind: label_of(each.kind) for each in found}
        data = {"labels": "、".join(kinds.values()), "count": len(found), "reason": said}
        log(page, KEPT_ACTION, user=user, data=data)
    return made


def withdraw_answer(page: Any, fingerprint: str, user: Any) -> None:
    """Open a finding again that was answered; nothing happens where there is no answer.

    Raises:
        PermissionDenied: the user may neither edit the page nor decide on it.
    """
    require_answering(page, user)
    with transaction.atomic():
        kinds = [label_of(each.kind) for each in _withdraw(page, {fingerprint}, user)]
        if kinds:
            data = {"labels": "、".join(kinds), "count": len(kinds)}
            log(page, REOPENED_ACTION, user=user, data=data)


def may_answer(page: Any, user: Any) -> bool:
    """Whether somebody may say that a finding stays: who may edit the page, or decides on it."""
    from .decisions import refusals

    if page.permissions_for_user(user).can_edit():
        return True
    state = page.current_workflow_task_state
    specific = getattr(state, "specific", state)
    return hasattr(specific, "due_on") and not refusals(specific, user)


def require_answering(page: Any, user: Any) -> None:
    """Refuse who may not answer.

    Raises:
        PermissionDenied: with a sentence.
    """
    if not may_answer(page, user):
        raise PermissionDenied(_("您不能处理这个页面的检查结果。"))


def _scanned(sources: list[Source]) -> Iterator[tuple[Source, Finding]]:
    scanned = findings_in_many(source.lead + source.text for source in sources)
    for source, findings in zip(sources, scanned, strict=True):
        size = len(source.lead)
        for each in findings:
            if each.start >= size:
                yield source, each._replace(start=each.start - size, end=each.end - size)


def _page_finding(
    source: Source, finding: Finding, answers: dict[str, FindingAnswer]
) -> PageFinding:
    prints = _fingerprints(source, finding)
    answered = next((answers[each] for each in prints if each in answers), None)
    return PageFinding(
        source=source,
        finding=finding,
        # Under the secret that was the site's when it was answered.
        fingerprint=answered.fingerprint if answered else prints[0],
        answer=answered,
        masked=_masked(source, finding),
        before=_flat(source.text[max(0, finding.start - _AROUND) : finding.start]),
        after=_flat(source.text[finding.end : finding.end + _AROUND]),
    )


def _fingerprints(source: Source, finding: Finding) -> list[str]:
    """Keyed hash of a finding at its place, under the secret of the site and its former ones."""
    said = f"{finding.kind}\0{source.scope}\0{finding.normal}"
    return [
        salted_hmac(_SALT, said, secret=secret, algorithm="sha256").hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def _masked(source: Source, finding: Finding) -> str:
    if finding.kind == UNREADABLE:
        return finding.text
    if finding.kind == HIDDEN:
        return _("共%s字") % len(source.text)
    return mask(finding)


def _flat(text: str) -> str:
    """In one line, with the space beside the finding where there is one."""
    return re.sub(r"\s+", " ", text)


def _record_key(each: PageFinding) -> tuple[str, str, str]:
    answered = each.answer
    by = f"{answered.answered_by_name}\0{answered.reason}" if answered else ""
    return each.kind, each.place, by


def _withdraw(page: Any, fingerprints: set[str], user: Any) -> list[FindingAnswer]:
    """Withdraw the answers that hold; there may be more than a database takes in one condition.

    Who answers for the same page in the same moment waits.
    """
    page.base_page_model.objects.select_for_update().filter(pk=page.pk).values("pk").first()
    held = FindingAnswer.objects.filter(page_id=page.pk, withdrawn_at=None)
    answers = [each for each in held if each.fingerprint in fingerprints]
    for each in answers:
        each.withdrawn_at, each.withdrawn_by = timezone.now(), user
    FindingAnswer.objects.bulk_update(
        answers, ["withdrawn_at", "withdrawn_by"], batch_size=_AT_ONCE
    )
    return answers


def _checked(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise ValidationError({"reason": _("请写明为什么可以公开。")})
    if len(said) > LONGEST_REASON:
        raise ValidationError({"reason": _("理由请不要超过%s个字。") % LONGEST_REASON})
    if any(is_maskable(each.kind) for each in findings_in(said)):
        raise ValidationError({"reason": _("理由会写进审查记录，请不要写号码、住址等个人信息。")})
    return said
