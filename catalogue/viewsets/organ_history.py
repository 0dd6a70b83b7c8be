"""Renaming, merging and dissolving organs in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from ..forms import indented_organs
from ..models import ItemPage, Organ
from ..services import organs
from .asking import AskView

_DATE_ERRORS = {
    "required": _("请填写日期，如2019-04-01。"),
    "invalid": _("请按2019-04-01的格式填写日期。"),
}


class DayForm(forms.Form):
    """From which day on it holds."""

    use_required_attribute = False

    on = forms.DateField(
        label=_("自何日起"),
        widget=AdminDateInput,
        help_text=_("新情况开始的第一天，以文件规定的日期为准。"),
        error_messages=_DATE_ERRORS,
    )


class RenameForm(DayForm):
    """The new name."""

    new_name = forms.CharField(
        label=_("新名称"), max_length=255, error_messages={"required": _("请填写新名称。")}
    )
    new_short_name = forms.CharField(label=_("新简称"), max_length=100, required=False)
    field_order = ["new_name", "new_short_name", "on"]


class SuccessorForm(DayForm):
    """Who acts in its place."""

    into = forms.ModelChoiceField(
        label=_("承继机构"),
        queryset=Organ.objects.none(),
        error_messages={
            "required": _("请选择承继机构。"),
            "invalid_choice": _("请选择列表中的机构。"),
        },
    )
    field_order = ["into", "on"]

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = Organ.objects.filter(valid_until=None).exclude(pk=organ.pk)
        field.choices = [("", "---------"), *indented_organs(field.queryset)]


class DissolveForm(SuccessorForm):
    """Who acts in its place, where anybody does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].required = False
        self.fields["into"].help_text = _("职权由其他机构承受的，选择该机构；没有的留空。")


class OrganView(AskView):
    """What the pages about one organ have in common."""

    header_icon = "group"

    @cached_property
    def organ(self) -> Organ:
        """The organ that the address names."""
        found = Organ.objects.filter(pk=self.kwargs["organ_id"]).first()
        if found is None:
            raise Http404
        return found

    def may(self, user: Any) -> bool:
        """Who may change organs."""
        return bool(user.has_perm(organs.PERMISSION))

    def get_page_subtitle(self) -> str:
        """Which organ."""
        return self.organ.name

    def done_url(self) -> str:
        """The organ's form."""
        return reverse("wagtailsnippets_gongkai_catalogue_organ:edit", args=[self.organ.pk])

    def _items(self) -> Any:
        return ItemPage.objects.filter(organ=self.organ)

    def _later(self, form: Any) -> list[str]:
        number = organs.later_items([self.organ], form.cleaned_data["on"])
        if not number:
            return []
        return [
            _now("有%d条条目的成文日期在此之后，发布机构仍是它，请逐条核对后改为承继机构。")
            % number
        ]


class RenameView(OrganView):
    """更名."""

    page_title = _("机构更名")
    submit_label = _("确认更名")
    form_class = RenameForm
    help_text = _("更名前的条目仍显示当时的名称，更名后的显示新名称；网址、索引号和统计不变。")

    def preview(self, form: Any) -> dict[str, Any]:
        """How many items keep the former name."""
        on = form.cleaned_data["on"]
        before = self._items().filter(written_on__lt=on).count()
        lines = [
            _now("%(day)s以前成文的%(number)d条仍显示“%(name)s”。")
            % {"day": on.isoformat(), "number": before, "name": self.organ.name},
            _now("自该日起成文的%(number)d条显示“%(name)s”。")
            % {
                "number": self._items().count() - before,
                "name": form.cleaned_data["new_name"],
            },
        ]
        return {"lines": lines}

    def act(self, form: Any) -> str:
        """Rename it."""
        data = form.cleaned_data
        former = self.organ.name
        organs.rename(
            self.organ,
            data["new_name"],
            data["on"],
            self.request.user,
            new_short_name=data["new_short_name"],
        )
        return _now("“%(old)s”已更名为“%(new)s”。") % {"old": former, "new": data["new_name"]}


class MergeIntoView(OrganView):
    """并入其他机构."""

    page_title = _("并入其他机构")
    submit_label = _("确认并入")
    form_class = SuccessorForm
    help_text = _(
        "用于机构改革：它的条目保留原名称；按承继机构筛选和统计时，一并包括在内。"
        "重复录入的机构请用“合并重复项”。"
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """The organ, which cannot succeed itself."""
        return {**super().get_form_kwargs(), "organ": self.organ}

    def preview(self, form: Any) -> dict[str, Any]:
        """What goes along."""
        into = form.cleaned_data["into"]
        below = list(self.organ.children.filter(valid_until=None))
        lines = [
            _now("它的%d条条目不变，仍以它为发布机构。") % self._items().count(),
            _now("按“%s”筛选、统计时包括这些条目。") % into,
        ]
        if below:
            names = "、".join(each.name for each in below[:5])
            lines.append(
                _now("下属机构（%(names)s等%(n)d个）改由“%(into)s”管理。")
                % {
                    "names": names,
                    "n": len(below),
                    "into": into,
                }
            )
        editors = self.organ.editors.count()
        if editors:
            lines.append(_now("它的%d名信息员同时成为承继机构的信息员。") % editors)
        return {"lines": [*lines, *self._later(form)]}

    def act(self, form: Any) -> str:
        """Merge it."""
        into = form.cleaned_data["into"]
        organs.merge([self.organ], into, form.cleaned_data["on"], self.request.user)
        return _now("“%(old)s”已并入“%(new)s”。") % {"old": self.organ, "new": into}


class DissolveView(OrganView):
    """撤销."""

    page_title = _("撤销机构")
    submit_label = _("确认撤销")
    form_class = DissolveForm
    is_serious = True
    help_text = _("撤销后，成文日期在此之后的条目不能再选它；已有的条目不变。")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The organ, which cannot succeed itself."""
        return {**super().get_form_kwargs(), "organ": self.organ}

    def preview(self, form: Any) -> dict[str, Any]:
        """What stays."""
        lines = [_now("它的%d条条目不变，仍以它为发布机构。") % self._items().count()]
        if form.cleaned_data["into"]:
            lines.append(_now("按“%s”筛选、统计时包括这些条目。") % form.cleaned_data["into"])
        return {"lines": [*lines, *self._later(form)]}

    def act(self, form: Any) -> str:
        """Dissolve it."""
        data = form.cleaned_data
        organs.dissolve(self.organ, data["on"], self.request.user, successor=data["into"])
        return _now("“%s”已撤销。") % self.organ
