"""The way in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from .base import Schema, text


class Entry(Schema):
    """Where to read on."""

    docs: str = Field(description=text(_("接口说明页")))
    openapi: str = Field(description=text(_("OpenAPI文档")))
