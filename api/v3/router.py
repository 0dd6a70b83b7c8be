"""What Wagtail's v3 API lacks for an office automation: items by its own references, submission,
and where a text stands."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest
from ninja import Body, Query, Router
from ninja import Status as Answer
from pydantic import create_model
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.registry import registry

from ..services import references, submissions
from .states import CreatedItem, ItemState, Reference, state_of

PREFIX = "/disclosure/"
router = Router(tags=["disclosure"], auth=BearerTokenAuth())

_schemas: Any = registry.get("gongkai_catalogue.ItemPage")
NewItem = create_model(
    "DisclosureItemCreateSchema", __base__=_schemas.create_schema, reference=(Reference, ...)
)


@router.post(
    "/items/",
    response={200: CreatedItem, 201: CreatedItem},
    url_name="disclosure_create_item",
    operation_id="disclosure_create_item",
    summary="Create an item, or find the one that was created with the same reference",
)
def create_item(
    request: HttpRequest,
    # Its type is made from Wagtail's; ninja reads parameters so.
    data: NewItem = Body(...),  # type: ignore[valid-type]  # noqa: B008
) -> Any:
    """Make a draft; repeated with the same reference, answer with the same item."""
    reference = cast("Any", data).reference
    page, created = references.create_item(request.user, data, reference.system, reference.id)
    state = state_of(type(page).objects.get(pk=page.pk))
    return Answer(201 if created else 200, {**state, "created": created})


@router.get(
    "/items/",
    response=ItemState,
    url_name="disclosure_find_item",
    operation_id="disclosure_find_item",
    summary="Find an item by its reference",
)
def find_item(request: HttpRequest, reference: Reference = Query(...)) -> Any:  # type: ignore[type-arg]  # noqa: B008 - how ninja reads parameters
    """The item of a reference."""
    page = references.find_item(request.user, reference.system, reference.id)
    if page is None:
        raise Http404
    return state_of(page)


@router.get(
    "/items/{int:item_id}/review/",
    response=ItemState,
    url_name="disclosure_review",
    operation_id="disclosure_review",
    summary="Where an item stands on its way to the public",
)
def review(request: HttpRequest, item_id: int) -> Any:
    """Status, step, comments, and what has to be answered before approval."""
    return state_of(references.item_for(request.user, item_id))


@router.post(
    "/items/{int:item_id}/submission/",
    response=ItemState,
    url_name="disclosure_submission",
    operation_id="disclosure_submit",
    summary="Submit the newest draft to the review",
)
def submit(request: HttpRequest, item_id: int) -> Any:
    """What the editor's button does; repeated, nothing changes."""
    page = references.item_for(request.user, item_id)
    submissions.submit(page, request.user)
    return state_of(references.item_for(request.user, item_id))


@router.delete(
    "/items/{int:item_id}/submission/",
    response=ItemState,
    url_name="disclosure_submission",
    operation_id="disclosure_cancel",
    summary="Take a draft back from the review",
)
def cancel(request: HttpRequest, item_id: int) -> Any:
    """End the review without a decision."""
    page = references.item_for(request.user, item_id)
    submissions.cancel(page, request.user)
    return state_of(references.item_for(request.user, item_id))
