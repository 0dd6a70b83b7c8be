"""Bulk edit of items: one form, a preview of what it does, and a report of what it did."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from ..form_data import is_key
from ..forms import grouped_topics, indented_organs
from ..keywords import keywords_in
from ..models import Audience, CategoryPage, Genre, ItemPage, Organ, Topic
from ..services import bulk_edit
from .asking import seen_mark

_KEEP = ("", _("不改"))
_CLEAR = ("none", _("清空"))
_SHOWN = 20


class BulkEditForm(forms.Form):
    """What is to change; everything that is left alone stays."""

    use_required_attribute = False

    organ = forms.ChoiceField(label=_("发布机构"), required=False)
    topic = forms.ChoiceField(label=_("主题分类"), required=False)
    genre = forms.ChoiceField(label=_("体裁分类"), required=False)
    audience = forms.ChoiceField(label=_("服务对象"), required=False)
    add = forms.CharField(
        label=_("添加关键词"), required=False, max_length=100, help_text=_("用空格分开。")
    )
    remove = forms.CharField(
        label=_("去掉关键词"), required=False, max_length=100, help_text=_("用空格分开。")
    )
    category = forms.ModelChoiceField(
        label=_("移到类别"), required=False, queryset=CategoryPage.objects.order_by("path")
    )
    review_by = forms.DateField(
        label=_("下次复核日期"),
        required=False,
        widget=AdminDateInput,
        help_text=_("不对外公开，不需要审查，保存后即生效。"),
        error_messages={"invalid": _("请按2026-03-04的格式填写日期。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].empty_label = str(_KEEP[1])  # type: ignore[attr-defined]  # of the field
        topics = grouped_topics()[1:]
        offered: dict[str, list[Any]] = {
            "organ": list(indented_organs(Organ.objects.all())),
            "topic": topics,
            "genre": list(Genre.objects.filter(is_active=True).values_list("pk", "name")),
            "audience": list(Audience.objects.filter(is_active=True).values_list("pk", "name")),
        }
        for name, choices in offered.items():
            clear = [] if name == "organ" else [_CLEAR]
            field: Any = self.fields[name]
            field.choices = [_KEEP, *clear, *choices]

    def clean(self) -> dict[str, Any]:
        """At least one thing is to change."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and self.changes.is_empty:
            raise forms.ValidationError(_("没有填写要修改的内容，请至少填写一项。"))
        return data

    @property
    def changes(self) -> bulk_edit.Changes:
        """What was filled in; asks for a valid form."""
        data = self.cleaned_data
        models: dict[str, Any] = {
            "organ": Organ,
            "topic": Topic,
            "genre": Genre,
            "audience": Audience,
        }
        values = {
            name: None if data[name] == "none" else model.objects.filter(pk=data[name]).first()
            for name, model in models.items()
            if data.get(name)
        }
        return bulk_edit.Changes(
            values=values,
            add=tuple(keywords_in(data.get("add") or "")),
            remove=tuple(keywords_in(data.get("remove") or "")),
            category=data.get("category"),
            review_by=data.get("review_by"),
        )


class BulkEditItems(PageBulkAction):  # type: ignore[misc]  # Wagtail is untyped
    """The page behind 批量修改 of the bar of bulk actions."""

    display_name = _("批量修改")
    action_type = "gongkai_edit"
    aria_label = _("批量修改所选条目的元数据")
    template_name = "gongkai_catalogue/admin/bulk_edit.html"
    action_priority = 15
    models = [Page]
    form_class = BulkEditForm

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """Of a whole list so many as are changed at once."""
        pages = ItemPage.objects.all()
        if parent_id:
            pages = pages.child_of(Page.objects.get(pk=parent_id))
        return pages.order_by("-latest_revision_created_at").values_list("pk", flat=True)[
            : bulk_edit.MOST + 1
        ]

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> Any:
        """What is no key is left out, as what is not there."""
        return super().get_queryset(model, [key for key in object_ids if is_key(str(key))])

    def check_perm(self, page: Page) -> bool:
        """Only items, and only whoever may edit them."""
        item = self._items.get(page.pk)
        return item is not None and bool(item.permissions_for_user(self.request.user).can_edit())

    def get_actionable_objects(self) -> Any:
        """The chosen items, read at once."""
        keys = self.request.GET.getlist("id")
        if "all" in keys:
            keys = list(self.get_all_objects_in_listing_query(self.request.GET.get("childOf")))
        chosen = [key for key in keys if is_key(str(key))]
        self._items = {
            item.pk: item
            for item in ItemPage.objects.filter(pk__in=chosen)
            .select_related("organ", "topic__parent", "genre", "audience", "latest_revision")
            .defer("body")
        }
        return super().get_actionable_objects()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and what it would do where it is filled in."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "is_too_many": len(context["items"]) > bulk_edit.MOST,
            "most": bulk_edit.MOST,
        }

    def form_valid(self, form: BulkEditForm) -> HttpResponseBase:
        """Show what would change; do it, where that was seen."""
        pages, _refused = self.get_actionable_objects()
        items = [self._items[page.pk] for page in pages]
        if len(items) > bulk_edit.MOST:
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[no-any-return]  # untyped
        mark = seen_mark(form)
        if "confirm" not in self.request.POST or self.request.POST.get("seen") != mark:
            plans = list(bulk_edit.plans(items, form.changes, self.request.user))
            context = self.get_context_data(form=form)
            context |= {
                "seen": mark,
                "plans": [plan for plan in plans if plan.lines and not plan.refusals],
                "refused": [plan for plan in plans if plan.refusals],
                "unchanged": sum(not plan.lines and not plan.refusals for plan in plans),
                "needs_review": any(plan.changes_text and plan.item.live for plan in plans),
            }
            return self.render_to_response(context)  # type: ignore[no-any-return]  # untyped
        report = bulk_edit.apply(items, form.changes, self.request.user)
        self._tell(report)
        return redirect(self.next_url)

    def _tell(self, report: bulk_edit.Report) -> None:
        if report.changed:
            messages.success(
                self.request,
                _now("已修改%(changed)d条，另有%(unchanged)d条本来就是这样。元数据的改动存为草稿，")
                % {"changed": len(report.changed), "unchanged": len(report.unchanged)}
                + _now("已公开的条目经审查后生效。"),
            )
        elif not report.refused:
            messages.info(self.request, _now("所选条目本来就是这样，没有改动。"))
        if report.refused:
            rows = format_html_join(
                "",
                "<li>《{}》{}</li>",
                ((item.get_admin_display_title(), why) for item, why in report.refused[:_SHOWN]),
            )
            more = len(report.refused) - _SHOWN
            rest = format_html("<li>{}</li>", _now("另有%d条。") % more) if more > 0 else ""
            messages.warning(
                self.request,
                format_html(
                    "{}<ul>{}{}</ul>",
                    _now("%d条没有修改：") % len(report.refused),
                    rows,
                    rest,
                ),
            )

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        """Not used: :meth:`form_valid` does it, with a report."""
        raise NotImplementedError
