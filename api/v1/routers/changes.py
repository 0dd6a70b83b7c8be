"""What changed since somebody looked last: for harvesting."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router, Schema
from pydantic import BeforeValidator, Field

from ...changes import ForeignPlace, Place, beginning, changes_after, gone, place_of
from ...models import ItemChange
from ..answering import answer
from ..fields import fields_of
from ..item_rows import COLUMNS, rows_of
from ..pagination import HIGHEST_LIMIT, LIMIT, LONGEST_CURSOR, link_next, next_url
from ..problems import invalid
from ..schemas.changes import Changes
from ..scope import Scope, scope_of

router = Router(tags=[str(gettext_lazy("变更"))])

# A plus sign that was not encoded arrives as a space.
_LOST_PLUS = re.compile(r" (\d\d:?\d\d)$")


def _with_plus(value: Any) -> Any:
    return _LOST_PLUS.sub(r"+\1", value) if isinstance(value, str) else value


class ChangeParameters(Schema):
    """Where to begin, and how much to read."""

    since: Annotated[datetime, BeforeValidator(_with_plus)] | None = Field(
        None,
        description=str(
            gettext_lazy(
                "只读这个时间之后的变更，如2013-03-04T08:00:00+08:00（加号须写作%2B）；"
                "只用于第一次读取，以后请用resume续读"
            )
        ),
    )
    column: int | None = Field(
        None, ge=1, description=str(gettext_lazy("只读一个栏目，填栏目编号"))
    )
    cursor: str = Field(
        "",
        max_length=LONGEST_CURSOR,
        description=str(gettext_lazy("续读的位置，取自next或者resume")),
    )
    limit: int = Field(LIMIT, ge=1, le=HIGHEST_LIMIT, description=str(gettext_lazy("每页的条数")))
    fields: str | None = Field(
        None, description=str(gettext_lazy("item只要这些字段，用逗号隔开；不写则为全部"))
    )


@router.get(
    "/changes/",
    response=Changes,
    operation_id="changes",
    url_name="changes",
    summary=str(gettext_lazy("变更清单")),
    description=str(
        gettext_lazy(
            "供采集方保持副本与本平台一致：先不带参数从头读到next为null，保存resume，以后定期从resume"
            "续读。按顺序照办（deleted为true的删去，其余的存入或者替换），副本就与公开的条目完全相同。"
            "公开、更正、撤回、撤下、删除、移动、设为或者取消不公开的条目都会出现，每个条目只给出现状，"
            "从未公开的不会出现。机构、类别等改名的，请从各自的清单读取。"
        )
    ),
)
def changes(request: HttpRequest, parameters: Query[ChangeParameters]) -> HttpResponse:
    """Every item that changed, oldest change first, with what it is now."""
    names = fields_of(parameters.fields, COLUMNS) or list(COLUMNS)
    scope = scope_of(request, parameters.column)
    place = _place(parameters.cursor)
    rows = changes_after(place, scope.root.pk, parameters.limit + 1, _moment(parameters.since))
    has_more = len(rows) > parameters.limit
    rows = rows[: parameters.limit]
    if rows:
        place = Place(place.epoch, rows[-1].number, rows[-1].page_id)
    resume = next_url(request, str(place))
    following = resume if has_more else None
    told = _told(scope, rows, names)
    response = answer({"items": told, "next": following, "resume": resume, "count": None})
    return link_next(response, following)


def _place(cursor: str) -> Place:
    if not cursor:
        return beginning()
    try:
        return place_of(cursor)
    except ForeignPlace as error:
        message = _("游标无效或者已经作废（如平台恢复过备份），请不带游标从头读取。")
        raise invalid([("cursor", message)]) from error


def _moment(since: datetime | None) -> datetime | None:
    if since is None:
        return None
    try:
        aware = since if timezone.is_aware(since) else timezone.make_aware(since)
        return aware.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise invalid([("since", _("时间超出范围。"))]) from error


def _told(scope: Scope, rows: list[ItemChange], names: list[str]) -> list[dict[str, Any]]:
    read = list(dict.fromkeys([*names, "id", "index_number", "title"]))
    items = {item["id"]: item for item in rows_of(scope, [row.page_id for row in rows], read)}
    absent = gone([row for row in rows if row.page_id not in items], scope.hidden)
    told: list[dict[str, Any]] = []
    for row in rows:
        entry: dict[str, Any] = {"id": row.page_id, "at": timezone.localtime(row.at)}
        if item := items.get(row.page_id):
            entry |= {
                "index_number": item["index_number"],
                "deleted": False,
                "reason": None,
                "title": item["title"],
                "item": {name: item[name] for name in names},
            }
        else:
            was = absent[row.page_id]
            entry |= {
                "index_number": was.index_number or None,
                "deleted": True,
                "reason": "withdrawn" if was.is_withdrawn else "removed",
                "title": was.title or None,
                "item": None,
            }
        told.append(entry)
    return told
