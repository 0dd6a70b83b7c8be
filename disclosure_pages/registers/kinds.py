"""What rows of the registers can be, in the codes that the statutory forms use."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..statutory.applications import (
    APPLICANTS,
    DISPUTES,
    GRANTED,
    NOT_AVAILABLE,
    NOT_HANDLED,
    PARTIAL,
    WITHHELD,
    Results,
)
from ..statutory.form_2021 import OTHER_HANDLING


class Register(models.TextChoices):
    """The registers: what is confirmed, and what figures are counted from."""

    DECISIONS = "decisions", _("行政行为")
    CHARGES = "charges", _("收费")
    APPLICATIONS = "applications", _("依申请公开")
    DISPUTES = "disputes", _("复议诉讼")
    MESSAGES = "messages", _("留言")
    ACTIVITIES = "activities", _("会议和培训")


class DecisionKind(models.TextChoices):
    """行政行为 that are reported by number (条例第二十条第五、六项)."""

    LICENCE = "licence", _("行政许可")
    PENALTY = "penalty", _("行政处罚")
    COERCION = "coercion", _("行政强制")


class ChargeKind(models.TextChoices):
    """Fees of the administration, and what applicants paid (条例第四十二条)."""

    ADMINISTRATIVE = "administrative", _("行政事业性收费")
    PROCESSING = "processing", _("信息处理费")


class Channel(models.TextChoices):
    """How an application came in; the four of the statistics sheet of 2014 to 2018."""

    COUNTER = "counter", _("当面")
    FAX = "fax", _("传真")
    NETWORK = "network", _("网络")
    LETTER = "letter", _("信函")


class Outcome(models.TextChoices):
    """How a reconsideration or a lawsuit ended (表四)."""

    UPHELD = "upheld", _("结果维持")
    CORRECTED = "corrected", _("结果纠正")
    OTHER = "other", _("其他结果")


class MessageKind(models.TextChoices):
    """Where a message was left."""

    MAILBOX = "mailbox", _("领导信箱")
    CONSULTATION = "consultation", _("在线咨询")
    COMPLAINT = "complaint", _("监督投诉")


class ActivityKind(models.TextChoices):
    """What was held."""

    MEETING = "meeting", _("会议")
    TRAINING = "training", _("培训")
    INSPECTION = "inspection", _("检查考核")
    OTHER = "other", _("其他")


# 其他处理 was one line in the form of 2019 and 2020; an application of those years may say so.
OTHER_BEFORE_2021 = "other_handling"
_GROUPS = (GRANTED, PARTIAL, WITHHELD, NOT_AVAILABLE, NOT_HANDLED, OTHER_HANDLING)
_Choice = tuple[str, str | list[tuple[str, str]]]


def _choices_of(group: Results) -> _Choice:
    if group.is_single:
        return (group.lines[0][0], group.label)
    return (group.label, list(group.lines))


# The labels of the forms, as they are printed there.
APPLICANT_CHOICES: list[tuple[str, str]] = list(APPLICANTS)
DISPUTE_CHOICES: list[tuple[str, str]] = [
    (code, label if code == "reconsideration" else f"行政诉讼（{label}）")
    for code, label in DISPUTES
]
RESULT_CHOICES: list[_Choice] = [
    *(_choices_of(group) for group in _GROUPS),
    (OTHER_BEFORE_2021, "（六）其他处理（2019、2020年格式，不分情形）"),
]
RESULTS: tuple[str, ...] = (
    *(code for group in _GROUPS for code, _label in group.lines),
    OTHER_BEFORE_2021,
)
