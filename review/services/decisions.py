"""Deciding about a text: who may, what is written down, where it goes from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..content import content_digest
from ..enums import Action, Decision
from ..four_eyes import authors_of, names_of
from ..law import BASIS_BY_CODE, CHECK_BY_CODE, CHECKLIST
from ..models import DueTaskState, LeaderApprovalTask, ReviewRecord, SecrecyReviewTask
from ..reviewed import is_reviewed_type
from .findings import findings_of
from .records import Entry, append, last_decisive


@dataclass(frozen=True)
class Review:
    """What a reviewer decides, with codes of ``law.BASES`` and ``law.CHECKLIST``."""

    decision: Decision
    bases: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    remark: str = ""
    referred_to: str = ""


def draft_of(task_state: Any) -> tuple[Any, Any]:
    """The text that stands before somebody: the newest revision, and the page as it says."""
    page = task_state.workflow_state.content_object
    revision = page.get_latest_revision()
    return revision, revision.as_object()


def refusals(task_state: DueTaskState, user: Any) -> list[str]:
    """Sentences that say why somebody may not decide; none when she may."""
    task = task_state.task.specific
    if task_state.status != task_state.STATUS_IN_PROGRESS:
        return [_("这一环节已经办结。")]
    if not task.is_member(user):
        return [_("您不在“%s”环节的用户组中。") % task.name]
    page = task_state.workflow_state.content_object
    if user.pk in authors_of(page):
        return [_("您起草或者修改过这份稿件，须由他人%s。") % _word(task)]
    if isinstance(task, LeaderApprovalTask):
        record = last_decisive(page.pk)
        if record and record.action == Action.REVIEWED and record.actor_id == str(user.pk):
            return [_("这份稿件由您审查，须由他人审签。")]
    return []


@transaction.atomic
def review(task_state: DueTaskState, user: Any, form: Review) -> ReviewRecord:
    """Record a secrecy review, and pass the text on, hand it back or keep it.

    予以公开 and 区分处理后公开 pass it on to the leader; 不予公开 hands it back; 不能确定 keeps it
    here until the authority has answered (条例第十七条).

    Raises:
        PermissionDenied: she may not decide on it.
        ValidationError: by field of :class:`Review`, or ``findings``; or ``page``, with what the
            page itself has against its publication.
    """
    locked = _lock(task_state, user, SecrecyReviewTask)
    revision, page = draft_of(locked)
    report = findings_of(page)
    _check(form, report)
    if form.decision.is_public:
        _check_readiness(page)
    action = Action.REFERRED if form.decision == Decision.REFER else Action.REVIEWED
    record = append(
        Entry(
            action=action,
            page=page,
            digest=content_digest(page),
            actor=user,
            revision_id=revision.pk,
            authors=names_of(authors_of(page)),
            decision=form.decision,
            bases=form.bases,
            checklist=form.checklist,
            findings=report.as_record(),
            remark=form.remark.strip(),
            data={"referred_to": form.referred_to.strip()} if form.referred_to.strip() else {},
        )
    )
    if form.decision == Decision.REFER:
        locked.referred_to = form.referred_to.strip()
        locked.save(update_fields=["referred_to"])
    elif form.decision == Decision.WITHHOLD:
        locked.reject(user=user, comment=_("不予公开。%s") % form.remark.strip())
    else:
        locked.revision = revision
        locked.approve(user=user, comment=form.remark.strip())
    return record


@transaction.atomic
def approve(task_state: DueTaskState, user: Any, remark: str = "") -> ReviewRecord:
    """Let out what was reviewed; the last step publishes.

    Raises:
        PermissionDenied: she may not decide on it.
        ValidationError: it was changed since the review, code ``changed``; or the page or the
            model refuses its publication. Nothing is recorded then.
    """
    locked = _lock(task_state, user, LeaderApprovalTask)
    revision, page = draft_of(locked)
    reviewed = last_decisive(page.pk)
    digest = content_digest(page)
    if not _is_reviewed(reviewed, digest):
        raise ValidationError(
            _("稿件或者附件在保密审查之后有改动，请送回保密审查。"), code="changed"
        )
    _check_readiness(page)
    record = append(
        Entry(
            action=Action.APPROVED,
            page=page,
            digest=digest,
            actor=user,
            revision_id=revision.pk,
            authors=names_of(authors_of(page)),
            decision=reviewed.decision,  # type: ignore[union-attr]  # _is_reviewed
            remark=remark.strip(),
        )
    )
    # Wagtail takes a step for undone when a revision was saved after it, even one that says the
    # same; what was reviewed is known by its digest.
    locked.workflow_state.task_states.filter(status=locked.STATUS_APPROVED).update(
        revision=revision
    )
    locked.revision = revision
    locked.approve(user=user, comment=remark.strip())
    return record


@transaction.atomic
def hand_back(task_state: DueTaskState, user: Any, reason: str) -> ReviewRecord:
    """Give a text back to its editor, with the reason.

    Raises:
        PermissionDenied: she may not decide on it.
        ValidationError: at ``reason``, when it is missing.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("请写明退回的理由，起草人据此修改。")})
    locked = _lock(task_state, user, (SecrecyReviewTask, LeaderApprovalTask))
    revision, page = draft_of(locked)
    record = append(
        Entry(
            action=Action.RETURNED,
            page=page,
            digest=content_digest(page),
            actor=user,
            revision_id=revision.pk,
            authors=names_of(authors_of(page)),
            remark=reason.strip(),
        )
    )
    locked.reject(user=user, comment=reason.strip())
    return record


@transaction.atomic
def send_back_to_review(task_state: DueTaskState, user: Any) -> None:
    """Have a text that was changed since its review reviewed again.

    Raises:
        PermissionDenied: she may not decide on it.
        ValidationError: it was not changed; code ``unchanged``.
    """
    locked = _lock(task_state, user, LeaderApprovalTask)
    _revision, page = draft_of(locked)
    if _is_reviewed(last_decisive(page.pk), content_digest(page)):
        raise ValidationError(_("稿件在审查之后没有改动，可以直接审签。"), code="unchanged")
    state = locked.workflow_state
    step = SecrecyReviewTask.objects.filter(
        workflow_tasks__workflow=state.workflow, active=True
    ).order_by("workflow_tasks__sort_order")
    locked.status = locked.STATUS_CANCELLED
    locked.finished_by = user
    locked.save(update_fields=["status", "finished_by"])
    state.current_task_state = locked.taskstate_ptr
    state.update(user=user, next_task=step.first())


def require_record(task_state: DueTaskState) -> None:
    """Refuse to pass on a text without the record of the step that it stands at.

    Raises:
        ValidationError: code ``not_reviewed``.
    """
    page = task_state.workflow_state.content_object
    record = last_decisive(page.pk)
    task = task_state.task.specific
    if (
        record is None
        or record.action != task.passed_by
        or (record.decision and not Decision(record.decision).is_public)
        or record.digest != content_digest(page.get_latest_revision().as_object())
    ):
        raise ValidationError(
            _("没有与稿件相符的“%s”记录，不能通过这一环节。") % task.name, code="not_reviewed"
        )


def _is_reviewed(record: ReviewRecord | None, digest: str) -> bool:
    return bool(
        record
        and record.action == Action.REVIEWED
        and Decision(record.decision).is_public
        and record.digest == digest
    )


def _lock(task_state: DueTaskState, user: Any, kinds: Any) -> DueTaskState:
    """The step as it is now; whoever comes second finds it done."""
    # Its parent row too: that is where the status stands.
    locked = DueTaskState.objects.select_for_update().get(pk=task_state.pk)
    if not isinstance(locked.task.specific, kinds):
        raise PermissionDenied(_("这一环节不能这样办理。"))
    if found := refusals(locked, user):
        raise PermissionDenied(found[0])
    return locked


def _check(form: Review, report: Any) -> None:
    errors: dict[str, Any] = {}
    if unknown := [code for code in form.bases if code not in BASIS_BY_CODE]:
        errors["bases"] = _("没有这样的依据：%s。") % "、".join(unknown)
    if unknown := [code for code in form.checklist if code not in CHECK_BY_CODE]:
        errors["checklist"] = _("审查清单中没有这一项：%s。") % "、".join(unknown)
    if form.decision in {Decision.PARTIAL, Decision.WITHHOLD} and not form.bases:
        errors["bases"] = _("请选择不予公开或者区分处理所依据的条款。")
    if form.decision == Decision.REFER and not form.referred_to.strip():
        errors["referred_to"] = _("请写明报请哪个机关确定，如“余姚市国家保密局”。")
    if form.decision in {Decision.WITHHOLD, Decision.PARTIAL} and not form.remark.strip():
        errors["remark"] = _("请说明不予公开或者区分处理的内容和理由。")
    if form.decision.is_public:
        if {check.code for check in CHECKLIST} - set(form.checklist):
            errors["checklist"] = _("请逐项核对审查清单，全部符合的才能公开。")
        if report.pending_files:
            errors["findings"] = _("附件“%s”还没有读完，请稍后再审。") % "”“".join(
                report.pending_files
            )
        elif report.unanswered:
            errors["findings"] = _(
                "还有%d处提示没有处理：请退回修改、遮盖，或者说明保留的理由。"
            ) % len(report.unanswered)
    if errors:
        raise ValidationError(errors)


def _check_readiness(page: Any) -> None:
    if found := page.refusals_to_publish() if is_reviewed_type(page) else []:
        raise ValidationError({"page": found})


def _word(task: Any) -> str:
    return _("审签") if isinstance(task, LeaderApprovalTask) else _("审查")
