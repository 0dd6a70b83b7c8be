"""Where reporting bodies, roll-up and deadlines meet Wagtail's admin and the statistics."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .evaluation_views import (
    EVALUATION,
    EVALUATION_LIST,
    EvaluationListView,
    EvaluationView,
)
from .panels import DeadlinesPanel
from .permissions import VIEW_EVALUATION, VIEW_ROLL_UP
from .source import ROLL_UP, RollUpFigures
from .views import RollUpView
from .viewsets import ReportingBodyViewSet


# After every other source: of a compiling organ it takes the cells of the form over.
@hooks.register("register_gongkai_statistics_source", order=1000)
def register_roll_up() -> type[RollUpFigures]:
    """Sums of a compiling organ."""
    return RollUpFigures


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_to_compile() -> list[str]:
    """The disclosure office says who reports, and reads roll-up and evaluation."""
    return [
        *(
            f"gongkai_pages.{action}_reportingbody"
            for action in ("add", "change", "delete", "view")
        ),
        "gongkai_pages.change_reportingsettings",
        VIEW_ROLL_UP,
        VIEW_EVALUATION,
    ]


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet[Any]:
    """For the page on which groups are edited."""
    return Permission.objects.filter(
        content_type__app_label="gongkai_pages",
        codename__in=[name.rpartition(".")[2] for name in (VIEW_ROLL_UP, VIEW_EVALUATION)],
    )


class PermittedMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """An entry of the menu for who has a permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Only for who may open it."""
        return bool(request.user.has_perm(self.permission))


@hooks.register("register_admin_viewset")
def add_bodies() -> ReportingBodyViewSet:
    """Who reports."""
    return ReportingBodyViewSet()


@hooks.register("register_admin_urls")
def add_pages() -> list[Any]:
    """Roll-up and evaluation."""
    return [
        path("gongkai-roll-up/", RollUpView.as_view(), name=ROLL_UP),
        path("gongkai-evaluation/", EvaluationView.as_view(), name=EVALUATION),
        path("gongkai-evaluation/list/", EvaluationListView.as_view(), name=EVALUATION_LIST),
    ]


@hooks.register("register_reports_menu_item")
def add_roll_up_to_menu() -> MenuItem:
    """Among the reports, for who may see it."""
    return PermittedMenuItem(
        _("年报汇总"),
        reverse_lazy(ROLL_UP),
        name="gongkai-roll-up",
        icon_name="table",
        order=820,
        permission=VIEW_ROLL_UP,
    )


@hooks.register("register_reports_menu_item")
def add_evaluation_to_menu() -> MenuItem:
    """Among the reports, for who may see it."""
    return PermittedMenuItem(
        _("信息公开考核表"),
        reverse_lazy(EVALUATION),
        name="gongkai-evaluation",
        icon_name="tasks",
        order=830,
        permission=VIEW_EVALUATION,
    )


@hooks.register("construct_homepage_panels")
def add_deadlines(request: HttpRequest, panels: list[Any]) -> None:
    """Tell who makes reports which ones are due."""
    panels.append(DeadlinesPanel())
