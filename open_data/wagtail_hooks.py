"""Where the open data meets Wagtail and the apps below."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from . import operations_hooks  # noqa: F401 - registers
from .links import links
from .services.refreshing import BUILD, PERMISSION
from .viewsets import urls
from .viewsets.report import FilesMenuItem


@hooks.register("register_gongkai_links")
def offer_feeds(context: Any, chrome: Any) -> list[Any]:
    """Feeds in the head of every page, and the open data in its foot."""
    return links(context, chrome)


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_the_files() -> list[str]:
    """The disclosure office looks after the files."""
    return [PERMISSION, "gongkai_open_data.view_datafile"]


@hooks.register("register_admin_urls")
def add_admin_pages() -> list[Any]:
    """The report on the files."""
    return [path("gongkai-open-data/", include(urls))]


@hooks.register("register_reports_menu_item")
def add_report() -> FilesMenuItem:
    """The report in the menu."""
    return FilesMenuItem(
        _("开放数据文件"),
        reverse_lazy("gongkai_open_data_admin:files"),
        name="gongkai-open-data",
        icon_name="download",
        order=820,
    )


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name what is done by hand in the history of the column."""

    @actions.register_action(BUILD)
    class BuildFormatter(LogFormatter):
        label = _("重新生成数据文件")

        def format_message(self, log_entry: Any) -> str:
            """Which years."""
            years = "、".join(str(year) for year in log_entry.data.get("years", ()))
            return str(_("要求重新生成%s年的数据文件") % years)
