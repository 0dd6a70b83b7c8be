"""The API itself: what it is called, and where its resources stand."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from wagtail import hooks

from . import problems
from .answering import served
from .routers import (
    changes,
    entry,
    guide,
    items,
    preview,
    reports,
    search,
    statistics,
    structure,
)

TITLE = _("政府信息公开平台开放接口")
DESCRIPTION = _(
    "供程序读取本平台公开的全部信息：目录、条目、附件、指南、制度、年度报告和统计。"
    "只供读取，不需要登录；凡公众在网页上看不到的，这里也没有。"
)
# What the wheel is called; from a checkout it is not installed.
_DISTRIBUTION = "gongkai"
_UNRELEASED = "0.1.0"


def package_version() -> str:
    """Version of the package, or that of the next release where it is not installed."""
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:
        return _UNRELEASED


api = NinjaAPI(
    title=str(TITLE),
    version=package_version(),
    description=str(DESCRIPTION),
    urls_namespace="gongkai_api",
    openapi_url=None,
    docs_url=None,
)


for _kind in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(_kind, problems.answer_to)

api.add_decorator(served, mode="view")
api.add_router("", entry.router)
api.add_router("", structure.router)
api.add_router("", items.router)
api.add_router("", search.router)
api.add_router("", guide.router)
api.add_router("", reports.router)
api.add_router("", statistics.router)
api.add_router("", changes.router)
# An app above adds what it has for the public; its function returns a router of ninja's.
for _router_of in hooks.get_hooks("register_gongkai_api_routers"):
    api.add_router("", _router_of())
api.add_router("", preview.router)
