"""Synonyms from a sheet: upload, look at what would be stored, store it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from ..services.synonym_sheets import Sheet, groups_of_rows, read_sheet, store, template

PERMISSION = "gongkai_search.add_synonymgroup"
_SALT = "gongkai_search.synonym_import"
# Seconds that a preview can be confirmed.
_PREVIEW_LASTS = 3600
_LIST = "wagtailsnippets_gongkai_search_synonymgroup:list"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    """The sheet."""

    file = forms.FileField(
        label=_lazy("表格文件"),
        help_text=_lazy("Excel 工作簿（.xlsx），不超过2 MB、1000行。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _lazy("请选择要导入的表格。")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_synonyms(request: HttpRequest) -> HttpResponse:
    """The form; after an upload what is wrong with the sheet, or what it would bring."""
    _check(request)
    if request.method != "POST":
        return _shown(request, UploadForm())
    if "confirmed" in request.POST:
        return _confirmed(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, form)
    file = form.cleaned_data["file"]
    sheet = read_sheet(file, file.size)
    return _shown(request, UploadForm(), sheet)


@require_safe
def synonym_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    _check(request)
    response = HttpResponse(template(), content_type=_XLSX)
    response["Content-Disposition"] = 'attachment; filename="synonyms-template.xlsx"'
    return response


def _confirmed(request: HttpRequest) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["confirmed"], salt=_SALT, max_age=_PREVIEW_LASTS)
    except signing.BadSignature:
        messages.error(request, _("预览已经过期，请重新上传表格。"))
        return redirect("gongkai_search_admin:import_synonyms")
    sheet = groups_of_rows(rows)
    if sheet.faults:
        return _shown(request, UploadForm(), sheet)
    number = store(sheet.groups, request.user)
    messages.success(request, _("已导入%s组同义词，立即生效。") % number)
    return redirect(_LIST)


def _shown(request: HttpRequest, form: UploadForm, sheet: Sheet | None = None) -> HttpResponse:
    context: dict[str, Any] = {"page_title": _("导入同义词"), "form": form, "sheet": sheet}
    if sheet and sheet.groups:
        context["confirmed"] = signing.dumps(sheet.rows, salt=_SALT, compress=True)
    return render(request, "gongkai_search/admin/import_synonyms.html", context)


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
