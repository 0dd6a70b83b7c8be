"""Words that records are kept in; a value once used is never given another meaning."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What a record says was done."""

    REVIEWED = "reviewed", _("保密审查")
    APPROVED = "approved", _("审签")
    RETURNED = "returned", _("退回")
    REFERRED = "referred", _("报请确定")
    EXCEPTION = "exception", _("例外发布")
    IMPORTED = "imported", _("导入发布")
    INHERITED = "inherited", _("沿用原记录")
    WITHDRAWN = "withdrawn", _("撤回")
    UNPUBLISHED = "unpublished", _("撤下")
    RECHECKED = "rechecked", _("定期复核")


class Decision(models.TextChoices):
    """What a reviewer decides about a text (条例第十三条至第十七条、第三十七条)."""

    PUBLISH = "publish", _("予以公开")
    PARTIAL = "partial", _("区分处理后公开")
    WITHHOLD = "withhold", _("不予公开")
    REFER = "refer", _("不能确定，报请确定")

    @property
    def is_public(self) -> bool:
        """Whether the text, as it stands, may become public."""
        return self in {Decision.PUBLISH, Decision.PARTIAL}


# What a text stands at after its last record; the others leave that as it was.
DECISIVE = (
    Action.REVIEWED,
    Action.APPROVED,
    Action.RETURNED,
    Action.REFERRED,
    Action.EXCEPTION,
    Action.IMPORTED,
    Action.INHERITED,
    Action.WITHDRAWN,
    Action.UNPUBLISHED,
)
# After one of these, the text that it is about may become public.
PASSING = frozenset({Action.APPROVED, Action.EXCEPTION, Action.IMPORTED, Action.INHERITED})
