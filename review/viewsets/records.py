"""审查台账 in the admin: every record of the review, for reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import Http404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..cycles import bases_in_words, day_of, on_days
from ..enums import Action, Decision
from ..law import CHECK_BY_CODE
from ..models import ReviewRecord
from .counting import CountingPaginator
from .register import RegisterView
from .sheet import PageSheetView, SheetView

NAMESPACE = "gongkai_review_records"
_OTHERS = 50


def visible_records(user: Any) -> QuerySet[ReviewRecord]:
    """Records that ``user`` may read."""
    policy = policy_registry.get_by_type(ReviewRecord)
    found: QuerySet[ReviewRecord] = policy.instances_user_has_any_permission_for(user, {"view"})
    return found


def record_url(record: ReviewRecord) -> str:
    """Address of a record in the admin."""
    return reverse(f"{NAMESPACE}:inspect", args=[record.number])


class RecordFilterSet(WagtailFilterSet):
    """Narrows the records by day, act, decision, person and page."""

    at = django_filters.DateFromToRangeFilter(
        label=_("日期"), widget=DateRangePickerWidget, method="on_days"
    )
    action = django_filters.MultipleChoiceFilter(
        label=_("事项"), choices=Action.choices, widget=CheckboxSelectMultiple
    )
    decision = django_filters.MultipleChoiceFilter(
        label=_("审查意见"), choices=Decision.choices, widget=CheckboxSelectMultiple
    )
    actor_name = django_filters.CharFilter(label=_("经办人"), lookup_expr="icontains")
    page_id = django_filters.NumberFilter(label=_("页面编号"), min_value=1, max_value=2**63 - 1)

    class Meta:
        model = ReviewRecord
        fields: list[str] = []

    def on_days(self, records: QuerySet[Any], name: str, value: slice) -> QuerySet[Any]:
        """Both days included; none of them is too far away to be asked for."""
        first, last = (moment and moment.date() for moment in (value.start, value.stop))
        return records.filter(on_days(first, last))


class RecordColumn(TitleColumn):  # type: ignore[misc]  # Wagtail is untyped
    """Title of the page, leading to the record."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, get_url=record_url, **options)


class MomentColumn(Column):  # type: ignore[misc]  # Wagtail is untyped
    """A date, never broken."""

    cell_template_name = "gongkai_review/admin/cells/moment.html"


class RecordIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """The records that the user may read, the newest first."""

    page_title = _("审查台账")
    paginator_class = CountingPaginator

    def get_base_queryset(self) -> QuerySet[Any]:
        """Only what lists show; texts and findings stay in the database."""
        return visible_records(self.request.user).only(
            "number", "at", "action", "page_title", "index_number", "decision", "actor_name"
        )

    @cached_property
    def header_buttons(self) -> list[Any]:
        """The way to the register of a period."""
        url = reverse(f"{NAMESPACE}:register")
        return [HeaderButton(_("导出台账"), url=url, icon_name="download")]


class RecordInspectView(InspectView):  # type: ignore[misc]  # Wagtail is untyped
    """One record, whatever it says, and the other records of its page."""

    page_title = _("审查记录")
    template_name = "gongkai_review/admin/record_inspect.html"
    object: ReviewRecord

    def get_object(self, queryset: Any = None) -> ReviewRecord:
        """A record within the user's reach.

        Raises:
            Http404: there is none.
        """
        found = visible_records(self.request.user).filter(pk=self.pk).first()
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        """Number and act."""
        return _now("第%(number)d号 %(what)s") % {
            "number": self.object.number,
            "what": self.object.get_action_display(),
        }

    @cached_property
    def page(self) -> Page | None:
        """The page that the record is about, where it still exists."""
        return Page.objects.filter(pk=self.object.page_id).first()

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The sheet to print, and all records of the page."""
        record = self.object
        sheet = reverse(f"{NAMESPACE}:sheet", args=[record.number])
        of_page = f"{reverse(f'{NAMESPACE}:index')}?page_id={record.page_id}"
        buttons = [
            Button(_("下载审查表"), url=sheet, icon_name="download", priority=10),
            Button(_("本条信息的全部记录"), url=of_page, icon_name="list-ul", priority=20),
        ]
        if self.page and self.page.permissions_for_user(self.request.user).can_edit():
            edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
            buttons.append(Button(_("编辑页面"), url=edit, icon_name="edit", priority=30))
        return buttons

    def get_fields(self) -> list[str]:
        """Taken care of by :meth:`rows`."""
        return []

    def rows(self) -> list[tuple[str, str]]:
        """Labels and values in words, without what is empty."""
        record = self.object
        named: list[tuple[Any, Callable[[], str]]] = [
            (_("信息名称"), lambda: record.page_title),
            (_("索引号"), lambda: record.index_number),
            (_("事项"), lambda: str(record.get_action_display())),
            (_("经办人"), lambda: record.actor_name or _now("系统")),
            (_("起草人"), lambda: "、".join(record.authors)),
            (_("审查意见"), lambda: str(record.get_decision_display())),
            (_("依据"), lambda: bases_in_words(record)),
            (_("报请确定的机关"), lambda: str(record.data.get("referred_to", ""))),
            (_("说明"), lambda: record.remark),
            (_("对外说明"), lambda: str(record.data.get("public_reason", ""))),
            (_("下次复核"), lambda: str(record.data.get("due_on", ""))),
        ]
        return [(str(label), value) for label, read in named if (value := read())]

    def hashes(self) -> list[tuple[str, str]]:
        """What the chain of records is verified by."""
        record = self.object
        return [
            (_now("内容校验值"), record.digest),
            (_now("前一条记录的校验值"), record.previous_hash or "—"),
            (_now("校验值"), record.hash),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record in words."""
        record = self.object
        others = visible_records(self.request.user).filter(page_id=record.page_id)
        return {
            **super().get_context_data(**kwargs),
            "record": record,
            "rows": self.rows(),
            "hashes": self.hashes(),
            "checks": [
                CHECK_BY_CODE[code].label if code in CHECK_BY_CODE else code
                for code in record.checklist
            ],
            "others": others.exclude(pk=record.pk).order_by("-number")[:_OTHERS],
            "page": self.page,
            "day": day_of(record),
        }


class RecordViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """The records: list, one record, register of a period, sheet of an item."""

    model = ReviewRecord
    name = NAMESPACE
    icon = "clipboard-list"
    menu_label = _("审查台账")
    menu_name = "gongkai-review-records"
    index_view_class = RecordIndexView
    inspect_view_class = RecordInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    # Nothing refers to a page by a record, and a record never changes.
    add_to_reference_index = False
    form_fields = ["number"]
    filterset_class = RecordFilterSet
    search_fields = ["page_title", "index_number", "actor_name"]
    search_backend_name = None
    ordering = ["-number"]
    list_per_page = 50
    list_display = [
        RecordColumn("page_title", label=_("名称"), sort_key="page_title"),
        Column("number", label=_("编号"), sort_key="number"),
        MomentColumn("at", label=_("时间"), sort_key="at"),
        Column("get_action_display", label=_("事项"), sort_key="action"),
        Column("get_decision_display", label=_("审查意见"), sort_key="decision"),
        Column("index_number", label=_("索引号"), sort_key="index_number"),
        Column("actor_name", label=_("经办人"), sort_key="actor_name"),
    ]

    def get_urlpatterns(self) -> list[Any]:
        """List and record, for reading; the register; the sheet."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("register/", RegisterView.as_view(), name="register"),
            path("sheet/<int:number>/", SheetView.as_view(), name="sheet"),
            path("sheet/page/<int:page_id>/", PageSheetView.as_view(), name="page_sheet"),
        ]
