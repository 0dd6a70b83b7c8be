"""导入标准目录: upload, look at what was read and what would change, keep it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..enums import Level
from ..forms import own_columns
from ..models import StandardCatalogue
from ..policy import catalogues_for
from ..reading.rows import ReadCatalogue, read_catalogue
from ..reading.sheets import EXTENSIONS, MOST_BYTES, CannotRead
from ..services.importing import Source, checked_rows, difference, import_rows
from .addresses import COVERAGE, IMPORT
from .keepers import KeepersView

_SALT = "gongkai_standards.import"
# Seconds that a preview can be confirmed.
_PREVIEW_LASTS = 4 * 3600
ADD = "gongkai_standards.add_standardcatalogue"


class UploadForm(forms.Form):
    """The file, and which catalogue it is."""

    file = forms.FileField(
        label=_("标准目录文件"),
        help_text=_(
            "县（区）下发的Excel工作簿（.xlsx、.xls）、Word文档（.docx）或者网页（.html），"
            "不超过20 MB；多个工作表按多个领域读取。"
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{each}" for each in EXTENSIONS)}),
        error_messages={"required": _("请选择要导入的文件。")},
    )
    catalogue: Any = forms.ModelChoiceField(
        label=_("更新哪个目录"),
        queryset=StandardCatalogue.objects.none(),
        required=False,
        empty_label=_("新建目录"),
        help_text=_("已经导入过的，选择原来的目录：按序号和事项更新，并列出差异。"),
    )
    column: Any = forms.ModelChoiceField(
        label=_("公开栏目"), queryset=None, empty_label=_("请选择"), required=False
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["catalogue"].queryset = catalogues_for(user, "change")
        fields["column"].queryset = own_columns(user)
        if own_columns(user).count() == 1:
            fields["column"].initial = own_columns(user).first()

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read; what it is, its content says."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("文件超过%d MB，请去掉其中的图片后再导入。") % (MOST_BYTES >> 20)
            )
        return file

    def clean(self) -> dict[str, Any]:
        """A new catalogue needs a column."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("catalogue") and not cleaned.get("column"):
            self.add_error("column", _("新建目录，请选择它所属的公开栏目。"))
        return cleaned


class KeepForm(forms.Form):
    """What is confirmed."""

    name = forms.CharField(label=_("目录名称"), max_length=200)
    remove_missing = forms.BooleanField(
        label=_("删除文件中没有的事项"),
        required=False,
        help_text=_("不勾选则保留。删除的事项连同对应关系一并删除，操作日志中留有记录。"),
    )
    confirmed = forms.CharField(widget=forms.HiddenInput)


class ImportView(KeepersView):
    """What was read stands, signed, in the page that shows it: any process can go on from there,
    and nothing is stored before it is confirmed."""

    page_title = _("导入标准目录")
    header_icon = "upload"
    template_name = "gongkai_standards/admin/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form."""
        return self._shown(self._upload())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read what was uploaded, or keep what was read."""
        if "confirmed" in request.POST:
            return self._confirmed(request)
        form = UploadForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self._shown(form)
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            read = read_catalogue(data)
        except CannotRead as error:
            form.add_error("file", str(error))
            return self._shown(form)
        catalogue = form.cleaned_data["catalogue"]
        if catalogue is None:
            catalogue = _new_catalogue(form.cleaned_data["column"], read, file.name)
        return self._preview(read, catalogue, Source.of(file.name, data))

    def _upload(self) -> UploadForm:
        return UploadForm(user=self.request.user)

    def _preview(self, read: ReadCatalogue, catalogue: Any, source: Source) -> HttpResponse:
        rows = [each.values for each in read.good]
        payload = {
            "rows": rows,
            "catalogue": catalogue.pk,
            "column": catalogue.column_id,
            "level": catalogue.level,
            "names": [catalogue.upper_level, catalogue.lower_level],
            "source": [source.name, source.sha256],
        }
        confirmed = signing.dumps(payload, salt=_SALT, compress=True)
        form = KeepForm(initial={"name": catalogue.name, "confirmed": confirmed})
        return self._shown(
            self._upload(),
            read=read,
            keep_form=form,
            catalogue=catalogue,
            difference=difference(catalogue, rows),
            source=source,
        )

    def _confirmed(self, request: HttpRequest) -> HttpResponseBase:
        try:
            payload = signing.loads(request.POST["confirmed"], salt=_SALT, max_age=_PREVIEW_LASTS)
            rows = checked_rows(payload["rows"])
        except (signing.BadSignature, ValidationError):
            messages.error(request, _("预览已经过期，请重新上传文件。"))
            return redirect(IMPORT)
        catalogue = _catalogue_of(payload)
        form = KeepForm(request.POST)
        if catalogue is None:
            messages.error(request, _("这个目录已被删除，请重新上传文件。"))
            return redirect(IMPORT)
        if form.is_valid():
            catalogue.name = form.cleaned_data["name"]
            try:
                outcome = import_rows(
                    catalogue,
                    rows,
                    request.user,
                    Source(*payload["source"]),
                    remove_missing=form.cleaned_data["remove_missing"],
                )
            except ValidationError as error:
                for sentence in error.messages:
                    form.add_error("name", sentence)
            else:
                said = _now("已导入：新增%(created)d项，变更%(changed)d项，删除%(removed)d项。")
                messages.success(request, said % vars(outcome))
                return redirect(COVERAGE, catalogue.pk)
        return self._shown(
            self._upload(),
            keep_form=form,
            catalogue=catalogue,
            difference=difference(catalogue, rows),
        )

    def _shown(self, form: UploadForm, **context: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form, **context))
        return answer


def _new_catalogue(column: Any, read: ReadCatalogue, name: str) -> StandardCatalogue:
    upper, lower = read.level_names
    return StandardCatalogue(
        column=column,
        organ=getattr(column.specific, "organ", None),
        name=read.name or name.rpartition(".")[0][:200] or name[:200],
        level=read.level,
        upper_level=upper[:20],
        lower_level=lower[:20],
    )


def _catalogue_of(payload: dict[str, Any]) -> StandardCatalogue | None:
    """The catalogue of a preview; None where it is gone."""
    if payload["catalogue"]:
        return StandardCatalogue.objects.filter(pk=payload["catalogue"]).first()
    upper, lower = payload["names"]
    catalogue = StandardCatalogue(
        column_id=payload["column"],
        level=Level(payload["level"]),
        upper_level=upper,
        lower_level=lower,
    )
    catalogue.organ = getattr(catalogue.column.specific, "organ", None)
    return catalogue
