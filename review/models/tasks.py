"""The two steps of the review, on Wagtail's own workflow models."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState

from ..enums import Action


class DueTaskState(TaskState):
    """One text at one step, and the day by which somebody should have decided."""

    due_on = models.DateField(_("办理期限"), null=True, db_index=True)
    referred_to = models.CharField(
        _("报请确定的机关"), max_length=100, blank=True, help_text=_("等待其答复期间不计超期。")
    )

    class Meta:
        verbose_name = _("审查环节")
        verbose_name_plural = _("审查环节")
        default_permissions = ()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new one its day."""
        if self._state.adding and self.due_on is None:
            from ..due import due_date

            self.due_on = due_date(timezone.localdate(), self.task.specific.working_days)
        super().save(*args, **kwargs)

    def approve(self, user: Any = None, update: bool = True, comment: str = "") -> Any:
        """Pass on what a record passes; whoever comes without one is refused.

        Raises:
            ValidationError: code ``not_reviewed``.
        """
        from ..services.decisions import require_record

        require_record(self)
        return super().approve(user=user, update=update, comment=comment)


class DecisionTask(AbstractGroupApprovalTask):
    """What both steps share. Decisions are made on pages of their own, which write the record, so
    that Wagtail's buttons are offered to nobody."""

    working_days = models.PositiveSmallIntegerField(
        _("办理期限（工作日）"), default=2, validators=[MaxValueValidator(60)]
    )

    task_state_class = DueTaskState
    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "working_days"]
    passed_by: Action

    class Meta:
        abstract = True

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """None: see ``services.decisions``."""
        return []

    def is_member(self, user: Any) -> bool:
        """Whether somebody belongs to the people of this step."""
        return bool(user.is_superuser or self._user_in_groups(user))


class SecrecyReviewTask(DecisionTask):
    """保密审查: whether a text may be disclosed.

    保守国家秘密法实施条例 (2024) 第四十二条, 条例第十七条.
    """

    passed_by = Action.REVIEWED

    class Meta:
        verbose_name = _("保密审查")
        verbose_name_plural = _("保密审查")

    @classmethod
    def get_description(cls) -> str:
        return str(_("由所选用户组逐项审查是否涉密、是否含个人隐私，并留下记录"))


class LeaderApprovalTask(DecisionTask):
    """审签: the responsible leader lets out what was reviewed."""

    passed_by = Action.APPROVED

    class Meta:
        verbose_name = _("审签")
        verbose_name_plural = _("审签")

    @classmethod
    def get_description(cls) -> str:
        return str(_("由所选用户组在审查之后审签，审签同意即发布"))


def decision_task_of(task: Task) -> DecisionTask | None:
    """The specific task, where it is one of ours."""
    specific = task.specific
    return specific if isinstance(specific, DecisionTask) else None
