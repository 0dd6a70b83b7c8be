"""The registers in the admin: every ModelAdmin of the project is in this module.

They are plain models without drafts, workflow or public pages, which is what ``wagtail_modeladmin``
serves well. A model that is reviewed before it is public must never be registered here: modeladmin
writes the live row at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.forms import Select
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from ..catalogue_app import catalogue_module
from .confirmation_view import CONFIRMATIONS
from .confirmations import RegisterConfirmation
from .exports import SheetColumn
from .filters import (
    CountedFilter,
    OrganFilter,
    ProgressFilter,
    RepliedFilter,
    YearFilter,
    choice_filter,
)
from .forms import RegisterForm
from .models import Activity, Application, Charge, Decision, Dispute, Message
from .services import CONFIRM
from .views import (
    ReadingPermissionHelper,
    RegisterButtonHelper,
    RegisterCreateView,
    RegisterEditView,
    RegisterHistoryView,
    RegisterIndexView,
    RegisterInspectView,
    RegisterPermissionHelper,
    RegisterURLHelper,
)

_WIDE = 40
_WIDTHS = {"organ": 24, "remark": _WIDE, "matter": _WIDE, "title": _WIDE, "subject": _WIDE}
_NARROW = 14


class RegisterAdmin(ModelAdmin):  # type: ignore[misc]  # modeladmin is untyped
    """What the registers have in common."""

    index_view_class = RegisterIndexView
    create_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    inspect_view_class = RegisterInspectView
    history_view_class = RegisterHistoryView
    permission_helper_class = RegisterPermissionHelper
    url_helper_class = RegisterURLHelper
    button_helper_class = RegisterButtonHelper
    index_view_extra_css = ["gongkai_pages/admin/registers.css"]
    form_view_extra_css = ["gongkai_pages/admin/registers.css"]
    inspect_view_extra_css = ["gongkai_pages/admin/registers.css"]
    index_template_name = "gongkai_pages/admin/register_index.html"
    inspect_view_enabled = True
    list_select_related: tuple[str, ...] = ("organ",)
    list_per_page = 50
    empty_value_display = "—"
    add_to_admin_menu = False
    sheet_fields: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows of the organs within reach."""
        rows: QuerySet[Any] = super().get_queryset(request)
        ids = catalogue_module("organ_reach").organ_ids_of(request.user)
        return rows if ids is None else rows.filter(organ_id__in=ids)

    def get_list_export(self, request: HttpRequest) -> tuple[str, ...]:
        """What makes modeladmin offer downloads; their columns are those of the sheet."""
        return self.sheet_fields

    def get_inspect_view_fields(self) -> tuple[str, ...]:
        """All that is known of a row."""
        return self.sheet_fields

    def sheet_columns(self) -> list[SheetColumn]:
        """Columns of the downloads."""
        return [
            (
                str(self.model._meta.get_field(name).verbose_name),
                _WIDTHS.get(name, _NARROW),
                _value_of(name),
            )
            for name in self.sheet_fields
        ]

    def organ_name(self, row: Any) -> str:
        """As short as the organ is called."""
        return row.organ.short_name or row.organ.name

    organ_name.short_description = _("机构")  # type: ignore[attr-defined]
    organ_name.admin_order_field = "organ__name"  # type: ignore[attr-defined]

    def shortened_remark(self, row: Any) -> str:
        """As much of the remark as a list bears."""
        return shortened(row.remark)

    shortened_remark.short_description = _("备注")  # type: ignore[attr-defined]


def shortened(text: str, most: int = 14) -> str:
    """As much of a text as a column of a list bears."""
    return f"{text[:most]}…" if len(text) > most else text


def day_column(name: str, label: Any) -> Callable[[Any, Any], str]:
    """A day as a date that does not break into two lines."""

    def day(self: Any, row: Any) -> str:
        found = getattr(row, name)
        return found.isoformat() if found else ""

    day.short_description = label  # type: ignore[attr-defined]
    day.admin_order_field = name  # type: ignore[attr-defined]
    return day


def _value_of(name: str) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:
        found = getattr(row, name)
        if isinstance(found, bool):
            return str(_("是") if found else _("否"))
        shown = getattr(row, f"get_{name}_display", None)
        if shown is not None:
            return str(shown())
        return str(found) if name in {"organ", "confirmed_by"} and found is not None else found

    return value


def _form(*panels: Any) -> ObjectList:
    return ObjectList([*panels, FieldPanel("remark")], base_form_class=RegisterForm)


class DecisionAdmin(RegisterAdmin):
    """行政行为."""

    model = Decision
    menu_icon = "check"
    list_display = ("matter", "kind", "quantity", "decided_day", "organ_name", "document_number")
    list_filter = (CountedFilter, YearFilter, choice_filter("kind"), OrganFilter)
    search_fields = ("matter", "document_number", "remark")
    sheet_fields = (
        "organ",
        "kind",
        "decided_on",
        "matter",
        "quantity",
        "document_number",
        "remark",
    )
    decided_day = day_column("decided_on", _("决定日期"))
    edit_handler = _form(
        FieldRowPanel([FieldPanel("organ", widget=Select), FieldPanel("kind")]),
        FieldPanel("matter"),
        FieldRowPanel([FieldPanel("decided_on"), FieldPanel("quantity")]),
        FieldPanel("document_number"),
    )


class ChargeAdmin(RegisterAdmin):
    """收费."""

    model = Charge
    menu_icon = "tag"
    list_display = ("item", "kind", "amount", "charged_day", "organ_name", "shortened_remark")
    list_filter = (CountedFilter, YearFilter, choice_filter("kind"), OrganFilter)
    search_fields = ("item", "remark")
    sheet_fields = ("organ", "kind", "charged_on", "item", "amount", "remark")
    charged_day = day_column("charged_on", _("收费日期"))
    edit_handler = _form(
        FieldRowPanel([FieldPanel("organ", widget=Select), FieldPanel("kind")]),
        FieldPanel("item"),
        FieldRowPanel([FieldPanel("charged_on"), FieldPanel("amount")]),
    )


class ApplicationAdmin(RegisterAdmin):
    """依申请公开."""

    model = Application
    menu_icon = "mail"
    list_display = (
        "number",
        "applicant",
        "received_day",
        "due_day",
        "standing",
        "short_result",
        "finished_day",
        "organ_name",
    )
    list_filter = (
        CountedFilter,
        YearFilter,
        ProgressFilter,
        choice_filter("applicant"),
        choice_filter("channel"),
        choice_filter("result"),
        OrganFilter,
    )
    search_fields = ("number", "remark")
    sheet_fields = (
        "organ",
        "number",
        "channel",
        "applicant",
        "received_on",
        "is_extended",
        "due_on",
        "result",
        "finished_on",
        "remark",
    )
    received_day = day_column("received_on", _("收到之日"))
    due_day = day_column("due_on", _("答复期限"))
    finished_day = day_column("finished_on", _("办结日期"))
    edit_handler = _form(
        HelpPanel(
            content=_(
                "台账只登记办理情况，不登记申请人的姓名、名称、证件和联系方式。一件申请只填一个"
                "办理结果；区分处理的，只选“部分公开”。"
            )
        ),
        FieldRowPanel([FieldPanel("organ", widget=Select), FieldPanel("number")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("applicant"), FieldPanel("channel")]),
                FieldRowPanel([FieldPanel("received_on"), FieldPanel("due_on")]),
                FieldPanel("is_extended"),
            ],
            heading=_("收到"),
        ),
        MultiFieldPanel([FieldPanel("result"), FieldPanel("finished_on")], heading=_("办理")),
    )

    def standing(self, row: Application) -> str:
        """Whether it is finished, and whether in time."""
        if row.is_open:
            return str(_("已逾期") if row.is_overdue else _("办理中"))
        return str(_("逾期办结") if row.is_overdue else _("已办结"))

    standing.short_description = _("状态")  # type: ignore[attr-defined]

    def short_result(self, row: Application) -> str:
        """The result, without the end of the long ones."""
        return shortened(row.get_result_display())

    short_result.short_description = _("办理结果")  # type: ignore[attr-defined]
    short_result.admin_order_field = "result"  # type: ignore[attr-defined]


class DisputeAdmin(RegisterAdmin):
    """复议诉讼."""

    model = Dispute
    menu_icon = "warning"
    list_display = ("block", "number", "accepted_day", "outcome", "concluded_day", "organ_name")
    list_filter = (
        CountedFilter,
        YearFilter,
        choice_filter("block"),
        choice_filter("outcome"),
        OrganFilter,
    )
    search_fields = ("number", "remark")
    sheet_fields = (
        "organ",
        "block",
        "number",
        "accepted_on",
        "outcome",
        "concluded_on",
        "remark",
    )
    accepted_day = day_column("accepted_on", _("受理日期"))
    concluded_day = day_column("concluded_on", _("审结日期"))
    edit_handler = _form(
        FieldRowPanel([FieldPanel("organ", widget=Select), FieldPanel("block")]),
        FieldRowPanel([FieldPanel("accepted_on"), FieldPanel("number")]),
        FieldRowPanel([FieldPanel("outcome"), FieldPanel("concluded_on")]),
    )


class MessageAdmin(RegisterAdmin):
    """留言."""

    model = Message
    menu_icon = "comment"
    list_display = (
        "subject_or_kind",
        "kind",
        "quantity",
        "received_day",
        "replied_day",
        "organ_name",
    )
    list_filter = (
        CountedFilter,
        YearFilter,
        choice_filter("kind"),
        RepliedFilter,
        OrganFilter,
    )
    search_fields = ("subject", "remark")
    sheet_fields = (
        "organ",
        "kind",
        "received_on",
        "replied_on",
        "subject",
        "quantity",
        "remark",
    )
    received_day = day_column("received_on", _("收到日期"))
    replied_day = day_column("replied_on", _("答复日期"))
    edit_handler = _form(
        FieldRowPanel([FieldPanel("organ", widget=Select), FieldPanel("kind")]),
        FieldPanel("subject"),
        FieldRowPanel([FieldPanel("received_on"), FieldPanel("replied_on")]),
        FieldPanel("quantity"),
    )

    def subject_or_kind(self, row: Message) -> str:
        """What the message is about, or at least where it was left."""
        return row.subject or str(row)

    subject_or_kind.short_description = _("主题")  # type: ignore[attr-defined]


class ActivityAdmin(RegisterAdmin):
    """会议和培训."""

    model = Activity
    menu_icon = "group"
    list_display = ("title", "kind", "held_day", "participants", "place", "organ_name")
    list_filter = (CountedFilter, YearFilter, choice_filter("kind"), OrganFilter)
    search_fields = ("title", "place", "remark")
    sheet_fields = ("organ", "kind", "held_on", "title", "place", "participants", "remark")
    held_day = day_column("held_on", _("日期"))
    edit_handler = _form(
        FieldRowPanel([FieldPanel("organ", widget=Select), FieldPanel("kind")]),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("held_on"), FieldPanel("participants")]),
        FieldPanel("place"),
    )


class ConfirmationAdmin(RegisterAdmin):
    """台账确认: what was confirmed; it is done on a page of its own."""

    model = RegisterConfirmation
    menu_label = _("确认记录")
    menu_icon = "history"
    permission_helper_class = ReadingPermissionHelper
    list_display = ("register", "year", "organ_name", "row_count", "confirmed_by", "confirmed_at")
    list_filter = (YearFilter, choice_filter("register"), OrganFilter)
    list_select_related = ("organ", "confirmed_by")
    search_fields = ("remark",)
    sheet_fields = ("organ", "year", "register", "row_count", "confirmed_by", "remark")


class ConfirmMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """Leads to the page of confirming."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For who may confirm."""
        return bool(request.user.has_perm(CONFIRM))


class RegisterGroup(ModelAdminGroup):  # type: ignore[misc]  # modeladmin is untyped
    """The menu 工作台账."""

    menu_label = _("工作台账")
    menu_item_name = "gongkai-registers"
    menu_icon = "list-ul"
    menu_order = 240
    items = (
        DecisionAdmin,
        ChargeAdmin,
        ApplicationAdmin,
        DisputeAdmin,
        MessageAdmin,
        ActivityAdmin,
        ConfirmationAdmin,
    )

    def get_submenu_items(self) -> list[MenuItem]:
        """The registers, and confirming them."""
        items: list[MenuItem] = super().get_submenu_items()
        confirm = ConfirmMenuItem(
            _("台账确认"),
            reverse_lazy(CONFIRMATIONS),
            name="gongkai-register-confirmations",
            icon_name="circle-check",
            order=len(items) + 1,
        )
        return [*items, confirm]
