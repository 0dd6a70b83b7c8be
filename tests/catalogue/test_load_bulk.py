"""load_bulk makes items in any number, goes on where it was, and what it makes is published."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from catalogue.models import CategoryPage, ItemPage, SampleLoad
from catalogue.models.numbers import IndexNumber
from catalogue.sample.generator import LARGEST_SHARE, Stock, generate
from catalogue.services import sample_load
from catalogue.services.bulk import Publication, publish_items
from catalogue.services.loading_items import choose_column
from catalogue.services.vocabularies import seed_vocabularies
from review.models import Release, ReviewRecord
from review.services.records import verify
from tests.factories.catalogue import make_column


@pytest.fixture
def column(db):
    seed_vocabularies("default")
    return make_column()


def load(items, **options):
    out = StringIO()
    call_command("load_bulk", items=items, stdout=out, **options)
    return out.getvalue()


def described(items):
    return [
        (item.title, item.index_number, item.document_number, item.published_on, item.slug)
        for item in items.order_by("pk")
    ]


def test_as_many_items_stand_as_were_asked_for(column):
    before = ItemPage.objects.count()
    said = load(30, batch=7)
    items = ItemPage.objects.disclosed()
    assert items.count() == before + 30
    assert "发布30条" in said
    assert not any(Page.find_problems())
    assert not list(verify())


def test_what_it_makes_is_published_in_every_table(column):
    load(20, attachments=5)
    items = list(ItemPage.objects.filter(live=True))
    keys = [item.pk for item in items]
    assert len(keys) == 20
    for item in items:
        assert item.latest_revision_id == item.live_revision_id
        assert item.index_number
        item.full_clean()
    assert Revision.page_revisions.filter(object_id__in=map(str, keys)).count() == 20
    assert Release.objects.filter(page_id__in=keys).count() == 20
    assert ReviewRecord.objects.filter(page_id__in=keys).count() == 20
    assert IndexNumber.objects.filter(item__in=keys).count() == 20
    log = Counter(PageLogEntry.objects.filter(page__in=keys).values_list("action", flat=True))
    assert log == {"wagtail.create": 20, "wagtail.publish": 20}
    assert set(ReferenceIndex.objects.values_list("object_id", flat=True)) >= set(map(str, keys))
    assert {page.pk for page in ItemPage.objects.search(items[0].title)} >= {items[0].pk}
    with_files = [item for item in items if item.attachments.exists()]
    assert len(with_files) == 4


def test_an_interrupted_load_goes_on_where_it_was(column, monkeypatch):
    load(25, batch=5, seed="whole")
    whole = described(ItemPage.objects.all())
    ItemPage.objects.all().delete()
    SampleLoad.objects.all().delete()

    class Stopped(Exception):
        pass

    def stop(done):
        if done == 10:
            raise Stopped

    plan = sample_load.Plan(
        column=choose_column(""),
        items=25,
        seed="whole",
        batch_size=5,
    )
    with pytest.raises(Stopped):
        sample_load.load(plan, stop)
    assert ItemPage.objects.count() == 10
    sample_load.load(plan, lambda done: None)
    assert ItemPage.objects.count() == 25
    assert [row[0] for row in described(ItemPage.objects.all())] == [row[0] for row in whole]
    assert sample_load.load(plan, lambda done: None) == 0
    assert ItemPage.objects.count() == 25


def test_more_can_be_asked_for_later_and_nothing_is_made_twice(column):
    load(10)
    load(16)
    assert ItemPage.objects.count() == 16
    assert "发布0条" in load(12)
    assert ItemPage.objects.count() == 16


def test_one_seed_makes_one_set_of_items(column):
    stock = Stock(
        categories=column.categories,
        organs=[column.office],
        topics=[],
        genres=[],
        audiences=[],
    )

    def made(seed):
        return [
            (category.pk, item.title, item.published_on, item.body.raw_data[0]["value"])
            for category, item in generate(stock, seed, 3, 8)
        ]

    assert made("a") == made("a")
    assert made("a") != made("b")


def test_one_category_holds_most_and_years_and_kinds_are_many(column):
    load(120)
    by_category = Counter(
        CategoryPage.objects.get(path=item.category_path).pk for item in ItemPage.objects.all()
    )
    assert len(by_category) > 1
    assert by_category.most_common(1)[0][1] >= 120 * (LARGEST_SHARE - 0.2)
    assert len(set(ItemPage.objects.values_list("published_year", flat=True))) > 8
    assert len(set(ItemPage.objects.values_list("kind", flat=True))) == 4
    assert ItemPage.objects.exclude(expires_on=None).exists()
    lengths = [len(item.body[0].value.source) for item in ItemPage.objects.all()]
    assert 760 <= sum(lengths) / len(lengths) <= 1000


def test_without_categories_or_codes_it_says_what_to_do(db):
    with pytest.raises(CommandError, match="还没有"):
        load(5)


@pytest.mark.parametrize("count", ["0", "-3", "viele"])
def test_a_number_that_is_none_is_refused(column, count):
    with pytest.raises(CommandError, match="正整数"):
        call_command("load_bulk", f"--items={count}")


def test_what_is_written_in_a_batchs_transaction_stands_with_it(column):
    told = []

    def refuse_second(done):
        told.append(done)
        if done > 3:
            raise RuntimeError("stop")

    pairs = [
        (
            column.category,
            ItemPage(
                title=f"第{n}件", organ=column.office, written_on="2013-03-01", kind="document"
            ),
        )
        for n in range(6)
    ]
    how = Publication(reason="测试", batch_size=3, in_transaction=refuse_second)
    with pytest.raises(RuntimeError):
        publish_items(pairs, how)
    assert told == [3, 6]
    assert ItemPage.objects.count() == 3
