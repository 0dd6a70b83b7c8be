"""不予公开信息复核: the list of what was not disclosed, and the page to look at one again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from ..cycles import bases_in_words, day_of
from ..models import ReviewRecord
from ..reach import reach_of
from ..rechecks import AMBER_DAYS, RecheckDue, due_of, looked_at_before, undisclosed
from ..services.rechecks import LONGEST_REASON, PERMISSION, recheck, refusals
from .counting import CountingPaginator
from .of_page import OfPageMixin

NAMESPACE = "gongkai_review_rechecks"
_KEEP, _OPEN = "keep", "open"


class RecheckFilterSet(WagtailFilterSet):
    """Narrows the list by due date."""

    due = django_filters.ChoiceFilter(
        label=_("复核期限"),
        empty_label=_("全部"),
        choices=[("red", _("已逾期")), ("amber", _("一个月内到期")), ("ok", _("期限未到"))],
        method="with_due",
    )

    class Meta:
        model = ReviewRecord
        fields: list[str] = []

    def with_due(self, records: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Records of one colour; the same rule as that of the list."""
        today = timezone.localdate()
        overdue = looked_at_before(today)
        soon = looked_at_before(today + timedelta(days=AMBER_DAYS + 1))
        wanted: dict[str, dict[str, Any]] = {
            "red": {"last_looked_at__lt": overdue},
            "amber": {"last_looked_at__gte": overdue, "last_looked_at__lt": soon},
            "ok": {"last_looked_at__gte": soon},
        }
        return records.filter(**wanted[value])


class DueColumn(Column):  # type: ignore[misc]  # Wagtail is untyped
    """Due date and how near it is."""

    cell_template_name = "gongkai_review/admin/cells/due.html"

    def get_value(self, instance: Any) -> RecheckDue:
        """Of a record of the list."""
        return due_of(instance)


def recheck_url(record: ReviewRecord) -> str:
    """Address of the page on which a record's page is looked at again."""
    return reverse(f"{NAMESPACE}:recheck", args=[record.page_id])


class RecheckIndexView(BaseListingView):  # type: ignore[misc]  # Wagtail is untyped
    """What was not disclosed, the earliest due first."""

    model = ReviewRecord
    page_title = _("不予公开信息复核")
    header_icon = "history"
    template_name = "gongkai_review/admin/rechecks.html"
    index_url_name = f"{NAMESPACE}:index"
    index_results_url_name = f"{NAMESPACE}:index_results"
    filterset_class = RecheckFilterSet
    verbose_name_plural = _("不予公开的信息")
    is_searchable = True
    search_backend_name = None
    search_fields = ["page_title", "index_number"]
    paginate_by = 50
    paginator_class = CountingPaginator
    columns = [
        TitleColumn("page_title", label=_("名称"), get_url=recheck_url, width="40%"),
        Column("decided_on", label=_("决定日期"), accessor=day_of),
        Column("bases", label=_("依据"), accessor=bases_in_words),
        Column("actor_name", label=_("审查人")),
        DueColumn("due", label=_("复核期限")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who looks at it again."""
        if not request.user.has_perm(PERMISSION):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_base_queryset(self) -> QuerySet[Any]:
        """Within the user's reach."""
        return undisclosed().filter(reach_of(self.request.user).records())


class RecheckForm(forms.Form):
    """What comes of looking at it again."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=_("复核意见"),
        choices=[
            (_KEEP, _("仍不公开：情形没有变化，满一年后再复核")),
            (_OPEN, _("可以公开：移出本清单，由起草人重新提交审查和审签")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择复核意见。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        help_text=_("记入审查台账。写明原来的情形是否仍然存在，不要抄录个人信息。"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明复核的理由，它将记入审查台账。")},
    )


class RecheckView(OfPageMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[misc]  # untyped
    """Asks what comes of it, and records that on POST only."""

    template_name = "gongkai_review/admin/recheck.html"
    page_title = _("复核")
    header_icon = "history"
    form_class = RecheckForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may, and only what is on the list."""
        if found := refusals(self.page, request.user):
            refusal: HttpResponseBase = permission_denied(request)
            messages.error(request, found[0])
            return refusal
        if self.decided is None:
            messages.warning(request, _now("这条信息已经复核，或者不在不予公开的信息之列。"))
            return redirect(f"{NAMESPACE}:index")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def decided(self) -> ReviewRecord | None:
        """The decision not to disclose it."""
        return undisclosed().filter(page_id=self.page.pk).first()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:index"), "label": _now("不予公开信息复核")},
            {"url": "", "label": _now("复核"), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The decision, what was said since, and when it is due."""
        decided = self.decided
        since = ReviewRecord.objects.filter(page_id=self.page.pk, number__gt=decided.number)  # type: ignore[union-attr]  # see dispatch
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "decided": decided,
            "bases": bases_in_words(decided),
            "due": due_of(decided),
            "rechecks": since.order_by("number"),
            "index_url": reverse(f"{NAMESPACE}:index"),
            "may_edit": self.page.permissions_for_user(self.request.user).can_edit(),
        }

    def form_valid(self, form: RecheckForm) -> HttpResponse:
        """Record it."""
        may_be_public = form.cleaned_data["outcome"] == _OPEN
        try:
            recheck(
                self.page,
                self.request.user,
                may_be_public=may_be_public,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
            for name, problems in found.items():
                form.add_error(name if name in form.fields else None, problems)
            return self.form_invalid(form)  # type: ignore[no-any-return]  # of Django
        title = self.page.get_admin_display_title()
        messages.success(
            self.request,
            _now("“%s”可以公开：请起草人重新提交审查。") % title
            if may_be_public
            else _now("“%s”仍不公开，已记入审查台账。") % title,
        )
        return redirect(f"{NAMESPACE}:index")


class RecheckMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """The list's place in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only for who looks at it again."""
        return bool(request.user.has_perm(PERMISSION))


class RecheckViewSet(ViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """The list, and looking again at one."""

    name = NAMESPACE
    icon = "history"
    menu_label = _("不予公开复核")
    menu_name = "gongkai-review-rechecks"
    menu_item_class = RecheckMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """List, and one of it."""
        return [
            path("", RecheckIndexView.as_view(), name="index"),
            path("results/", RecheckIndexView.as_view(results_only=True), name="index_results"),
            path("<int:page_id>/", RecheckView.as_view(), name="recheck"),
        ]
