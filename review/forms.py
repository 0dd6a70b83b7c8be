"""What reviewers, leaders and administrators fill in. What it takes to decide is checked by the
services; their sentences come back to the fields of the same names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .enums import Decision
from .finding_words import is_maskable
from .law import BASES, CHECKLIST
from .scanning import findings_in

# What each decision means for the text, in plain words.
MEANINGS = {
    Decision.PUBLISH: _("全文可以公开，交分管领导审签。"),
    Decision.PARTIAL: _("不能公开的部分已经删去或者遮盖，其余可以公开；须选依据。"),
    Decision.WITHHOLD: _("不得公开，退回起草人，不再流转；须选依据，每年复核一次。"),
    Decision.REFER: _("报上级主管部门或者保密行政管理部门确定，答复前不公开。"),
}
_MAX_REMARK = 2000


def refuse_personal_data(text: str) -> None:
    """What is written here goes into a record that nobody can delete.

    Raises:
        ValidationError: a number or address of a person stands in it.
    """
    if any(is_maskable(each.kind) for each in findings_in(text)):
        raise ValidationError(
            _("这里的内容写进审查记录，不能删除，请不要写身份证号、手机号、住址等个人信息。")
        )


def _text(label: Any, help_text: Any = "", rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=_MAX_REMARK,
        validators=[refuse_personal_data],
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


class StepForm(forms.Form):
    """What both steps ask: the text that was seen, and why it is handed back."""

    # Two buttons share one form, so that nothing typed for the one is lost by the other.
    use_required_attribute = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = _text(
        _("退回理由"),
        _("只在退回时填写，起草人能够看到。请写明要改什么，不要抄录身份证号等个人信息。"),
    )


class ReviewForm(StepForm):
    """保密审查: decision, legal basis, checklist, remark (条例第十四条至第十七条)."""

    decision = forms.ChoiceField(
        label=_("审查意见"),
        required=False,
        choices=Decision.choices,
        widget=forms.RadioSelect,
    )
    bases = forms.MultipleChoiceField(
        label=_("依据"),
        required=False,
        choices=[(basis.code, basis.label) for basis in BASES],
        widget=forms.CheckboxSelectMultiple,
    )
    checklist = forms.MultipleChoiceField(
        label=_("审查清单"),
        required=False,
        choices=[(check.code, check.label) for check in CHECKLIST],
        widget=forms.CheckboxSelectMultiple,
    )
    referred_to = forms.CharField(
        label=_("报请确定的机关"),
        help_text=_("如“余姚市国家保密局”。等待答复期间不计超期。"),
        required=False,
        max_length=100,
    )
    remark = _text(_("审查说明"), _("可以不填。"))

    def decisions(self) -> Iterator[dict[str, Any]]:
        """Each decision with what it means, for the template."""
        chosen = self["decision"].value()
        for value, label in Decision.choices:
            yield {
                "value": value,
                "label": label,
                "meaning": MEANINGS[Decision(value)],
                "checked": value == chosen,
            }

    def articles(self) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
        """Articles of the 条例, each with its reasons."""
        chosen = self["bases"].value() or []
        for article, bases in groupby(BASES, key=lambda basis: basis.article):
            yield (
                article,
                [
                    {"value": each.code, "label": each.label, "checked": each.code in chosen}
                    for each in bases
                ],
            )

    def checks(self) -> list[dict[str, Any]]:
        """Points to go through."""
        chosen = self["checklist"].value() or []
        return [
            {"value": check.code, "label": check.label, "checked": check.code in chosen}
            for check in CHECKLIST
        ]


class ApprovalForm(StepForm):
    """审签: the leader's remark."""

    remark = _text(_("审签意见"), _("可以不填。"), rows=2)


class ExceptionForm(forms.Form):
    """Why a text is published past the review."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = forms.CharField(
        label=_("例外发布的理由"),
        help_text=_("写明为什么等不及审查审签、由谁同意，如“防汛Ⅰ级响应，镇长电话同意”。"),
        max_length=_MAX_REMARK,
        validators=[refuse_personal_data],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明例外发布的理由。")},
    )
