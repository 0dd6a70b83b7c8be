"""Step 2: what each column means."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from ..enums import CHECKABLE
from ..forms import ColumnsForm
from ..models import ImportMapping
from ..rooms import catalogue
from ..services.batches import enqueue_check
from ..services.choices import choose_columns
from ..services.receiving import meaning_of, opened
from ..sheets.book import Broken
from .base import BatchView, add_errors

_EXAMPLES = 3
_LONGEST_EXAMPLE = 40


class ColumnsView(BatchView):
    """Headings with examples from the sheet, and what each is taken for."""

    page_title = _("核对列的对应")
    template_name = "gongkai_imports/admin/columns.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What was guessed, or what a saved mapping says."""
        if self.batch.state not in CHECKABLE:
            return redirect(self.batch_url)
        saved = self._saved(request.GET.get("saved", ""))
        if saved is not None:
            self.batch.mapping = saved.columns
        try:
            headings, examples = self._headings()
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(self.batch_url)
        return self._shown(ColumnsForm(headings), examples, saved)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the choice and have the rows checked."""
        try:
            headings, examples = self._headings()
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(self.batch_url)
        form = ColumnsForm(headings, request.POST)
        if not form.is_valid():
            return self._shown(form, examples)
        try:
            choose_columns(
                self.batch, request.user, form.mapping, save_as=form.cleaned_data["save_as"]
            )
        except PermissionDenied as error:
            form.add_error(None, str(error))
            return self._shown(form, examples)
        except ValidationError as error:
            add_errors(form, error)
            return self._shown(form, examples)
        enqueue_check(self.batch, request.user)
        return redirect(self.waiting_url)

    def _headings(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """Code by heading of all sheets, and what stands below each in the first rows."""
        means = meaning_of(self.batch)
        found: dict[str, str] = {}
        examples: dict[str, list[str]] = {}
        with opened(self.batch) as book:
            for sheet in book.sheets:
                for heading in sheet.headings:
                    found.setdefault(heading, means(heading))
                for row in islice(sheet.rows(), _EXAMPLES):
                    for heading, cell in row.cells.items():
                        text = cell.text if isinstance(cell, Broken) else cell
                        if text.strip():
                            flat = " ".join(text.split())
                            examples.setdefault(heading, []).append(flat[:_LONGEST_EXAMPLE])
        return found, examples

    def _saved(self, key: str) -> ImportMapping | None:
        is_key = catalogue("form_data").is_key(key)
        return ImportMapping.objects.filter(pk=key).first() if is_key else None

    def _shown(
        self, form: ColumnsForm, examples: dict[str, list[str]], saved: ImportMapping | None = None
    ) -> HttpResponse:
        rows = [
            (field, examples.get(heading, []))
            for heading, field in zip(form.headings, form.columns, strict=True)
        ]
        mappings = ImportMapping.objects.only("pk", "name")
        answer: HttpResponse = self.render_to_response(
            self.get_context_data(form=form, rows=rows, saved=saved, mappings=mappings)
        )
        return answer
