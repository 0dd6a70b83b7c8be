"""Items of the demo town: published in bulk, with their files, relations and statistics."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry, Revision

from ..statistics import services as statistics
from .attachments import attachments_for
from .items import SEED_YEAR, demo_items
from .loader_pages import Organs, Pages
from .loader_people import People
from .organs import TOWN
from .shapes import DemoItem

if TYPE_CHECKING:
    from .loader import Progress

OFFICE_OPENS = time(8, 30)
OFFICE_MINUTES = 8 * 60
_DATES = ("written_on", "published_on", "effective_on", "expires_on", "repealed_on")
_TEXTS = ("title", "summary", "document_number", "kind")


def planned_items(fast: bool) -> list[DemoItem]:
    """The items to load, in the order of publication."""
    return [item for item in demo_items() if not fast or item["published_on"][:4] == str(SEED_YEAR)]


def load_items(
    pages: Pages, organs: Organs, people: People, fast: bool, progress: Progress
) -> tuple[int, int]:
    """Publish the items; return how many there are, and how many files they have."""
    from .loader import LOG_DATA, REASON, catalogue_module

    bulk = catalogue_module("services.bulk")
    factory = _ItemFactory(organs, people, with_files=not fast)
    by_key: dict[str, Any] = {}
    planned = planned_items(fast)

    def pairs() -> Iterator[tuple[Any, Any]]:
        for demo in planned:
            item = by_key[demo["key"]] = factory.make(demo)
            yield pages.categories[demo["category"]], item

    done = 0

    def advance(positions: int) -> None:
        nonlocal done
        progress("条目", positions - done)
        done = positions

    how = bulk.Publication(reason=REASON, at=_moment_of, log_data=LOG_DATA)
    count = bulk.publish_items(pairs(), how, progress=advance)
    _relate(planned, by_key, people)
    _open_statistics(organs[TOWN], {int(demo["published_on"][:4]) for demo in planned})
    return count, factory.files


class _ItemFactory:
    """Makes unsaved items out of the demo's data."""

    def __init__(self, organs: Organs, people: People, *, with_files: bool) -> None:
        from .loader import catalogue_module

        self.files = 0
        self._organs = organs
        self._people = people
        self._with_files = with_files
        self._item = apps.get_model("gongkai_catalogue", "ItemPage")
        self._attachment = apps.get_model("gongkai_catalogue", "ItemAttachment")
        self._paragraphs = catalogue_module("services.loading").paragraphs
        self._topics = self._by_name("Topic", "full_name")
        self._genres = self._by_name("Genre", "name")
        self._audiences = self._by_name("Audience", "name")
        enums = catalogue_module("enums")
        self._modes = {mode.label: mode for mode in enums.DisclosureMode}
        self._periods = {period.label: period for period in enums.DisclosurePeriod}

    def make(self, demo: DemoItem) -> Any:
        """An unsaved item with its attachments."""
        values: dict[str, Any] = {name: demo[name] for name in _TEXTS}  # type: ignore[literal-required]
        for name in _DATES:
            text: str = demo[name]  # type: ignore[literal-required]
            values[name] = date.fromisoformat(text) if text else None
        item = self._item(
            **values,
            organ=self._organs[demo["organ"]],
            topic=self._topics[demo["topic"]],
            genre=self._genres[demo["genre"]],
            audience=self._audiences[demo["audience"]],
            keywords=" ".join(demo["keywords"]),
            disclosure_mode=self._modes[demo["disclosure_mode"]],
            disclosure_period=self._periods[demo["disclosure_period"]],
            owner=self._people.accounts["editor"],
            body=self._body(demo),
        )
        if self._with_files:
            item.attachments.set(self._attachments(demo))
        return item

    def _by_name(self, model: str, name: str) -> dict[str, Any]:
        terms = apps.get_model("gongkai_catalogue", model).objects.all()
        if model == "Topic":
            terms = terms.select_related("parent")
        return {getattr(term, name): term for term in terms}

    def _body(self, demo: DemoItem) -> list[tuple[str, Any]]:
        body = demo["body"]
        if isinstance(body, str):
            return [("text", self._paragraphs(body))]
        blocks: list[tuple[str, Any]] = []
        for block in body:
            if block["type"] == "paragraph":
                blocks.append(("text", self._paragraphs(block["text"])))  # type: ignore[typeddict-item]
            else:
                blocks.append(("table", _table(block)))
        return blocks

    def _attachments(self, demo: DemoItem) -> list[Any]:
        found = []
        for number, (name, content) in enumerate(attachments_for(demo)):
            document = get_document_model()(
                title=demo["title"],
                file=ContentFile(content, name=name),
                file_size=len(content),
                collection=self._people.collection,
                uploaded_by_user=self._people.accounts["editor"],
            )
            document.save()
            found.append(self._attachment(document=document, sort_order=number))
        self.files += len(found)
        return found


def _table(block: Any) -> dict[str, Any]:
    """A table in the form that Wagtail's table block keeps."""
    return {
        "data": [block["header"], *block["rows"]],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": block["caption"],
        "cell": [],
        "mergeCells": [],
    }


def _moment_of(item: Any) -> datetime:
    """A minute of the office's hours on the day of publication, always the same for an item."""
    day: date = item.published_on
    opening = datetime.combine(day, OFFICE_OPENS, tzinfo=timezone.get_current_timezone())
    return opening + timedelta(minutes=zlib.crc32(item.title.encode()) % OFFICE_MINUTES)


def _relate(planned: list[DemoItem], by_key: dict[str, Any], people: People) -> None:
    """Publish again what another item replaced or interprets, on the day when that was known."""
    for demo in planned:
        relations = {
            name: by_key[demo[name]]  # type: ignore[literal-required]
            for name in ("repealed_by", "interprets")
            if demo[name] in by_key  # type: ignore[literal-required]
        }
        if not relations:
            continue
        item = type(by_key[demo["key"]]).objects.get(pk=by_key[demo["key"]].pk)
        for name, other in relations.items():
            setattr(item, name, other)
        revision = item.save_revision(user=people.accounts["office"])
        revision.publish(user=people.accounts["admin"])
        moment = max(
            _moment_of(item) + timedelta(minutes=10),
            *(_moment_of(other) for name, other in relations.items() if name == "repealed_by"),
            _moment_of(item),
        )
        _date_back(item, revision, moment)


def _date_back(item: Any, revision: Any, moment: datetime) -> None:
    """The demo plays years of work in seconds: give this edit the day on which it belongs."""
    Page.objects.filter(pk=item.pk).update(
        last_published_at=moment, latest_revision_created_at=moment
    )
    Revision.objects.filter(pk=revision.pk).update(created_at=moment)
    PageLogEntry.objects.filter(revision=revision.pk).update(timestamp=moment)


def _open_statistics(organ: Any, years: set[int]) -> None:
    """Statistics of every year with items."""
    for year in sorted(years):
        statistics.get_or_create(organ, year)
