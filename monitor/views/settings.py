"""The pages 设置: the numbers of a column, and the kinds of its categories."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from ..forms import SettingsForm
from ..models import MonitorSettings, WatchedCategory
from ..permissions import CHANGE_SETTINGS, columns_to_set
from ..services.settings import save_settings
from .base import NAMESPACE, MonitorMixin


class ColumnsView(MonitorMixin):
    """The columns that the user may set; with one alone, its page at once."""

    template_name = "gongkai_monitor/admin/columns.html"
    page_title = _("监测设置")
    here = "settings"

    def may_open(self, user: Any) -> bool:
        """For the office."""
        return bool(user.has_perm(CHANGE_SETTINGS))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list, or the way on."""
        columns = list(columns_to_set(request.user))
        if len(columns) == 1:
            return redirect(f"{NAMESPACE}:settings", columns[0].pk)
        page: HttpResponseBase = self.render_to_response(self.get_context_data(columns=columns))
        return page


class SettingsView(MonitorMixin):
    """The numbers and kinds of one column."""

    template_name = "gongkai_monitor/admin/settings.html"
    page_title = _("监测设置")
    here = "settings"

    def may_open(self, user: Any) -> bool:
        """For who may change the column's pages and holds the permission."""
        return columns_to_set(user).filter(pk=self.kwargs["column"]).exists()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form."""
        page: HttpResponseBase = self.render_to_response(self.get_context_data(form=self._form()))
        return page

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep what was set, or show what is wrong beside each field."""
        form = self._form(request.POST)
        if not form.is_valid():
            messages.error(request, _now("设置没有保存，请改正标出的数字。"))
            page: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
            return page
        save_settings(request.user, self._column(), form.instance, form.watches())
        messages.success(request, _now("监测设置已保存，下一次检查起生效。"))
        return redirect(f"{NAMESPACE}:settings", self.kwargs["column"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and its column."""
        return {**super().get_context_data(**kwargs), "column": self._column()}

    def _column(self) -> Any:
        return get_object_or_404(columns_to_set(self.request.user), pk=self.kwargs["column"])

    def _form(self, data: Any = None) -> SettingsForm:
        column = self._column()
        saved = MonitorSettings.objects.filter(column_id=column.pk).first()
        model: Any = apps.get_model("gongkai_catalogue", "CategoryPage")
        pages = model.objects.descendant_of(column).filter(alias_of__isnull=True).order_by("path")
        said = dict(WatchedCategory.objects.values_list("category_id", "watch"))
        rows = list(pages.values_list("pk", "title", "depth"))
        top = min((depth for _pk, _title, depth in rows), default=0)
        categories = [(pk, title, depth - top, said.get(pk, "")) for pk, title, depth in rows]
        instance = saved or MonitorSettings(column_id=column.pk)
        return SettingsForm(
            data, instance=instance, categories=categories, for_user=self.request.user
        )
