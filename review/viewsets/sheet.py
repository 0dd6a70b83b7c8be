"""The review sheet of an item, as a file to print."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.models import Page

from ..cycles import Cycle, cycles_of_page
from ..models import ReviewRecord
from ..reach import reach_of
from ..record_policy import VIEW, may_read_records
from ..reviewed import is_reviewed_type
from ..sheet import CONTENT_TYPE, Subject, review_sheet
from ..subjects import subject_of_page, subject_of_record


class SheetView(View):
    """The sheet of the passage that a record belongs to."""

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """The document.

        Raises:
            Http404: no such record within the user's reach.
        """
        if not request.user.has_perm(VIEW):
            return _refused(request)
        visible = ReviewRecord.objects.filter(reach_of(request.user).records())
        record = visible.filter(number=number).first()
        if record is None:
            raise Http404
        cycles = cycles_of_page(record.page_id)
        cycle = next(each for each in cycles if record in each.records)
        return _answer(subject_of_record(cycle.last), cycle)


class PageSheetView(View):
    """The sheet of what a page stands at: its last passage, or a blank one while a draft is newer
    than every record."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """The document.

        Raises:
            Http404: no such page, or one that is not reviewed.
        """
        page: Any = Page.objects.filter(pk=page_id).first()
        if page is None or not is_reviewed_type(page.specific_class or Page):
            raise Http404
        if not may_print(request.user, page):
            return _refused(request)
        page = page.specific
        cycles = cycles_of_page(page.pk)
        cycle = cycles[-1] if cycles else None
        if cycle and _is_newer(page, cycle):
            cycle = None
        subject = subject_of_record(cycle.last) if cycle else subject_of_page(page)
        return _answer(subject, cycle)


def may_print(user: Any, page: Any) -> bool:
    """Whether ``user`` may have the sheet of ``page``: who reads records, and who edits it."""
    if may_read_records(user, page):
        return True
    return bool(page.permissions_for_user(user).can_edit())


def _is_newer(page: Any, cycle: Cycle) -> bool:
    """Whether something was written after everything that was decided."""
    newest, decided = page.latest_revision_id, cycle.last.revision_id
    return bool(newest and decided and newest > decided)


def _answer(subject: Subject, cycle: Cycle | None) -> HttpResponse:
    response = HttpResponse(review_sheet(subject, cycle), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=_("保密审查表（%s）.docx") % _short(subject.title)
    )
    return response


def _short(title: str) -> str:
    """A title as part of a file name."""
    return "".join(" " if each in '\\/:*?"<>|\r\n\t' else each for each in title)[:60].strip()


def _refused(request: HttpRequest) -> HttpResponseBase:
    refusal: HttpResponseBase = permission_denied(request)
    return refusal
