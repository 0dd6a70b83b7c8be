"""Merging values of the vocabularies in the admin, and the list of keywords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ..forms import grouped_topics, indented_organs
from ..keyword_counts import keyword_counts
from ..keywords import keywords_in
from ..models import Organ, Topic, VocabularyMerge
from ..services import merging
from ..services.merge_previews import Preview, preview, preview_keyword
from .asking import AskView, GuardedMixin

_PER_PAGE = 100


class ReasonForm(forms.Form):
    """Why."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("记入日志，如“与‘农业农村’重复”。"),
        error_messages={"required": _("请写明合并的理由，它将记入日志。")},
    )


class MergeForm(ReasonForm):
    """The value that stays."""

    new = forms.ModelChoiceField(
        label=_("并入"),
        queryset=Topic.objects.none(),
        help_text=_("合并后保留的值。"),
        error_messages={
            "required": _("请选择保留哪一个值。"),
            "invalid_choice": _("请另选一个值。"),
        },
    )
    field_order = ["new", "reason"]

    def __init__(self, *args: Any, old: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["new"]
        field.queryset = type(old).objects.exclude(pk=old.pk)
        if isinstance(old, Organ):
            field.choices = [("", "---------"), *indented_organs(field.queryset)]
        elif isinstance(old, Topic):
            field.choices = grouped_topics(everything=True)


class MergeWordForm(ReasonForm):
    """The word that stays."""

    old = forms.CharField(label=_("原关键词"), max_length=100)
    new = forms.CharField(
        label=_("改为"),
        max_length=100,
        required=False,
        help_text=_("可以填已有的关键词（合并）或者新词（更名）；留空则从条目中删去原词。"),
    )
    field_order = ["old", "new", "reason"]

    def clean_old(self) -> str:
        """One word."""
        words = keywords_in(self.cleaned_data["old"])
        if len(words) != 1:
            raise forms.ValidationError(_("请填写一个关键词，中间没有空格。"))
        return words[0]


class _MergersMixin(GuardedMixin):
    """For who keeps the vocabularies."""

    def may(self, user: Any) -> bool:
        return merging.may_merge(user)


class _MergingView(_MergersMixin, AskView):
    page_title = _("合并重复项")
    header_icon = "link"
    submit_label = _("确认合并")
    is_serious = True

    def _told(self, found: Preview) -> dict[str, Any]:
        lines = [
            _now(
                "已公开的条目%(public)d条、未公开的%(drafts)d条改用新值；正文和附件不变，不需要重新审查。"
            )
            % {"public": found.public, "drafts": found.drafts}
        ]
        lines += [
            _now("%(what)s：%(number)d条改用新值。") % {"what": what, "number": number}
            for what, number in found.others
        ]
        lines.append(_now("列表、检索、统计随之更新；每个条目的历史中记一笔。合并不能撤销。"))
        if found.items > merging.AT_ONCE:
            lines.append(_now("条目较多，将在后台分批办理。"))
        return {"lines": lines, "refusals": found.refusals, "examples": found.examples}

    @staticmethod
    def _done(record: VocabularyMerge) -> str:
        if record.finished_at is None:
            return _now("已开始合并，正在后台更新条目。")
        return _now("已合并，更新了%d条条目。") % record.items


class MergeView(_MergingView):
    """Merge one organ, topic, genre or audience into another."""

    form_class = MergeForm

    @cached_property
    def old(self) -> Any:
        """The value that goes."""
        model = merging.MODELS.get(self.kwargs["vocabulary"])
        found = model.objects.filter(pk=self.kwargs["key"]).first() if model else None
        if found is None:
            raise Http404
        return found

    help_text = _("用于把重复录入或者含义相同的值并作一个。机构改革中的合并请用“并入其他机构”。")

    def get_page_subtitle(self) -> str:
        """Which value."""
        return str(self.old)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The value that goes, which is not offered."""
        return {**super().get_form_kwargs(), "old": self.old}

    def done_url(self) -> str:
        """The list of the vocabulary."""
        return reverse(f"wagtailsnippets_gongkai_catalogue_{self.kwargs['vocabulary']}:list")

    def preview(self, form: Any) -> dict[str, Any]:
        """What refers to it."""
        return self._told(preview(self.old, form.cleaned_data["new"]))

    def act(self, form: Any) -> str:
        """Merge them."""
        data = form.cleaned_data
        return self._done(merging.merge(self.old, data["new"], self.request.user, data["reason"]))


class MergeWordView(_MergingView):
    """Rename a keyword, or merge it into another."""

    page_title = _("合并关键词")
    form_class = MergeWordForm
    help_text = _("把一个关键词在所有条目中改为另一个写法。")

    def get_initial(self) -> dict[str, Any]:
        """The word whose line was chosen."""
        return {"old": self.request.GET.get("word", "")}

    def done_url(self) -> str:
        """The list of keywords."""
        return reverse("gongkai_catalogue:keywords")

    def preview(self, form: Any) -> dict[str, Any]:
        """Who bears it."""
        return self._told(preview_keyword(form.cleaned_data["old"]))

    def act(self, form: Any) -> str:
        """Replace it."""
        data = form.cleaned_data
        record = merging.merge_keyword(data["old"], data["new"], self.request.user, data["reason"])
        return self._done(record)


class KeywordsView(_MergersMixin, TemplateView):
    """Keywords of public items with their counts; the most frequent first."""

    template_name = "gongkai_catalogue/admin/keywords.html"
    page_title = _("关键词")
    header_icon = "tag"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of the words that hold what is looked for."""
        query = self.request.GET.get("q", "").strip()[:100]
        rows = [(word, number) for word, number in keyword_counts().most_common() if query in word]
        rows.sort(key=lambda row: (-row[1], row[0]))
        pages = Paginator(rows, _PER_PAGE)
        return {
            **super().get_context_data(**kwargs),
            "query": query,
            "words": pages.get_page(self.request.GET.get("p")),
            "total": len(rows),
            "merges": VocabularyMerge.objects.select_related("user")[:10],
        }
