"""What all answers share."""

from __future__ import annotations

from typing import Any

import ninja
from django.utils.translation import gettext_lazy as _
from pydantic import ConfigDict, Field


def text(message: Any) -> str:
    """A translatable text as a plain one, for documentation that is made once."""
    return str(message)


class Schema(ninja.Schema):
    """A part of an answer; it has these fields and no others."""

    model_config = ConfigDict(extra="forbid")


def _only_id_required(schema: dict[str, Any]) -> None:
    schema["required"] = ["id"]


class SparseSchema(Schema):
    """A row of a list that takes ``?fields=``: every field but ``id`` may be left out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_only_id_required)


class Choice(Schema):
    """A value of a closed list."""

    code: str = Field(description=text(_("代码")))
    label: str = Field(description=text(_("中文名称")))


class ProblemError(Schema):
    """What is wrong with one parameter."""

    name: str = Field(description=text(_("参数名")))
    detail: str = Field(description=text(_("错在哪里")))


class Problem(ninja.Schema):
    """An error (RFC 9457)."""

    type: str = Field(description=text(_("这类错误的说明")))
    title: str = Field(description=text(_("这类错误的名称")))
    status: int = Field(description=text(_("HTTP状态码")))
    detail: str = Field(description=text(_("这次错在哪里、怎样改正")))
    errors: list[ProblemError] = Field([], description=text(_("逐个参数的错误")))
