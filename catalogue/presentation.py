"""What the page of an item shows beside its body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .enums import Validity

if TYPE_CHECKING:
    from .models import ItemPage


@dataclass(frozen=True)
class MetadataRow:
    """One line of the metadata table; ``value`` is text or a date."""

    name: str
    label: str
    value: str | date


def metadata_rows(item: ItemPage) -> list[MetadataRow]:
    """The item's metadata in the order of the guidelines, without what is empty."""
    candidates: list[tuple[str, str, Any]] = [
        ("index_number", _("索引号"), item.index_number),
        ("document_number", _("文号"), item.document_number),
        ("organ", _("发布机构"), item.organ and item.organ.name),
        ("written_on", _("成文日期"), item.written_on),
        ("published_on", _("发布日期"), item.published_on),
        ("topic", _("主题分类"), item.topic and item.topic.full_name),
        ("genre", _("体裁分类"), item.genre and item.genre.name),
        ("audience", _("服务对象"), item.audience and item.audience.name),
        ("kind", _("信息类别"), item.get_kind_display()),
        ("disclosure_mode", _("公开方式"), item.get_disclosure_mode_display()),
        ("disclosure_period", _("公开时限"), item.get_disclosure_period_display()),
        ("effective_on", _("生效日期"), item.effective_on),
        ("expires_on", _("失效日期"), item.expires_on),
        ("repealed_on", _("废止日期"), item.repealed_on),
        ("validity", _("有效性"), item.validity.label),
        ("keywords", _("关键词"), item.keywords),
    ]
    return [MetadataRow(name, label, value) for name, label, value in candidates if value]


def item_context(item: ItemPage) -> dict[str, Any]:
    """Template context of an item's page; relations to what the public may not see are left out."""
    items = type(item).objects
    related = (
        items.disclosed()
        .filter(
            Q(pk=item.repealed_by_id)
            | Q(pk=item.interprets_id)
            | Q(interprets_id=item.pk)
            | Q(repealed_by_id=item.pk)
        )
        .defer("body")
        if item.pk
        else []
    )
    found = list(related)
    previous, following = _neighbours(item)
    return {
        "metadata": metadata_rows(item),
        "attachments": list(item.attachments.select_related("document")),
        "validity": item.validity,
        "in_force": item.validity == Validity.VALID,
        "replaced_by": next((each for each in found if each.pk == item.repealed_by_id), None),
        "interprets": next((each for each in found if each.pk == item.interprets_id), None),
        "interpretations": [each for each in found if each.interprets_id == item.pk],
        "replaces": [each for each in found if each.repealed_by_id == item.pk],
        "previous": previous,
        "next": following,
    }


def _neighbours(item: ItemPage) -> tuple[ItemPage | None, ItemPage | None]:
    """The items published just before and just after this one in its category."""
    if not item.pk or not item.published_on:
        return None, None
    siblings = (
        type(item).objects.sibling_of(item, inclusive=False).disclosed().defer("body")
    )
    same_day = Q(published_on=item.published_on)
    before = siblings.filter(Q(published_on__lt=item.published_on) | same_day & Q(pk__lt=item.pk))
    after = siblings.filter(Q(published_on__gt=item.published_on) | same_day & Q(pk__gt=item.pk))
    return (
        before.order_by("-published_on", "-pk").first(),
        after.order_by("published_on", "pk").first(),
    )
