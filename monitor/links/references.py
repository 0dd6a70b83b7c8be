"""References of public pages to pages, documents and pictures, as Wagtail's index has them: what is
not there any more, or not public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from .enums import LinkState

CLOSED_HOOK = "register_gongkai_closed_documents"


@dataclass(frozen=True)
class Reference:
    """One reference: what it leads to, and by which field."""

    page_id: int
    kind: str
    key: Any
    model_path: str

    @property
    def url(self) -> str:
        """What it is kept under."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Fault:
    """Why a reference leads nowhere."""

    state: LinkState
    remark: str


def references_of(page_ids: Iterable[int]) -> list[Reference]:
    """References of some pages to pages, documents and pictures; one query."""
    kinds = {
        ReferenceIndex._get_base_content_type(model).pk: (kind, model)
        for kind, model in _models().items()
    }
    rows = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page, for_concrete_model=False),
        object_id__in=[str(key) for key in page_ids],
        to_content_type__in=list(kinds),
    )
    found = []
    for page_id, type_id, to_id, path in rows.values_list(
        "object_id", "to_content_type", "to_object_id", "model_path"
    ):
        kind, model = kinds[type_id]
        found.append(Reference(int(page_id), kind, model._meta.pk.to_python(to_id), path))
    return found


def faults_of(
    references: Iterable[Reference], is_text: Callable[[Reference], bool]
) -> dict[str, Fault]:
    """What is wrong with what is referred to, by :attr:`Reference.url`.

    Args:
        is_text: whether a reference stands in text. Other references to pages (which item repeals
            which) are no links of readers.
    """
    keys: dict[str, set[Any]] = defaultdict(set)
    for each in references:
        if each.kind != "page" or is_text(each):
            keys[each.kind].add(each.key)
    return {
        **_page_faults(keys["page"]),
        **_document_faults(keys["document"]),
        **_image_faults(keys["image"]),
    }


def closed_documents(keys: Iterable[Any]) -> set[Any]:
    """Those of some documents that the public does not get, as far as an app can tell."""
    asked = list(keys)
    found: set[Any] = set()
    for register in hooks.get_hooks(CLOSED_HOOK) if asked else ():
        found |= register()(asked)
    return found


def _page_faults(keys: set[Any]) -> dict[str, Fault]:
    if not keys:
        return {}
    live = set(Page.objects.live().filter(pk__in=keys).values_list("pk", flat=True))
    open_ = set(Page.objects.live().public().filter(pk__in=live).values_list("pk", flat=True))
    gone = Fault(LinkState.BROKEN, _("所链接的站内页面已经删除或者没有公开。"))
    closed = Fault(LinkState.REFUSED, _("所链接的站内页面限定了查看范围，公众打不开。"))
    return {f"page:{key}": closed if key in live else gone for key in keys - open_}


def _document_faults(keys: set[Any]) -> dict[str, Fault]:
    there = _there(get_document_model(), keys)
    gone = Fault(LinkState.BROKEN, _("所链接的文件已经删除。"))
    closed = Fault(LinkState.REFUSED, _("所链接的文件没有公开，公众打不开。"))
    return {f"document:{key}": gone for key in keys - there} | {
        f"document:{key}": closed for key in closed_documents(there)
    }


def _image_faults(keys: set[Any]) -> dict[str, Fault]:
    there = _there(get_image_model(), keys)
    gone = Fault(LinkState.BROKEN, _("所用的图片已经删除。"))
    return {f"image:{key}": gone for key in keys - there}


def _there(model: Any, keys: set[Any]) -> set[Any]:
    return set(model.objects.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def _models() -> dict[str, Any]:
    return {"page": Page, "document": get_document_model(), "image": get_image_model()}
