"""The admin's page 导入年度报告: upload, look at what was read, keep it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models.reports import FIRST_YEAR, LAST_YEAR
from ..statistics import services as statistics_services
from ..statistics.addresses import NAMESPACE
from . import services
from .opening import EXTENSIONS, MOST_BYTES, CannotImport
from .preview import preview_tables
from .report import ReadReport, read_report

IMPORT = "gongkai_pages_import_report"
_SALT = "gongkai_pages.import_report"
# Seconds that a preview can be confirmed.
_PREVIEW_LASTS = 4 * 3600


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("年度报告文件"),
        help_text=_(
            "已发布的报告的网页（.html，在浏览器中“另存为”）、Word文档（.docx）"
            "或者Excel工作簿（.xlsx、.xls），不超过30 MB。"
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{each}" for each in EXTENSIONS)}),
        error_messages={"required": _("请选择要导入的年度报告。")},
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read; what it is, its content says."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("文件超过%d MB，请去掉其中的图片后再导入。") % (MOST_BYTES >> 20)
            )
        return file


class KeepForm(forms.Form):
    """Whose report of which year it is."""

    organ: Any = forms.ModelChoiceField(
        label=_("机构"),
        queryset=None,
        empty_label=_("请选择"),
        error_messages={"required": _("请选择这是哪个机构的报告。")},
    )
    year = forms.IntegerField(
        label=_("年度"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("报告反映的年度，不是发布的年份。"),
        error_messages={"required": _("请填写年度，如2025。"), "invalid": _("请填写四位数字。")},
    )
    confirmed = forms.CharField(widget=forms.HiddenInput)
    source = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["organ"].queryset = _organs()


class ImportReportView(WagtailAdminTemplateMixin, View):  # type: ignore[misc]  # Wagtail is untyped
    """What was read stands, signed, in the page that shows it: any process can go on from there,
    and nothing is stored before it is confirmed."""

    page_title = _("导入年度报告")
    header_icon = "upload"
    template_name = "gongkai_pages/admin/import_report.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may change statistics."""
        if not request.user.has_perm(statistics_services.CHANGE_PERMISSION):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form."""
        return self._shown(UploadForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read what was uploaded, or keep what was read."""
        if "confirmed" in request.POST:
            return self._confirmed(request)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._shown(form)
        file = form.cleaned_data["file"]
        try:
            read = read_report(file.read(), file.name)
        except CannotImport as error:
            form.add_error("file", str(error))
            return self._shown(form)
        return self._preview(read, _keep_form(read, file.name))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the statistics, and this page."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:list"), "label": _("年度统计")},
            {"url": "", "label": self.page_title},
        ]

    def _confirmed(self, request: HttpRequest) -> HttpResponseBase:
        try:
            payload = signing.loads(request.POST["confirmed"], salt=_SALT, max_age=_PREVIEW_LASTS)
        except signing.BadSignature:
            messages.error(request, _("预览已经过期，请重新上传文件。"))
            return redirect(IMPORT)
        read = ReadReport.from_payload(payload)
        form = KeepForm(request.POST)
        if not form.is_valid():
            return self._preview(read, form)
        organ, year = form.cleaned_data["organ"], form.cleaned_data["year"]
        try:
            kept = services.store(read, organ, year, request.user, form.cleaned_data["source"])
        except ValidationError as error:
            for sentence in _sentences(error, read):
                form.add_error(None, sentence)
            return self._preview(read, form)
        return self._done(request, kept)

    def _done(self, request: HttpRequest, kept: services.Kept) -> HttpResponse:
        for note in kept.notes:
            messages.warning(request, note)
        said = _now("已录入%(count)d个数字：%(statistics)s。") % {
            "count": kept.entered,
            "statistics": kept.statistics,
        }
        if kept.page is None:
            messages.success(request, said)
        else:
            address = reverse("wagtailadmin_pages:edit", args=[kept.page.pk])
            messages.success(
                request,
                format_html(
                    '{} {}<a href="{}">{}</a>',
                    said,
                    _now("已建立年度报告草稿，审查后才能公开："),
                    address,
                    kept.page.title,
                ),
            )
        return redirect(f"{NAMESPACE}:entry", kept.statistics.pk)

    def _preview(self, read: ReadReport, form: KeepForm) -> HttpResponse:
        breaches = read.breaches()
        return self._shown(
            UploadForm(),
            read=read,
            keep_form=form,
            tables=preview_tables(read, breaches),
            breaches=breaches,
            parts=[heading for heading, html in read.sections if html],
        )

    def _shown(self, form: UploadForm, **context: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form, **context))
        return answer


def _organs() -> Any:
    return apps.get_model("gongkai_catalogue", "Organ")._default_manager.order_by(
        "sort_order", "name"
    )


def _keep_form(read: ReadReport, name: str) -> KeepForm:
    """Filled in with what the report says of itself."""
    return KeepForm(
        initial={
            "organ": _organ_named(read.organ_name),
            "year": read.year,
            "confirmed": signing.dumps(read.payload(), salt=_SALT, compress=True),
            "source": name[-200:],
        }
    )


def _organ_named(name: str) -> Any:
    """The organ with that name, or, if it is the only one, with that name as part of its own."""
    if not name:
        return None
    organs = list(_organs())
    exact = [each for each in organs if name in {each.name, each.short_name}]
    like = [each for each in organs if each.name in name or name in each.name]
    found = exact or like
    return found[0] if len(found) == 1 else None


def _sentences(error: ValidationError, read: ReadReport) -> list[str]:
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    cells = read.form.cells
    found = []
    for code, errors in error.error_dict.items():
        name = cells[code].label if code in cells else code
        found.append(f"{name}：{' '.join(str(each.message) for each in errors)}")
    return found
