"""Who may have a file that is not open to everybody, and by what.

Others get 404, signed in or not, and not the login page: an address with a number and a guessed
name must not tell a stranger that a file is there. Who has a right and is not signed in signs in
first, as for everything else in the admin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, Task, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from ..models.files import FileKind, FileUse
from .openness import live_pages, model_of, open_to_everybody, pages_with


@dataclass(frozen=True)
class Grounds:
    """Why a visitor may have a file.

    Attributes:
        everybody: it is open to all; nothing is asked of the visitor and nothing noted.
        page: by which the visitor may have it; None where it is by the file itself.
    """

    everybody: bool = False
    page: Page | None = None


EVERYBODY = Grounds(everybody=True)
# Actions on the file itself that let somebody see it. An image that may be chosen is shown in the
# chooser; of a document the chooser shows the title.
_ACTIONS = {FileKind.DOCUMENT: ["change"], FileKind.IMAGE: ["change", "choose"]}


def grounds_of(request: HttpRequest, kind: FileKind, file: Any) -> Grounds | None:
    """Why who asks may have a document or an image; None if not.

    One query where the file is open by a page under review. Else some twenty at most, whatever the
    number of pages, restrictions and files: what is open otherwise, the visitor, the pages, their
    restrictions, the page permissions of the visitor, the tasks that wait, the collection.
    """
    if open_to_everybody(kind, [file]):
        return EVERYBODY
    user = request.user
    uses = list(FileUse.objects.filter(kind=kind, file_id=file.pk).order_by("-is_public", "-pk"))
    pages = Page.objects.in_bulk([row.page_id for row in uses])
    own = [pages[row.page_id] for row in uses if row.page_id in pages]
    if user.is_authenticated and user.is_active:
        if user.is_superuser or file.uploaded_by_user_id == user.pk:
            return Grounds(page=own[0] if own else None)
        if page := _worked_on(user, own):
            return Grounds(page=page)
        policy = policy_registry.get_by_type(model_of(kind))
        if policy.user_has_any_permission_for_instance(user, _ACTIONS[kind], file):
            return Grounds(page=own[0] if own else None)
    page = _let_in(request, pages_with(kind, file, uses))
    return Grounds(page=page) if page else None


def _worked_on(user: Any, pages: list[Page]) -> Page | None:
    """The first page that somebody may edit, or has to decide on now."""
    for page in pages:
        permissions = page.permissions_for_user(user).permissions
        if "change" in permissions or ("add" in permissions and page.owner_id == user.pk):
            return page
    return _decided_on(user, pages)


def _decided_on(user: Any, pages: list[Page]) -> Page | None:
    by_key = {str(page.pk): page for page in pages}
    if not by_key:
        return None
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__current_task_state=F("pk"),
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id__in=list(by_key),
    )
    waiting = list(states.values_list("task_id", "workflow_state__object_id"))
    if not waiting:
        return None
    tasks = {
        task.pk: task for task in Task.objects.filter(pk__in={key for key, _ in waiting}).specific()
    }
    for task, key in waiting:
        if tasks[task].user_can_access_editor(by_key[key], user):
            return by_key[key]
    return None


def _let_in(request: HttpRequest, keys: Iterable[int]) -> Page | None:
    """The first live page whose restrictions the visitor has passed, all of them."""
    pages = list(live_pages().filter(pk__in=list(keys))) if keys else []
    steps = Page.steplen
    above = {page.path[:end] for page in pages for end in range(steps, len(page.path) + 1, steps)}
    if not above:
        return None
    restrictions = PageViewRestriction.objects.filter(page__path__in=above)
    refused = [
        each.page.path
        for each in restrictions.select_related("page").prefetch_related("groups")
        if not each.accept_request(request)
    ]
    for page in pages:
        if not any(page.path.startswith(path) for path in refused):
            return page
    return None
