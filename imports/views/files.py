"""Files to take away: the report, the faulty rows, the sheet itself, the empty sheet, exports."""

from __future__ import annotations

from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.log_actions import log

from ..exports.formats import FORMATS
from ..exports.reach import columns_for, items_for
from ..exports.reports import report_of, write_faulty_rows
from ..exports.template import write_template
from ..forms import ExportForm, organs_of
from ..printing.serving import FORMATS as PRINTS
from ..printing.serving import answer, most_items
from .base import BatchView, ImportsView

EXPORTED = "gongkai_imports.export"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME = 80


class ReportFileView(BatchView):
    """The report as a workbook."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Stream it."""
        name = _now("%s（检查报告）") % self.batch.name
        return _streamed(report_of(self.batch), f"{_safe(name)}.xlsx", _XLSX)


class FaultyRowsView(BatchView):
    """The rows that were not imported, to be mended and uploaded again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Make it, and send it."""
        file = TemporaryFile()  # noqa: SIM115 - the answer closes it
        try:
            write_faulty_rows(self.batch, file)
        except ValidationError as error:
            file.close()
            messages.error(request, error.messages[0])
            return redirect(self.batch_url)
        name = _now("%s（有问题的行）") % self.batch.name
        return _file(file, f"{_safe(name)}.xlsx", _XLSX)


class OriginalView(BatchView):
    """The sheet as it was uploaded; for those who may look after the batch, and nobody else."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send it, never to be shown in the browser."""
        if not self.batch.file:
            raise Http404
        try:
            file = self.batch.file.open("rb")
        except OSError:
            messages.error(request, _now("保存的文件找不到了，请重新上传。"))
            return redirect(self.batch_url)
        return _file(file, _safe(self.batch.file_name), "application/octet-stream")


class TemplateFileView(ImportsView):
    """The empty sheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For the column that is asked for, else for the first."""
        columns = columns_for(request.user)
        asked = request.GET.get("column")
        column = next((each for each in columns if str(each.pk) == asked), None)
        if column is None and columns:
            column = columns[0]
        if column is None:
            raise Http404
        file = TemporaryFile()  # noqa: SIM115 - the answer closes it
        write_template(column, organs_of(request.user), file)
        return _file(file, _now("条目导入模板.xlsx"), _XLSX)


class ExportView(ImportsView):
    """Everything of a column as a file that the import reads; and the 目录 for print."""

    page_title = _("导出条目")
    header_icon = "download"
    template_name = "gongkai_imports/admin/export.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form; with a choice in the address, the file."""
        form = ExportForm(request.user, request.GET if "form" in request.GET else None)
        if form.is_bound and form.is_valid():
            return self._export(form.cleaned_data)
        page: HttpResponseBase = self.render_to_response(
            self.get_context_data(form=form, most=most_items())
        )
        return page

    def _export(self, chosen: dict[str, Any]) -> HttpResponseBase:
        column, user = chosen["column"], self.request.user
        if chosen["form"] in PRINTS:
            return self._print(column, chosen["form"])
        wanted = FORMATS[chosen["form"]]
        items = items_for(user, column, drafts=chosen["drafts"])
        log(
            instance=column,
            action=EXPORTED,
            user=user,
            data={"format": wanted.code, "drafts": chosen["drafts"], "items": items.count()},
        )
        day = timezone.localdate()
        name = f"{_safe(column.title)}_{day:%Y%m%d}.{wanted.code}"
        return _streamed(wanted.pieces(items, column), name, wanted.content_type)

    def _print(self, column: Any, code: str) -> HttpResponseBase:
        items = items_for(None, column, drafts=False).disclosed()
        if items.order_by().values("pk")[: most_items() + 1].count() > most_items():
            messages.error(
                self.request,
                _now("打印用目录每次不超过%d条，请到网站的公开目录中按类别、年份缩小范围后下载。")
                % most_items(),
            )
            return redirect(self.request.path)
        return answer(PRINTS[code], items, column, self.request, column.title)


def _streamed(pieces: Iterable[bytes], name: str, content_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _file(file: Any, name: str, content_type: str) -> FileResponse:
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _safe(name: str) -> str:
    kept = "".join(" " if each in '\\/:*?"<>|\r\n\t' else each for each in name)
    return kept[-_LONGEST_NAME:].strip(" .") or "export"
