"""Loading generated items below a column, in parts that can be interrupted."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page

from ..columns import pages_of
from ..models import Audience, CategoryPage, Genre, Organ, SampleLoad, Topic
from ..sample import texts
from ..sample.generator import Stock, generate, moment_of
from .bulk import Publication, publish_items

_DOCUMENTS = 12
SAMPLE_BATCH = 500
LOG_DATA = {"source": "load_bulk"}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be loaded.

    Attributes:
        column: the page below whose categories the items are published.
        items: how many there are to be in the end, those of earlier runs included.
        seed: two loads with one seed make the same items.
        attached_every: one in so many items gets a file; 0 for no files.
    """

    column: Page
    items: int
    seed: str
    batch_size: int
    attached_every: int = 0


def load(plan: Plan, progress: Callable[[int], None]) -> int:
    """Publish what is missing of a plan; return how many items were published now.

    Args:
        progress: told after every batch how many items of the plan stand.

    Raises:
        ValidationError: the column has no categories, or no organ has a code for index numbers.
    """
    state, _created = SampleLoad.objects.get_or_create(page_id=plan.column.pk, seed=plan.seed)
    first = state.done
    if first >= plan.items:
        return 0
    stock = _stock(plan)

    def settle(positions: int) -> None:
        SampleLoad.objects.filter(pk=state.pk).update(done=first + positions)

    how = Publication(
        reason=_("生成的示例条目，用于试验大数据量（load_bulk）"),
        at=moment_of,
        log_data=LOG_DATA,
        batch_size=plan.batch_size,
        in_transaction=settle,
    )
    with _little_collecting():
        return publish_items(
            generate(stock, plan.seed, first, plan.items),
            how,
            progress=lambda positions: progress(first + positions),
        )


@contextmanager
def _little_collecting() -> Iterator[None]:
    """A batch makes many objects that all go at once: to look for cycles among them so often takes
    a fourteenth of the time."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def standing(column: Page, seed: str) -> int:
    """How many items of a seed were loaded below a column."""
    done = SampleLoad.objects.filter(page_id=column.pk, seed=seed).values_list("done", flat=True)
    return done.first() or 0


def _stock(plan: Plan) -> Stock:
    categories = pages_of(plan.column, CategoryPage.objects.live()).order_by("path")
    if not categories:
        raise ValidationError(_("栏目“%s”下还没有类别，请先在管理后台建立。") % plan.column.title)
    organs = [organ for organ in _organs() if organ.get_numbering_code()]
    if not organs:
        raise ValidationError(_("没有一个机构有组织机构代码，不能编制索引号，请先填写代码。"))
    return Stock(
        categories=list(categories),
        organs=organs,
        topics=list(Topic.objects.select_related("parent")),
        genres=list(Genre.objects.all()),
        audiences=list(Audience.objects.all()),
        documents=_documents() if plan.attached_every else (),
        attached_every=plan.attached_every or 1,
    )


def _organs() -> Sequence[Organ]:
    organs = {organ.pk: organ for organ in Organ.objects.order_by("pk")}
    for organ in organs.values():
        if organ.parent_id:
            organ.parent = organs[organ.parent_id]
    return list(organs.values())


def _documents() -> list[Any]:
    """A few text files, made once and used again by later runs."""
    model = get_document_model()
    found = []
    for number in range(1, _DOCUMENTS + 1):
        title = _("示例附件%d") % number
        document = model.objects.filter(title=title).order_by("pk").first()
        if document is None:
            content = "\n".join(f"{number}. {subject}" for subject, _words in texts.SUBJECTS)
            document = model(title=title)
            document.file = ContentFile(content.encode(), name=f"sample-{number}.txt")
            document.file_size = document.file.size
            document.save()
        found.append(document)
    return found
