"""System checks: what would fail, or surprise, only when the first item is published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils.translation import gettext as _

from .conf import get_setting
from .index_numbers import get_scheme

_PUBLISH_APPROVED = f"{__package__}.services.moderation.publish_approved"
_DOCUMENT_FORM = f"{__package__}.uploads.DocumentForm"
_NAMED = 5


@register()
def check_scheme(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[Error]:
    """E001: the scheme of index numbers can be imported and has what a scheme needs."""
    path = get_setting("GONGKAI_CATALOGUE_INDEX_NUMBER_SCHEME")
    hint = _("请在设置 GONGKAI_CATALOGUE_INDEX_NUMBER_SCHEME 中填写编制规则类的完整路径。")
    try:
        scheme = get_scheme()
    except (ImportError, TypeError, AttributeError) as error:
        return [
            Error(
                _("无法载入索引号编制规则“%(path)s”：%(error)s") % {"path": path, "error": error},
                hint=hint,
                id="gongkai_catalogue.E001",
            )
        ]
    missing = [name for name in ("series", "number", "parse") if not hasattr(scheme, name)]
    if missing:
        return [
            Error(
                _("索引号编制规则“%(path)s”缺少方法：%(missing)s。")
                % {"path": path, "missing": "、".join(missing)},
                hint=hint,
                id="gongkai_catalogue.E001",
            )
        ]
    return []


@register()
def check_settings(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """W001-W003: Wagtail's settings fit the approval and the upload checks of the catalogue."""
    found: list[CheckMessage] = []
    if not getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", ""):
        found.append(
            Warning(
                _("没有发布权限的审签人批准后，条目不能公开。"),
                hint=f'WAGTAIL_FINISH_WORKFLOW_ACTION = "{_PUBLISH_APPROVED}"',
                id="gongkai_catalogue.W001",
            )
        )
    if not getattr(settings, "WAGTAILDOCS_DOCUMENT_FORM_BASE", ""):
        found.append(
            Warning(
                _("上传的附件只按扩展名检查，不检查内容。"),
                hint=f'WAGTAILDOCS_DOCUMENT_FORM_BASE = "{_DOCUMENT_FORM}"',
                id="gongkai_catalogue.W002",
            )
        )
    if "svg" in getattr(settings, "WAGTAILIMAGES_EXTENSIONS", ()):
        found.append(
            Warning(
                _("允许上传SVG图片，其中可能带有脚本。"),
                hint=_("请从 WAGTAILIMAGES_EXTENSIONS 中去掉 svg。"),
                id="gongkai_catalogue.W003",
            )
        )
    return found


@register(Tags.database)
def check_organs(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[Warning]:
    """W004: every organ has a code to number its items with. Reads the database: ``--database``."""
    from django.db import connections

    from .models import Organ

    for alias in databases or []:
        if Organ._meta.db_table not in connections[alias].introspection.table_names():
            continue
        organs = {organ.pk: organ for organ in Organ._base_manager.using(alias)}
        without = [organ.name for organ in organs.values() if not _has_code(organ, organs)]
        if without:
            names = "、".join(without[:_NAMED])
            more = _("等") if len(without) > _NAMED else ""
            return [
                Warning(
                    _(
                        "有%(count)s个机构没有可用的代码，不能为其条目编制索引号：%(names)s%(more)s。"
                    )
                    % {"count": len(without), "names": names, "more": more},
                    hint=_("请在“公开目录－机构”中填写本机构或其上级机构的组织机构代码。"),
                    id="gongkai_catalogue.W004",
                )
            ]
    return []


def _has_code(organ: Any, organs: dict[int, Any]) -> bool:
    seen: set[int] = set()
    while organ is not None and organ.pk not in seen:
        if organ.organisation_code or organ.credit_code:
            return True
        seen.add(organ.pk)
        organ = organs.get(organ.parent_id)
    return False
