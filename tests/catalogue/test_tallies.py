"""The kept counts are what a recount says, whatever is done to items, and in whatever order."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from catalogue.enums import Kind, Validity
from catalogue.models import ItemPage, ItemTally, ListedItem
from catalogue.services.bulk import Publication, publish_items
from catalogue.tallies import checking, writing
from catalogue.tallies.reading import Place, Selection, counts, stale_ids
from tests.factories.catalogue import (
    CategoryPageFactory,
    GenreFactory,
    ItemPageFactory,
    TopicFactory,
    imported,
)

pytestmark = pytest.mark.django_db

FACETS = ("kind", "year", "organ", "topic", "genre", "validity", "category")


def place(root):
    pages = PageViewRestriction.objects.values_list("page_id", "page__path")
    return Place.below(root, pages)


def recounted(root, values):
    """What the items themselves say, one by one."""
    found = {name: Counter() for name in FACETS}
    for item in ItemPage.objects.descendant_of(root).disclosed():
        of = {
            "kind": item.kind,
            "year": item.published_year or 0,
            "organ": item.organ_id or 0,
            "topic": item.topic_id or 0,
            "genre": item.genre_id or 0,
            "validity": item.validity.value,
            "category": item.path[: -Page.steplen],
        }
        for name in FACETS:
            if all(of[each] in some for each, some in values.items() if each != name):
                found[name][str(of[name])] += 1
    return found


def assert_right(root, values=()):
    values = dict(values)
    selection = Selection(place(root), values)
    assert counts({name: selection.without(name) for name in FACETS}) == recounted(root, values)


def test_counts_are_there_with_the_publication_and_gone_with_it(column):
    category = column.categories[0]
    item = ItemPageFactory(parent=category, organ=column.office)
    assert_right(column.home)
    draft = ItemPageFactory(parent=category, draft=True)
    assert not ListedItem.objects.filter(pk=draft.pk).exists()
    item.unpublish()
    assert_right(column.home)
    assert not ListedItem.objects.filter(pk=item.pk).exists()


def test_what_a_transaction_took_back_is_not_counted(column):
    before = list(ItemTally.objects.values_list("pk", flat=True))
    with pytest.raises(RuntimeError), transaction.atomic():
        ItemPageFactory(parent=column.categories[0])
        raise RuntimeError
    assert list(ItemTally.objects.values_list("pk", flat=True)) == before
    assert_right(column.home)


class Editor:
    """Does something at random to the items of a column."""

    def __init__(self, column, seed):
        self.column = column
        self.random = random.Random(seed)
        self.topics = [TopicFactory(), TopicFactory(), None]
        self.genres = [GenreFactory(), GenreFactory(), None]
        self.organs = [column.government, *column.offices]
        sub = CategoryPageFactory(parent=column.categories[0], code="sub", title="下级类别")
        self.categories = [*column.categories, sub]

    def fields(self):
        day = date(2012, 1, 1) + timedelta(days=self.random.randrange(900))
        near = timezone.localdate() + timedelta(days=self.random.randrange(-2, 3))
        return {
            "kind": self.random.choice(Kind.values),
            "organ": self.random.choice(self.organs),
            "topic": self.random.choice(self.topics),
            "genre": self.random.choice(self.genres),
            "written_on": day,
            "published_on": day,
            "effective_on": self.random.choice([None, None, near]),
            "expires_on": self.random.choice([None, None, near + timedelta(days=3)]),
            "repealed_on": self.random.choice([None, None, None, near]),
        }

    def category(self):
        return Page.objects.get(pk=self.random.choice(self.categories).pk).specific

    def item(self):
        return ItemPage.objects.filter(alias_of=None).order_by("?").first()

    def step(self):
        name = self.random.choice(
            [
                "publish", "publish", "publish", "bulk", "edit", "edit", "unpublish", "republish",
                "delete", "move_item", "move_category", "copy", "alias", "convert", "restrict",
                "open", "compact", "delete_category",
            ]
        )  # fmt: skip
        # What is refused, such as an address that is taken, is taken back as a whole.
        with suppress(ValidationError), imported(), transaction.atomic():
            getattr(self, name)()
        return name

    def publish(self):
        ItemPageFactory(parent=self.category(), **self.fields())

    def bulk(self):
        pairs = [(self.category(), ItemPage(title="批量条目", **self.fields())) for _n in range(5)]
        publish_items(pairs, Publication(reason="test"))

    def edit(self):
        if item := self.item():
            for name, value in self.fields().items():
                setattr(item, name, value)
            if item.live:
                item.save_revision().publish()
            else:
                item.save()

    def unpublish(self):
        if item := self.item():
            item.unpublish()

    def republish(self):
        item = ItemPage.objects.filter(live=False, alias_of=None).first()
        if item:
            item.save_revision().publish()

    def delete(self):
        if item := self.item():
            item.delete()

    def move_item(self):
        if item := self.item():
            item.move(self.category(), pos="last-child")

    def move_category(self):
        sub = Page.objects.get(pk=self.categories[-1].pk)
        target = self.random.choice([*self.column.categories, self.column.catalogue])
        sub.move(Page.objects.get(pk=target.pk), pos="last-child")

    def copy(self):
        if item := self.item():
            item.copy(to=self.category(), update_attrs={"slug": f"copy-{self.random.random()}"})

    def alias(self):
        if item := self.item():
            item.create_alias(
                parent=self.category(), update_slug=f"alias-{int(self.random.random() * 1e9)}"
            )

    def convert(self):
        alias = ItemPage.objects.exclude(alias_of=None).first()
        if alias:
            alias.alias_of = None
            alias.save(update_fields=["alias_of"])

    def restrict(self):
        page = self.random.choice([self.category(), self.item()])
        if page and PageViewRestriction.objects.count() < 3:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def open(self):
        restriction = PageViewRestriction.objects.first()
        if restriction:
            restriction.delete()

    def compact(self):
        writing.compact()

    def delete_category(self):
        if len(self.categories) > 3:
            page = Page.objects.get(pk=self.categories.pop(0).pk)
            if page.pk == self.categories[-1].pk or page.numchild > 5:
                return
            if not page.get_descendants().filter(pk__in=[c.pk for c in self.categories]).exists():
                page.delete()


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_the_counts_are_those_of_a_recount(column, seed):
    editor = Editor(column, seed)
    done = []
    for _number in range(45):
        done.append(editor.step())
        assert not checking.check(), done
    for root in (column.home, column.catalogue, editor.category()):
        organ, topic = editor.organs[0].pk, editor.topics[0].pk
        for values in (
            {},
            {"kind": ["document"]},
            {"year": [2012], "kind": ["news"]},
            {"organ": [organ], "validity": ["valid"]},
            {"organ": [organ], "topic": [topic]},
            {"organ": [organ], "topic": [topic], "genre": [0], "kind": ["document"]},
            {"validity": ["expired", "repealed"]},
        ):
            assert_right(root, values)


def test_what_was_written_past_the_models_is_found_and_repaired(column):
    category = column.categories[0]
    first, second = (ItemPageFactory(parent=category) for _number in range(2))
    Page.objects.filter(pk=first.pk).update(live=False)
    ItemPage.objects.filter(pk=second.pk).update(kind=Kind.OTHER)
    ItemTally.objects.filter(grouping=1).update(items=7)
    with pytest.raises(CommandError, match=r"条目 2 条.*--repair"):
        call_command("check_tallies")
    call_command("check_tallies", repair=True)
    call_command("check_tallies")
    assert_right(column.home)


def test_a_day_that_changes_validity_is_told_at_once_and_counted_later(column, monkeypatch):
    today = timezone.localdate()
    category = column.categories[0]
    for fields in (
        {"expires_on": today},
        {"effective_on": today + timedelta(days=1)},
        {"repealed_on": today + timedelta(days=1)},
        {"effective_on": today + timedelta(days=9)},
        {},
    ):
        ItemPageFactory(parent=category, organ=column.office, **fields)
    chosen = [{}, *({"validity": [each], "kind": ["document"]} for each in Validity.values)]
    for values in chosen:
        assert_right(column.home, values)
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + timedelta(days=2))
    assert len(stale_ids()) == 3
    for values in chosen:
        assert_right(column.home, values)
    call_command("check_tallies", settle=True)
    assert not stale_ids()
    assert not checking.check()
    # Clocks are set back as well.
    monkeypatch.setattr(timezone, "localdate", lambda *_: today)
    for values in chosen:
        assert_right(column.home, values)
