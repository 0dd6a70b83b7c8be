"""Steps 3 to 5: what was found, the import of the good rows with its progress, and the result."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from ..enums import CHECKABLE, RUNNABLE, UNDER_WAY, UNDOABLE, BatchState, RowState
from ..forms import RowsForm, RunForm
from ..models import ImportFault, ImportRow
from ..rooms import catalogue
from ..services.batches import enqueue_check, enqueue_run, enqueue_undo, may_undo, progress
from ..services.choices import choose_publication, forget_error
from ..services.receiving import PUBLISH
from .base import BatchView, add_errors, token_of

_ROWS_ON_A_PAGE = 50
_WITH_FAULTS = (RowState.FAULTY, RowState.DUPLICATE)


class ReportView(BatchView):
    """Everything of a batch on one page: counts, rows, and what can be done next."""

    page_title = _("导入批次")
    template_name = "gongkai_imports/admin/batch.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page."""
        return self._shown(self._run_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Import the good rows, or those that an interrupted import has left."""
        form = self._run_form(request.POST)
        if not form.is_valid():
            return self._shown(form)
        try:
            if "publish" in form.fields and not self.batch.imported:
                choose_publication(
                    self.batch,
                    request.user,
                    publish=form.publishes,
                    reason=form.cleaned_data["reason"],
                )
        except PermissionDenied as error:
            form.add_error(None, str(error))
            return self._shown(form)
        except ValidationError as error:
            add_errors(form, error)
            return self._shown(form)
        enqueue_run(self.batch, request.user)
        return redirect(self.waiting_url)

    def _run_form(self, data: Any = None) -> RunForm:
        return RunForm(
            data,
            may_publish=self.request.user.has_perm(PUBLISH) and not self.batch.imported,
            initial={
                "publish": "history" if self.batch.publishes else "draft",
                "reason": self.batch.option("reason"),
            },
        )

    @cached_property
    def is_waiting(self) -> bool:
        """Whether something was asked for that has not begun: the state is still what it was."""
        asked = self.request.GET.get("wait")
        return asked == token_of(self.batch) and not self.batch.error

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What there is to see and to do."""
        batch, user = self.batch, self.request.user
        busy = batch.state in UNDER_WAY or self.is_waiting
        waiting = batch.rows.filter(state=RowState.GOOD).exists()
        # What became of the rows comes before what did not.
        first = RowState.IMPORTED if batch.imported else RowsForm.PROBLEMS
        rows_form = RowsForm(self._headings, {"state": first, **self.request.GET.dict()})
        rows_form.is_valid()
        rows = self._rows(rows_form.cleaned_data)
        page = Paginator(rows, _ROWS_ON_A_PAGE).get_page(self.request.GET.get("p"))
        found = progress(batch)
        return {
            **super().get_context_data(**kwargs),
            "busy": busy,
            "has_bar": batch.state in {BatchState.RUNNING, BatchState.UNDOING},
            "is_under_way": batch.state in UNDER_WAY,
            "undo_goes_on": batch.state in {BatchState.UNDOING, BatchState.PARTLY_UNDONE},
            "progress": found,
            "sentence": sentence_of(found),
            "token": token_of(batch),
            "rows_form": rows_form,
            "page": page,
            "query": self._query(rows_form.cleaned_data),
            # Also while it is checked: the one that did it may have died.
            "may_check": batch.state in CHECKABLE and not self.is_waiting,
            # Also where a crash came between the last row and the word that all is done.
            "may_run": batch.state in RUNNABLE
            and (waiting or batch.state == BatchState.RUNNING)
            and not self.is_waiting,
            "may_undo": batch.state in UNDOABLE
            and batch.state != BatchState.RUNNING
            and batch.imported
            and not self.is_waiting
            and may_undo(batch, user),
            "default_category": self._default_category,
            "is_checked": batch.state not in {BatchState.RECEIVED, BatchState.CHECKING},
        }

    @property
    def _default_category(self) -> str:
        """By its title; the code that the command was given where there is no such category."""
        code: str = self.batch.option("category")
        if not code:
            return ""
        categories = catalogue("models").CategoryPage.objects.filter(code=code)
        found = catalogue("columns").pages_of(self.batch.column, categories).first()
        return f"{found.title}（{code}）" if found else code

    @cached_property
    def _headings(self) -> list[str]:
        """Headings as written that something is wrong with."""
        found = ImportFault.objects.filter(row__batch=self.batch).exclude(column="")
        return list(found.order_by("column").values_list("column", flat=True).distinct())

    def _rows(self, asked: dict[str, Any]) -> QuerySet[ImportRow]:
        rows = self.batch.rows.order_by("pk").select_related("item", "duplicate_of")
        state, column = asked.get("state"), asked.get("column")
        if state in RowState.values:
            rows = rows.filter(state=state)
        elif state != RowsForm.ALL:
            rows = rows.filter(state__in=_WITH_FAULTS)
        if column:
            rows = rows.filter(
                pk__in=ImportFault.objects.filter(row__batch=self.batch, column=column).values(
                    "row"
                )
            )
        faults = ImportFault.objects.order_by("pk")
        return rows.prefetch_related(Prefetch("faults", queryset=faults))

    def _query(self, asked: dict[str, Any]) -> str:
        return urlencode({name: value for name, value in asked.items() if value})

    def _shown(self, form: RunForm) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return answer


class ProgressView(BatchView):
    """How far a batch is, for the script of its page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As JSON."""
        found = progress(self.batch)
        return JsonResponse(
            {
                **found,
                "label": self.batch.get_state_display(),
                "sentence": sentence_of(found),
                "error": self.batch.error,
                "token": token_of(self.batch),
            }
        )


def sentence_of(found: Any) -> str:
    """How far a batch is, in words."""
    if found["state"] == BatchState.RUNNING:
        return _now("已导入%(imported)d条，共%(good)d条") % found
    if found["state"] == BatchState.UNDOING:
        return _now("已撤销%(undone)d条，还有%(imported)d条") % found
    return _now("已读%(read)d行") % found


class CheckView(BatchView):
    """Has the rows judged once more, as after a vocabulary was completed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue it."""
        if self.batch.state in CHECKABLE:
            enqueue_check(self.batch, request.user)
        else:
            messages.error(request, _now("这个批次已经导入或者正在导入，不能重新检查。"))
        return redirect(self.waiting_url)


class UndoView(BatchView):
    """Asks before everything of a batch is taken away."""

    page_title = _("撤销导入")
    header_icon = "undo"
    template_name = "gongkai_imports/admin/undo.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What would go."""
        refused = self._refusal()
        if refused:
            messages.error(request, refused)
            return redirect(self.batch_url)
        page: HttpResponseBase = self.render_to_response(self.get_context_data())
        return page

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue it."""
        refused = self._refusal()
        if refused:
            messages.error(request, refused)
            return redirect(self.batch_url)
        forget_error(self.batch)
        enqueue_undo(self.batch, request.user)
        return redirect(self.waiting_url)

    def _refusal(self) -> str:
        if self.batch.state not in UNDOABLE or not self.batch.imported:
            return _now("这个批次没有可以撤销的条目。")
        if not may_undo(self.batch, self.request.user):
            return _now("您不能撤销这一批导入。")
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The first of what would go, and how many files and redirects go with it."""
        rows = self.batch.rows.filter(state=RowState.IMPORTED)
        documents: set[int] = set()
        redirects = 0
        for made in rows.exclude(made={}).values_list("made", flat=True).iterator():
            documents.update(made.get("documents", {}).values())
            redirects += len(made.get("redirects", ()))
        return {
            **super().get_context_data(**kwargs),
            "rows": rows.select_related("item").order_by("pk")[:20],
            "documents": len(documents),
            "redirects": redirects,
        }
