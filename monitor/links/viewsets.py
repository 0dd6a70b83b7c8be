"""链接检查: all links with what came of them, and the sites that may be asked, in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from .enums import LinkKind
from .models import AllowedHost, Link

_LONGEST = 80
_MOST_USES = 100


def name_of(link: Link) -> str:
    """The address, or what a reference within the site leads to."""
    if link.kind == LinkKind.REFERENCE:
        return str(LinkKind.REFERENCE.label)
    return link.url if len(link.url) <= _LONGEST else f"{link.url[:_LONGEST]}…"


class LinkInspectView(InspectView):  # type: ignore[misc]  # Wagtail is untyped
    """One link, and the pages that have it."""

    template_name = "gongkai_monitor/admin/link.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pages."""
        uses = self.object.uses.select_related("page").order_by("page")
        return {
            **super().get_context_data(**kwargs),
            "uses": uses[:_MOST_USES],
            "more": max(0, uses.count() - _MOST_USES),
        }


class LinkIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """Links, with the number of pages that have each."""

    def get_base_queryset(self) -> QuerySet[Link]:
        """One count for the whole list."""
        return Link.objects.annotate(pages=Count("uses"))


class LinkViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """The list with its filters; nobody writes it by hand."""

    model = Link
    name = "gongkai_monitor_links"
    url_prefix = "gongkai-monitor-links"
    icon = "link"
    menu_label = _("链接检查")
    menu_name = "gongkai-monitor-links"
    menu_hook = "register_reports_menu_item"
    menu_order = 940
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = LinkIndexView
    inspect_view_class = LinkInspectView
    inspect_view_fields = [
        "url",
        "kind",
        "state",
        "status_code",
        "remark",
        "moved_to",
        "failures",
        "failing_since",
        "checked_at",
        "next_at",
    ]
    form_fields: list[str] = []
    search_backend_name = None
    search_fields = ["url"]
    list_filter = ["state", "kind"]
    list_per_page = 50
    ordering = ["-failures", "host", "pk"]
    list_display = [
        Column("url", label=_("网址"), accessor=name_of),
        Column("get_state_display", label=_("结果")),
        Column("remark", label=_("说明")),
        Column("pages", label=_("使用页面")),
        DateColumn("checked_at", label=_("检查时间")),
    ]


class AllowedHostViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """The sites that may be asked."""

    model = AllowedHost
    name = "gongkai_monitor_hosts"
    url_prefix = "gongkai-monitor-hosts"
    icon = "globe"
    menu_label = _("可检查的网站")
    menu_name = "gongkai-monitor-hosts"
    add_to_settings_menu = True
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["host", "note"]
    list_display = [
        "host",
        BooleanColumn("with_subdomains", label=_("包括下级域名")),
        Column("note", label=_("说明")),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_(
                    "链接检查只访问本网站和这里列出的网站，每个网站每秒最多访问一次，"
                    "遵守对方的robots.txt，转到清单以外的不跟随。没有列出的网站，链接不检查。"
                )
            ),
            FieldPanel("host"),
            FieldPanel("with_subdomains"),
            FieldPanel("note"),
        ]
    )
