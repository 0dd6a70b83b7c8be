"""What the pages about one step share, and two that only show its text."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.utils.decorators import xframe_options_sameorigin_override

from ..models import DueTaskState
from ..services import decisions


class StepMixin:
    """A view of one step, for who may look at it: its people, and who may edit the page."""

    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the step."""
        self.find(request, kwargs["state_id"])
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # of the view

    def find(self, request: HttpRequest, state_id: int) -> None:
        """Take the step up, with its task and page.

        Raises:
            Http404: there is no such step, or its page is gone.
            PermissionDenied: the user has nothing to do with it.
        """
        self.state = get_object_or_404(
            DueTaskState.objects.select_related("task", "workflow_state__requested_by"),
            pk=state_id,
        )
        self.task: Any = self.state.task.specific
        self.page: Any = self.state.workflow_state.content_object
        if self.page is None:
            raise Http404
        self.page = self.page.specific_deferred
        may_look = self.task.is_member(request.user) or (
            self.page.permissions_for_user(request.user).can_edit()
        )
        if not may_look:
            raise PermissionDenied

    @cached_property
    def draft(self) -> Any:
        """The text that stands before somebody."""
        return decisions.draft_of(self.state)[1]


class StepPreviewView(StepMixin, View):
    """The text as the public would see it, for the people of the step."""

    @method_decorator(xframe_options_sameorigin_override)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, rendered as its own type renders it."""
        try:
            mode = self.draft.default_preview_mode
        except IndexError as error:
            raise Http404 from error
        # In the frame beside the form Wagtail's own bar would only be in the way.
        framed = {"in_preview_panel": "framed" in request.GET}
        response: HttpResponse = self.draft.make_preview_request(request, mode, framed)
        return response


class StepCompareView(StepMixin, RevisionsCompareView):  # type: ignore[misc]
    """What the draft changes of the public version. Wagtail's own view wants a permission for
    pages, and the people of a step have none."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Compare what is public with the newest revision."""
        self.find(request, kwargs["state_id"])
        newest = self.page.get_latest_revision()
        if not self.page.live or newest is None:
            raise Http404
        RevisionsCompareView.setup(self, request, self.page.pk, "live", newest.pk)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whether the user may look was asked already."""
        return View.dispatch(self, request, *args, **kwargs)

    def get_object(self, queryset: Any = None) -> Any:
        """The page, with all its fields."""
        return self.page.specific
