"""The registers of an organ's doings. None of them holds a name or other personal data.

Rows are kept in the admin (``admin.py``) and counted for the annual report (``sources.py``).
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .kinds import (
    APPLICANT_CHOICES,
    DISPUTE_CHOICES,
    RESULT_CHOICES,
    ActivityKind,
    Channel,
    ChargeKind,
    DecisionKind,
    MessageKind,
    Outcome,
    Register,
)
from .periods import alive_in, answer_deadline, years_of

FIRST_DAY = date(2000, 1, 1)
_NO_NAMES = _("不要填写姓名、身份证号、电话等个人信息。")


class RegisterRow(models.Model):
    """What every row has: whose it is, and what else there is to say."""

    register: ClassVar[Register]
    # The day that a row belongs to, and the day on which what it tells of was over, where it lasts.
    day_field: ClassVar[str]
    end_field: ClassVar[str] = ""

    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("机构"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("办理的机构；上级机构的年度报告包括下属机构的记录。"),
    )
    remark = models.CharField(_("备注"), max_length=255, blank=True, help_text=_NO_NAMES)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Days lie in the past, and in their order."""
        super().clean()
        errors = self.find_errors()
        if errors:
            raise ValidationError(errors)

    def find_errors(self) -> dict[str, str]:
        """What is wrong, by field."""
        errors: dict[str, str] = {}
        today = timezone.localdate()
        for name in filter(None, (self.day_field, self.end_field)):
            day = getattr(self, name)
            label = str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            if day and day > today:
                errors[name] = _("%s晚于今天，请改正；尚未发生的不登记。") % label
            elif day and day < FIRST_DAY:
                errors[name] = _("%s早于2000年，请核对年份。") % label
        begin, end = (getattr(self, name, None) for name in (self.day_field, self.end_field))
        if self.end_field and begin and end and end < begin and self.end_field not in errors:
            errors[self.end_field] = _("%(end)s早于%(begin)s，请改正其中一个。") % {
                "end": self._meta.get_field(self.end_field).verbose_name,  # type: ignore[union-attr]
                "begin": self._meta.get_field(self.day_field).verbose_name,  # type: ignore[union-attr]
            }
        return errors

    @classmethod
    def alive_in(cls, year: int) -> Q:
        """Rows that belong to ``year``: of what lasts, to each year in which it was open."""
        return alive_in(year, cls.day_field, cls.end_field)

    @classmethod
    def years(cls) -> list[int]:
        """Years with rows, the latest first."""
        return years_of(cls._default_manager.all(), cls.day_field)


class Decision(RegisterRow):
    """行政行为: decisions of the administration, one or a batch."""

    register = Register.DECISIONS
    day_field = "decided_on"

    kind = models.CharField(_("种类"), max_length=20, choices=DecisionKind.choices)
    decided_on = models.DateField(
        _("决定日期"), help_text=_("成批登记的，填写这一批最后一件的日期，不要跨年度。")
    )
    matter = models.CharField(_("事项"), max_length=255, help_text=_("如“林木采伐许可”。"))
    quantity = models.PositiveIntegerField(
        _("件数"),
        default=1,
        validators=[MinValueValidator(1, _("件数至少为1；没有的不登记，在“台账确认”中确认。"))],
    )
    document_number = models.CharField(_("文号"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("行政行为")
        verbose_name_plural = _("行政行为")
        ordering = ["-decided_on", "-pk"]
        indexes = [models.Index(fields=["decided_on", "organ"], name="gongkai_decision_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.matter}"


class Charge(RegisterRow):
    """收费: fees of the administration and what applicants paid."""

    register = Register.CHARGES
    day_field = "charged_on"

    kind = models.CharField(_("种类"), max_length=20, choices=ChargeKind.choices)
    charged_on = models.DateField(_("收费日期"), help_text=_("成批登记的，不要跨年度。"))
    item = models.CharField(_("收费项目"), max_length=255)
    amount = models.DecimalField(
        _("金额（元）"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(0, _("金额不能小于0。"))],
        help_text=_("单位为元；年度报告的表中自动换算为万元。"),
    )

    class Meta:
        verbose_name = _("收费")
        verbose_name_plural = _("收费")
        ordering = ["-charged_on", "-pk"]
        indexes = [models.Index(fields=["charged_on", "organ"], name="gongkai_charge_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.item}"


class Application(RegisterRow):
    """依申请公开: an application (条例第二十九条) and how it was answered, without its applicant.

    Whether it is finished is said by ``finished_on`` and ``result`` together: by both or neither.
    """

    register = Register.APPLICATIONS
    day_field = "received_on"
    end_field = "finished_on"

    number = models.CharField(
        _("登记号"), max_length=50, help_text=_("同一机构内不重复，如“2025-003”。")
    )
    channel = models.CharField(_("申请方式"), max_length=20, choices=Channel.choices)
    applicant = models.CharField(
        _("申请人类别"),
        max_length=20,
        choices=APPLICANT_CHOICES,
        help_text=_("只登记类别，不填写姓名、名称和联系方式。"),
    )
    received_on = models.DateField(
        _("收到之日"),
        help_text=_(
            "当面提交的为提交之日，邮寄的为签收之日，网络和传真的为双方确认之日（条例第三十一条）。"
        ),
    )
    is_extended = models.BooleanField(
        _("延期答复"),
        default=False,
        help_text=_("经机构负责人同意并告知申请人，延长不超过20个工作日（条例第三十三条）。"),
    )
    due_on = models.DateField(
        _("答复期限"),
        null=True,
        blank=True,
        help_text=_(
            "留空则自收到之日起按20个工作日计算，延期的按40个工作日；补正、征求意见等"
            "不计入期限的，请填写顺延后的日期。"
        ),
    )
    result = models.CharField(
        _("办理结果"),
        max_length=20,
        choices=RESULT_CHOICES,
        blank=True,
        help_text=_("年度报告表三的项目；尚未办结的留空。"),
    )
    finished_on = models.DateField(
        _("办结日期"), null=True, blank=True, help_text=_("答复或者作出处理之日；尚未办结的留空。")
    )

    class Meta:
        verbose_name = _("依申请公开")
        verbose_name_plural = _("依申请公开")
        ordering = ["-received_on", "-pk"]
        indexes = [
            models.Index(fields=["received_on", "organ"], name="gongkai_application_day"),
            models.Index(fields=["finished_on"], name="gongkai_application_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "number"],
                name="gongkai_application_number",
                violation_error_message=_("这个机构已有相同登记号的申请，请核对登记号。"),
            ),
            models.CheckConstraint(
                condition=Q(result="", finished_on=None)
                | (
                    ~Q(result="")
                    & Q(finished_on__isnull=False)
                    & Q(finished_on__gte=F("received_on"))
                ),
                name="gongkai_application_finished",
                violation_error_message=_("办理结果和办结日期应当一并填写。"),
            ),
        ]

    # As it was stored: whether a date that we computed has to be computed anew.
    _computed_from: tuple[date, bool] | None = None

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def from_db(cls, *args: object, **kwargs: object) -> Application:
        row = super().from_db(*args, **kwargs)  # type: ignore[arg-type]
        stored = row.__dict__
        if "received_on" in stored and "is_extended" in stored:
            row._computed_from = (row.received_on, row.is_extended)
        return row

    def find_errors(self) -> dict[str, str]:
        """Result and its date come together; the deadline is filled in."""
        errors = super().find_errors()
        if self.result and not self.finished_on:
            errors["finished_on"] = str(
                _("已填写办理结果，请填写办结日期；尚未办结的，请清除办理结果。")
            )
        elif self.finished_on and not self.result:
            errors["result"] = str(
                _("已填写办结日期，请选择办理结果；尚未办结的，请清除办结日期。")
            )
        if self.received_on and "received_on" not in errors:
            self._fill_in_deadline()
            if self.due_on and self.due_on < self.received_on:
                errors["due_on"] = str(_("答复期限早于收到之日，请改正，或者留空由系统计算。"))
        return errors

    @property
    def is_open(self) -> bool:
        """Whether it has not been answered yet."""
        return self.finished_on is None

    @property
    def is_overdue(self) -> bool:
        """Whether its deadline passed without an answer, or before the answer."""
        done = self.finished_on or timezone.localdate()
        return bool(self.due_on and done > self.due_on)

    def _fill_in_deadline(self) -> None:
        now = (self.received_on, self.is_extended)
        before = self._computed_from
        is_ours = bool(
            before and before != now and self.due_on and self.due_on == answer_deadline(*before)
        )
        if self.due_on is None or is_ours:
            self.due_on = answer_deadline(*now)


class Dispute(RegisterRow):
    """复议诉讼: a reconsideration or a lawsuit about public information (条例第五十一条)."""

    register = Register.DISPUTES
    day_field = "accepted_on"
    end_field = "concluded_on"

    block = models.CharField(_("种类"), max_length=20, choices=DISPUTE_CHOICES)
    accepted_on = models.DateField(_("受理日期"))
    number = models.CharField(
        _("案号"), max_length=100, blank=True, help_text=_("只填案号，不写当事人。")
    )
    outcome = models.CharField(
        _("结果"),
        max_length=20,
        choices=Outcome.choices,
        blank=True,
        help_text=_("尚未审结的留空。"),
    )
    concluded_on = models.DateField(
        _("审结日期"), null=True, blank=True, help_text=_("尚未审结的留空。")
    )

    class Meta:
        verbose_name = _("复议诉讼")
        verbose_name_plural = _("复议诉讼")
        ordering = ["-accepted_on", "-pk"]
        indexes = [models.Index(fields=["accepted_on", "organ"], name="gongkai_dispute_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", concluded_on=None)
                | (
                    ~Q(outcome="")
                    & Q(concluded_on__isnull=False)
                    & Q(concluded_on__gte=F("accepted_on"))
                ),
                name="gongkai_dispute_concluded",
                violation_error_message=_("结果和审结日期应当一并填写。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_block_display()} {self.number}".strip()

    def find_errors(self) -> dict[str, str]:
        """Outcome and its date come together."""
        errors = super().find_errors()
        if self.outcome and not self.concluded_on:
            errors["concluded_on"] = str(_("已填写结果，请填写审结日期；尚未审结的，请清除结果。"))
        elif self.concluded_on and not self.outcome:
            errors["outcome"] = str(_("已填写审结日期，请选择结果；尚未审结的，请清除审结日期。"))
        return errors


class Message(RegisterRow):
    """留言: messages of the public and their answers, one or a batch of the same day."""

    register = Register.MESSAGES
    day_field = "received_on"

    kind = models.CharField(_("种类"), max_length=20, choices=MessageKind.choices)
    received_on = models.DateField(_("收到日期"), help_text=_("成批登记的，不要跨年度。"))
    replied_on = models.DateField(
        _("答复日期"),
        null=True,
        blank=True,
        help_text=_("成批登记的，填写全部答复完毕的日期；尚未答复的留空。"),
    )
    subject = models.CharField(_("主题"), max_length=255, blank=True, help_text=_NO_NAMES)
    quantity = models.PositiveIntegerField(
        _("件数"),
        default=1,
        validators=[MinValueValidator(1, _("件数至少为1；没有的不登记，在“台账确认”中确认。"))],
    )

    class Meta:
        verbose_name = _("留言")
        verbose_name_plural = _("留言")
        ordering = ["-received_on", "-pk"]
        indexes = [models.Index(fields=["received_on", "organ"], name="gongkai_message_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}".strip()

    def find_errors(self) -> dict[str, str]:
        """An answer comes after its question."""
        errors = super().find_errors()
        if self.replied_on and self.replied_on > timezone.localdate():
            errors["replied_on"] = str(_("答复日期晚于今天，请改正；尚未答复的请留空。"))
        elif self.replied_on and self.received_on and self.replied_on < self.received_on:
            errors["replied_on"] = str(_("答复日期早于收到日期，请改正其中一个。"))
        return errors


class Activity(RegisterRow):
    """会议和培训: what was held for the work of disclosure, the office's 工作台账."""

    register = Register.ACTIVITIES
    day_field = "held_on"

    kind = models.CharField(_("种类"), max_length=20, choices=ActivityKind.choices)
    held_on = models.DateField(_("日期"))
    title = models.CharField(_("名称"), max_length=255)
    place = models.CharField(_("地点"), max_length=255, blank=True)
    participants = models.PositiveIntegerField(_("参加人次"), default=0)

    class Meta:
        verbose_name = _("会议和培训")
        verbose_name_plural = _("会议和培训")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["held_on", "organ"], name="gongkai_activity_day")]

    def __str__(self) -> str:
        return str(self.title)


ROWS: tuple[type[RegisterRow], ...] = (
    Decision,
    Charge,
    Application,
    Dispute,
    Message,
    Activity,
)
ROWS_OF: dict[Register, type[RegisterRow]] = {model.register: model for model in ROWS}
