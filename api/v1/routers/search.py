"""Search and suggestions: what the search page finds, for programs."""

from __future__ import annotations

import copy
from typing import Any, Literal

import ninja
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import Field

from ...rooms import room
from .. import found
from ..answering import answer, unkept
from ..pagination import HIGHEST_LIMIT, LIMIT, link_next
from ..problems import Problem, invalid
from ..schemas.base import text
from ..schemas.narrowing import ColumnChoice
from ..schemas.search import SearchResults, Suggestions
from ..scope import Scope, scope_of

router = Router(tags=[str(gettext_lazy("检索"))])

_FACETS = ("section", "category", "organ", "topic", "year", "kind", "validity")
_MOST_VALUES = 50
_LONGEST_QUERY = 1000


def _several(description: Any) -> Any:
    return Field([], max_length=_MOST_VALUES, description=text(description))


class SuggestionQuery(ColumnChoice, ninja.Schema):
    """What was typed so far."""

    q: str = Field(
        min_length=1, max_length=_LONGEST_QUERY, description=text(gettext_lazy("已经输入的内容"))
    )


class SearchQuery(ColumnChoice, ninja.Schema):
    """What is searched for. Values of one condition are joined by OR."""

    q: str = Field(
        min_length=1, max_length=_LONGEST_QUERY, description=text(gettext_lazy("检索内容"))
    )
    section: list[str] = _several(gettext_lazy("板块，可以多次填写"))
    category: list[str] = _several(gettext_lazy("类别代码，可以多次填写"))
    organ: list[str] = _several(gettext_lazy("机构代码，可以多次填写"))
    topic: list[str] = _several(gettext_lazy("主题分类代码，可以多次填写"))
    year: list[str] = _several(gettext_lazy("发布年份，可以多次填写"))
    kind: list[str] = _several(gettext_lazy("信息类别，可以多次填写"))
    validity: list[str] = _several(gettext_lazy("今天的有效性，可以多次填写"))
    order: Literal["relevance", "-published_on"] = Field(
        "relevance", description=text(gettext_lazy("排序：按相关程度，或者新的在前"))
    )
    page: int = Field(
        1,
        ge=1,
        le=10_000,
        description=text(
            gettext_lazy(
                "第几页；检索按页读取，没有游标：其间有新的公开，结果可能移动。要完整采集请用changes"
            )
        ),
    )
    limit: int = Field(
        LIMIT, ge=1, le=HIGHEST_LIMIT, description=text(gettext_lazy("每页条数，最多100"))
    )


@router.get(
    "/search/",
    response=SearchResults,
    operation_id="search",
    url_name="search",
    summary=str(gettext_lazy("检索")),
    description=str(
        gettext_lazy(
            "与检索页相同：同样的条件、顺序、纠错、推荐和片段，只列出前10000条。"
            "除接口的频率限制外，还受检索的频率限制；检索服务中断时答复503。"
        )
    ),
    openapi_extra={"x-may-be-unavailable": True},
)
@unkept
def search(request: HttpRequest, query: Query[SearchQuery]) -> HttpResponse:
    """One page of what was found, and what the search page shows around it."""
    scope = scope_of(request, query.column)
    parsed = room("gongkai_search", "query.language").parse(query.q)
    if not parsed.text:
        raise invalid([("q", _("必须填写。"))])
    _take(request, room("gongkai_search", "rate_limit").SEARCHES)
    asked = _asked(request, query)
    source = room("gongkai_search", "sources").open_source(asked, parsed.text)
    _refuse_unknown(source, query)
    context = _search(asked, source, parsed.text, query)
    notices = [str(each) for each in context.get("page_notices", [])]
    if parsed.was_cut:
        notices.insert(0, _("检索内容过长，只检索了前%s个字。") % len(parsed.text))
    following = _next(request, query.page, context)
    shown = _shown(request, scope, context, query.page)
    response = answer({"query": parsed.text, "notices": notices, "next": following, **shown})
    return link_next(response, following)


@router.get(
    "/suggestions/",
    response=Suggestions,
    operation_id="list_suggestions",
    url_name="suggestions",
    summary=str(gettext_lazy("检索建议")),
    description=str(
        gettext_lazy("按已经输入的内容建议检索词和条目，与检索框的相同；可以只输入拼音。")
    ),
    openapi_extra={"x-may-be-unavailable": True},
)
@unkept
def suggestions(request: HttpRequest, query: Query[SuggestionQuery]) -> HttpResponse:
    """What is suggested, the likeliest first."""
    scope_of(request, query.column)
    typed = room("gongkai_search", "query.language").parse(query.q).text
    limits, views = room("gongkai_search", "rate_limit"), room("gongkai_search", "suggest.views")
    _take(request, limits.SUGGESTIONS)
    try:
        rows = views.suggested(request, typed) if typed else []
    except room("gongkai_search", "unavailable").SearchUnavailable as error:
        raise _unavailable() from error
    items = [
        {
            "text": row["text"],
            "kind": row["kind"],
            "url": request.build_absolute_uri(row["url"]) if row.get("url") else None,
        }
        for row in rows
    ]
    return answer({"items": items, "next": None, "count": len(items)})


def _take(request: HttpRequest, setting: str) -> None:
    """Count the search as the search page does."""
    wait = room("gongkai_search", "rate_limit").seconds_to_wait(request, setting)
    if wait:
        raise Problem(
            "too-many-requests",
            _("检索过于频繁，请在%s秒后再试。") % wait,
            headers={"Retry-After": str(wait)},
        )


def _unavailable() -> Problem:
    wait = room("gongkai_search", "unavailable").RETRY_AFTER
    return Problem(
        "unavailable",
        _("检索服务暂时中断，请在%s秒后再试；条目列表等其他接口照常可用。") % wait,
        headers={"Retry-After": str(wait)},
    )


def _asked(request: HttpRequest, query: SearchQuery) -> HttpRequest:
    """The request as the search page would have got it."""
    asked = copy.copy(request)
    parameters = QueryDict(mutable=True)
    for name in ("q", "column", "order", *_FACETS):
        if values := [value for value in request.GET.getlist(name) if value]:
            parameters.setlist(name, values)
    if query.page > 1:
        parameters["page"] = str(query.page)
    asked.GET = parameters  # type: ignore[assignment]  # as a request has it
    return asked


def _refuse_unknown(source: Any, query: SearchQuery) -> None:
    """The page ignores a condition that it does not understand and says so; here it is refused."""
    filters = getattr(source, "filters", None)
    if filters is None:
        unknown = [(name, value) for name in _FACETS for value in getattr(query, name)]
    else:
        unknown = filters.unknown
    if unknown:
        raise invalid((name, _("没有“%s”这个选项。") % value[:50]) for name, value in unknown)


def _search(asked: HttpRequest, source: Any, words: str, query: SearchQuery) -> dict[str, Any]:
    try:
        found: dict[str, Any] = room("gongkai_search", "searching").search(
            asked, source, words, query.limit, str(query.page)
        )
    except room("gongkai_search", "unavailable").SearchUnavailable as error:
        raise _unavailable() from error
    return found


def _next(request: HttpRequest, page: int, context: dict[str, Any]) -> str | None:
    page_obj = context.get("page_obj")
    if page_obj is None or page_obj.number != page or not page_obj.has_next():
        return None
    parameters = request.GET.copy()
    parameters["page"] = str(page + 1)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def _shown(
    request: HttpRequest, scope: Scope, context: dict[str, Any], page: int
) -> dict[str, Any]:
    reading, page_obj = context.get("found"), context.get("page_obj")
    tags = room("gongkai_search", "templatetags.gongkai_search")
    correction, total = context.get("correction"), context["total"]
    # Behind the last page there is nothing; the search page would show the last.
    results = context["results"] if page_obj and page_obj.number == page else []
    is_first = bool(page_obj) and page == 1
    related = context.get("related", []) if is_first else []
    return {
        "mode": reading.mode.value if reading else None,
        "reading": str(tags.gongkai_reading(reading, total)) if reading and total else "",
        "items": found.hits(request, scope, reading, results, partly=False),
        "count": total,
        "alike": context.get("alike", 0),
        "count_without_conditions": context.get("total_without_conditions"),
        "facets": found.facets(context.get("facets", [])),
        "related": found.hits(request, scope, reading, related, partly=True),
        "correction": correction["text"] if correction and is_first else None,
        "sections": [
            {"id": each.pk, "title": each.title, "url": each.get_full_url(request)}
            for each in (context.get("sections", []) if is_first else [])
        ],
        "promoted": found.recommendations(request, context.get("promoted", []) if is_first else []),
    }
