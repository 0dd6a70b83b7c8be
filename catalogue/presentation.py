"""What the page of an item shows beside its body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .enums import Validity
from .kept import is_as_stored, kept, shown_tag
from .models.tallies import ListedItem
from .related import related_items
from .restrictions import Restricted, below_any, restricted_pages

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import ItemCorrection, ItemPage
    from .querysets import ItemQuerySet


@dataclass(frozen=True)
class MetadataRow:
    """One line of the metadata table; ``value`` is text or a date."""

    name: str
    label: str
    value: str | date


def metadata_rows(item: ItemPage) -> list[MetadataRow]:
    """The item's metadata without what is empty.

    First the core elements in the order of 政府信息公开目录系统实施指引(试行), second part (but
    内容概述 stands above the body), then what this catalogue adds.
    """
    candidates: list[tuple[str, str, Any]] = [
        ("index_number", _("索引号"), item.index_number),
        ("title", _("名称"), item.title),
        ("written_on", _("成文日期"), item.written_on),
        ("organ", _("发布机构"), item.organ_name),
        ("topic", _("主题分类"), item.topic and item.topic.full_name),
        ("genre", _("体裁分类"), item.genre and item.genre.name),
        ("keywords", _("关键词"), item.keywords),
        ("document_number", _("文号"), item.document_number),
        ("effective_on", _("生效日期"), item.effective_on),
        ("expires_on", _("失效日期"), item.expires_on),
        ("repealed_on", _("废止日期"), item.repealed_on),
        ("audience", _("服务对象"), item.audience and item.audience.name),
        ("published_on", _("发布日期"), item.published_on),
        ("validity", _("有效性"), item.validity.label),
        ("kind", _("信息类别"), item.get_kind_display()),
        ("disclosure_mode", _("公开方式"), item.get_disclosure_mode_display()),
        ("disclosure_period", _("公开时限"), item.get_disclosure_period_display()),
    ]
    return [MetadataRow(name, label, value) for name, label, value in candidates if value]


def item_page_context(item: ItemPage, request: HttpRequest) -> dict[str, Any]:
    """:func:`item_context`, kept while nothing public changes; of a preview it is made anew."""
    if not is_as_stored(item, request):
        return item_context(item, request)
    name = ("item", item.pk, item.path)
    return kept(shown_tag(item, request), name, lambda: item_context(item, request))


def item_context(item: ItemPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """Template context of an item's page; relations to what the public may not see are left out.

    An alias repeats an item in a second category: it shows that item's metadata, its number and
    dates among them, and stands between the items of its own category.
    """
    source: ItemPage = item.alias_of.specific if item.alias_of_id else item  # type: ignore[union-attr]  # of the page
    _read_vocabularies(source)
    # A page that is being made has no place in the tree yet.
    restricted = restricted_pages(item, request) if item.path else ()
    hidden = below_any(restricted) if item.path else None
    public = type(source).objects.disclosed(hidden).defer("body")
    relations = relations_of(source, public)
    previous, following = _neighbours(source, item, public, restricted)
    return {
        "metadata": metadata_rows(source),
        "attachments": list(item.attachments.select_related("document")),
        "corrections": newest_corrections(item),
        "validity": source.validity,
        "in_force": source.validity == Validity.VALID,
        "replaced_by": relations.replaced_by,
        "interprets": relations.interprets,
        "interpretations": relations.interpretations,
        "replaces": relations.replaces,
        "related": related_items(source, public, relations.all),
        "previous": previous,
        "next": following,
    }


@dataclass(frozen=True)
class Relations:
    """Public items that an item names, or that name it; each list newest first."""

    replaced_by: ItemPage | None
    replaces: list[ItemPage]
    interprets: ItemPage | None
    interpretations: list[ItemPage]
    all: list[ItemPage]


def relations_of(item: ItemPage, public: ItemQuerySet) -> Relations:
    """The relations of ``item`` among ``public`` items, in one query."""
    found = _related(item, public)
    return Relations(
        replaced_by=next((each for each in found if each.pk == item.repealed_by_id), None),
        replaces=[each for each in found if each.repealed_by_id == item.pk],
        interprets=next((each for each in found if each.pk == item.interprets_id), None),
        interpretations=[each for each in found if each.interprets_id == item.pk],
        all=found,
    )


def newest_corrections(item: ItemPage) -> list[ItemCorrection]:
    """Notes on what was corrected in ``item``, the latest first; read once."""
    found: list[ItemCorrection] | None = getattr(item, "_gongkai_corrections", None)
    if found is None:
        notes = item.corrections.all()
        found = sorted(notes, key=lambda note: note.corrected_on, reverse=True)
        item._gongkai_corrections = found  # type: ignore[attr-defined]  # our own cache on it
    return found


def _read_vocabularies(item: ItemPage) -> None:
    """Read all that the metadata names in one query instead of one for each."""
    names = ("organ", "topic", "genre", "audience")
    stored = (
        type(item)
        .objects.filter(pk=item.pk)
        .select_related("organ", "topic__parent", "genre", "audience")
        .defer("body")
        .first()
    )
    for name in names if stored else ():
        # A draft in preview may name others than the stored row.
        if getattr(stored, f"{name}_id") == getattr(item, f"{name}_id"):
            setattr(item, name, getattr(stored, name))


def _related(item: ItemPage, public: ItemQuerySet) -> list[ItemPage]:
    """Public items that ``item`` names or that name it, newest first."""
    either = Q(pk__in=[pk for pk in (item.repealed_by_id, item.interprets_id) if pk])
    if item.pk:
        either |= Q(interprets_id=item.pk) | Q(repealed_by_id=item.pk)
    return list(public.filter(either).order_by("-published_on", "-page_ptr_id"))


def _neighbours(
    source: ItemPage, item: ItemPage, public: ItemQuerySet, restricted: Restricted
) -> tuple[ItemPage | None, ItemPage | None]:
    """The public items in the category of ``item`` that were published just before and just after
    ``source``, which ``item`` is or repeats."""
    if not item.path or not source.pk or not source.published_on:
        return None, None
    day = source.published_on
    parent: Any = item.get_parent()
    siblings = ListedItem.objects.filter(category_id=parent.pk)
    siblings = siblings.exclude(item_id__in=[item.pk, *(pk for pk, _path in restricted)])
    before = siblings.filter(
        Q(published_on=day, item_id__lt=source.pk) | Q(published_on__lt=day),
        published_on__lte=day,
    )
    after = siblings.filter(
        Q(published_on=day, item_id__gt=source.pk) | Q(published_on__gt=day),
        published_on__gte=day,
    )
    keys = (
        before.order_by("-published_on", "-item_id").values_list("item_id", flat=True).first(),
        after.order_by("published_on", "item_id").values_list("item_id", flat=True).first(),
    )
    # The items themselves say whether they may be shown.
    found = {each.pk: each for each in public.filter(pk__in=[pk for pk in keys if pk])}
    return found.get(keys[0]), found.get(keys[1])
