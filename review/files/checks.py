"""System checks: ways by which files would reach people past the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.static import serve

from .pictures import rendition

_INCLUDE = f'path("{{}}", include("{__package__}.urls"))'


def register_checks() -> None:
    """Have Django run the checks."""
    register(check_serve_method)
    register(check_addresses, Tags.urls)


def check_serve_method(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """W031: every download passes the view that asks."""
    method = getattr(settings, "WAGTAILDOCS_SERVE_METHOD", None)
    if method not in {"direct", "redirect"}:
        return []
    return [
        Warning(
            _("WAGTAILDOCS_SERVE_METHOD 为“%s”，访客能得到附件的直接地址，停止公开后仍可下载。")
            % method,
            hint='WAGTAILDOCS_SERVE_METHOD = "serve_view"',
            id="gongkai_review.W031",
        )
    ]


def check_addresses(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """W032-W034: no address gives files away without asking, and pictures have theirs.

    Said of this site's own addresses only; what a web server in front gives away cannot be seen
    from here. With DEBUG, Django's ``static()`` gives away everything, and nothing without.
    """
    media = urlsplit(settings.MEDIA_URL)
    if media.netloc or not media.path.startswith("/") or media.path == "/":
        return []
    found: list[CheckMessage] = []
    open_folders = [
        folder
        for folder in ("documents", "original_images")
        if not settings.DEBUG and _view_at(f"{media.path}{folder}/file.pdf") is serve
    ]
    if open_folders:
        found.append(
            Warning(
                _("未公开的附件和图片原件可以从这些地址直接下载：%s。")
                % "、".join(f"{media.path}{folder}/" for folder in open_folders),
                hint=_("请去掉网址配置中的 static(settings.MEDIA_URL, …)。"),
                id="gongkai_review.W032",
            )
        )
    if _view_at(f"{media.path}images/file.jpg") is not rendition:
        found.append(
            Warning(
                _("页面上的图片不经过公开状态检查，或者没有地址。"),
                hint=_INCLUDE.format(media.path.lstrip("/")),
                id="gongkai_review.W033",
            )
        )
    if _is_named("wagtailimages_serve", ("signature", "1", "original")):
        found.append(
            Warning(
                _("wagtail.images.urls 按图片编号提供图片，不检查公开状态。"),
                hint=_("请从网址配置中去掉 wagtail.images.urls。"),
                id="gongkai_review.W034",
            )
        )
    return found


def _view_at(address: str) -> Any:
    try:
        return resolve(address).func
    except Resolver404:
        return None


def _is_named(name: str, arguments: tuple[str, ...]) -> bool:
    try:
        reverse(name, args=arguments)
    except NoReverseMatch:
        return False
    return True
