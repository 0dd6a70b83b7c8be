"""What the vocabularies tell Wagtail and the apps below: permissions, words of the log, jobs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .services import merging

_ACTIONS = (
    ("gongkai_catalogue.organ.rename", _("更名"), _("由“%(from)s”更名为“%(to)s”，自%(on)s起")),
    ("gongkai_catalogue.organ.merge", _("并入其他机构"), _("自%(on)s起并入“%(into)s”")),
    ("gongkai_catalogue.organ.dissolve", _("撤销机构"), _("自%(on)s起撤销")),
    (merging.ACTION, _("合并词表中的值"), _("“%(from)s”并入“%(to)s”：%(reason)s")),
    (
        merging.ITEM_ACTION,
        _("随词表合并改动"),
        _("%(vocabulary)s由“%(from)s”改为“%(to)s”，内容未变，不需要重新审查"),
    ),
    ("gongkai_catalogue.item.review_by", _("复核"), _("已复核，下次复核日期：%(next)s")),
)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Our actions in the words of the office."""
    from wagtail.log_actions import LogFormatter

    for name, label, sentence in _ACTIONS:

        def message(self: Any, entry: Any, sentence: Any = sentence) -> str:
            try:
                return str(sentence) % entry.data
            except (KeyError, TypeError):
                return str(sentence).partition("：")[0]

        formatter = type("Formatter", (LogFormatter,), {"label": label, "format_message": message})
        actions.register_action(name)(formatter)


@hooks.register("register_gongkai_office_permissions")
def office_permissions() -> list[str]:
    """The office keeps the vocabularies in order and shares filters."""
    return [
        merging.PERMISSION,
        "gongkai_catalogue.view_vocabularymerge",
        "gongkai_catalogue.share_savedfilter",
    ]


@hooks.register("register_gongkai_scheduled_jobs")
def jobs() -> list[dict[str, Any]]:
    """What broke off is taken up at night."""
    return [
        {
            "name": "gongkai_catalogue.continue_merges",
            "command": ["continue_merges"],
            "at": "00:40",
        }
    ]
