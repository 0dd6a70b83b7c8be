"""检索维护: whether index, vectors and texts of files are complete, and making them so."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from ..background import enqueue_on_commit
from ..models import SearchJob
from ..services import extraction, jobs, vectors
from ..services.file_state import file_state
from ..services.index_health import IndexHealth, forget_health, known_health
from ..services.vectors import VectorState
from ..tasks import make_vectors_of_answers

logger = logging.getLogger(__name__)

PERMISSION = "gongkai_search.maintain_search"
_SHOWN_JOBS = 5


@require_safe
def maintenance(request: HttpRequest) -> HttpResponse:
    """State of everything that the search is made of."""
    _check(request)
    if "check" in request.GET:
        forget_health()
    return render(request, "gongkai_search/admin/maintenance.html", _context())


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The part of the page that changes while work goes on; asked for by the page's script."""
    _check(request)
    return render(request, "gongkai_search/admin/progress.html", _progress())


@require_POST
def start(request: HttpRequest, work: str) -> HttpResponse:
    """Begin a work in the background, and go back to where it is watched."""
    _check(request)
    if work not in _WORK:
        raise Http404
    begin, label = _WORK[work]
    try:
        begin(request.user)
    except jobs.AlreadyUnderWay as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("已开始“%s”，进度显示在本页。") % label)
    return redirect("gongkai_search_admin:maintenance")


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


def _context() -> dict[str, Any]:
    health, fault = _health()
    return {
        "page_title": _("检索维护"),
        "health": health,
        "health_fault": fault,
        **_progress(),
    }


def _progress() -> dict[str, Any]:
    shown = SearchJob.objects.select_related("started_by")[:_SHOWN_JOBS]
    state = vectors.state() if vectors.are_made() else None
    return {
        "jobs": shown,
        "vectors": state,
        "files": file_state(),
        "is_under_way": _is_under_way(list(shown), state),
    }


def _is_under_way(shown: list[SearchJob], state: VectorState | None) -> bool:
    is_running = state is not None and state.is_running
    return is_running or any(job.is_under_way and not job.is_silent for job in shown)


def _health() -> tuple[IndexHealth | None, str]:
    """How the index is, or a sentence on why that cannot be said."""
    try:
        return known_health(), ""
    except Exception as error:
        logger.exception("The search index cannot be looked at")
        sentence = _("检索服务没有应答（%s），请检查它是否在运行，然后重新打开本页。")
        return None, sentence % type(error).__name__


def _reindex(user: Any) -> None:
    jobs.start(SearchJob.Kind.INDEX, user)


def _make_vectors(user: Any) -> None:
    vectors.schedule_missing()
    enqueue_on_commit(make_vectors_of_answers)


def _extract_files(user: Any) -> None:
    extraction.schedule_missing()


_WORK: dict[str, tuple[Callable[[Any], None], Any]] = {
    "index": (_reindex, _lazy("重建索引")),
    "vectors": (_make_vectors, _lazy("补做向量")),
    "files": (_extract_files, _lazy("补提附件文字")),
}
