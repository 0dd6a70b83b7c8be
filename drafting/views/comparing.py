"""A policy and its interpretation on one page: ``?compare=`` and the key of the other item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail import hooks

from ..catalogue_app import catalogue_model, catalogue_module
from ..comparison import Passage, compare, passages_of

PARAMETER = "compare"
TEMPLATE = "gongkai_drafting/compare.html"


def serve_comparisons(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve comparisons where they are asked for, everything else as ever.

    A link of Wagtail's chain ``on_serve_page``: that of view restrictions stands before it, so
    that whoever gets here may read the page.
    """

    def answer(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        return _comparison(page, request) or serve(page, request, args, kwargs)

    return answer


def _comparison(page: Any, request: HttpRequest) -> HttpResponse | None:
    """The comparison of an item with a public one that it is paired with; None for all else."""
    wanted = request.GET.get(PARAMETER, "")
    item_model = catalogue_model("ItemPage")
    if not catalogue_module("form_data").is_key(wanted) or not isinstance(page, item_model):
        return None
    if not page.live or page.alias_of_id:
        return None
    other = item_model.objects.disclosed().filter(pk=int(wanted)).first()
    if other is None:
        return None
    if page.interprets_id == other.pk:
        policy, interpretation = other, page
    elif other.interprets_id == page.pk:
        policy, interpretation = page, other
    else:
        return None
    context = {
        **comparison_context(policy, interpretation, request),
        "page": page,
        "self": page,
        "request": request,
    }
    return TemplateResponse(request, TEMPLATE, context)


def comparison_context(policy: Any, interpretation: Any, request: HttpRequest) -> dict[str, Any]:
    """What the page shows of the two."""
    found = compare(
        _passages(policy, request), _passages(interpretation, request), str(policy.title)
    )
    return {"policy": policy, "interpretation": interpretation, "comparison": found}


def _passages(item: Any, request: HttpRequest) -> list[Passage]:
    context = {"page": item, "request": request}
    return passages_of((block.block_type, str(block.render(context))) for block in item.body)


@hooks.register("register_gongkai_pair_links")
def link_pairs(item: Any, other: Any) -> list[tuple[str, str]]:
    """For the page of an item: the way to the comparison with one that it is paired with."""
    return [(_("政策与解读对照阅读"), f"?{PARAMETER}={other.pk}")]
