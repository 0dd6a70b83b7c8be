"""Bulk publishing leaves behind what publishing one by one leaves behind."""

from __future__ import annotations

import re
import threading
from datetime import date, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend
from wagtail.signals import page_published

from catalogue.models import CategoryPage, ItemPage, ListedItem
from catalogue.models.attachments import ItemAttachment
from catalogue.models.numbers import IndexNumber, IndexNumberSeries
from catalogue.services.bulk import Publication, publish_items
from catalogue.tallies import checking
from review.content import content_digest
from review.models import DraftAuthor, Release, ReviewRecord
from review.models.files import FileUse
from review.services.imports import importing
from search.backends.keys import key_space
from search.text import canonical
from tests.factories.catalogue import (
    AudienceFactory,
    GenreFactory,
    OrganFactory,
    TopicFactory,
    UserFactory,
    imported,
    make_column,
)

# Where the two ways may differ: identity, place in the tree, the moment, and numbers in a row.
IDENTITY = {
    "id", "page_ptr", "path", "url_path", "slug", "translation_key", "index_number",
    "latest_revision", "live_revision",
    "first_published_at", "last_published_at", "latest_revision_created_at",
}  # fmt: skip

# Of these the revision of a new item says what they were before its publication.
SET_LATER = {
    "latest_revision", "live_revision",
    "first_published_at", "last_published_at", "latest_revision_created_at",
}  # fmt: skip


@pytest.fixture
def column(db):
    return make_column()


def new_item(column, **values):
    defaults = {
        "title": "关于做好农村公路养护工作的通知",
        "kind": "document",
        "organ": column.office,
        "written_on": date(2013, 3, 1),
        "published_on": date(2013, 3, 4),
    }
    return ItemPage(**{**defaults, **values})


def publish_one(category, item, user=None):
    """Publish as an editor's form does: draft, revision, publication."""
    item.live = False
    category.add_child(instance=item)
    with importing("测试", user):
        item.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    return ItemPage.objects.get(pk=item.pk)


def publish_all(column, items, **how):
    publish_items(((column.category, item) for item in items), Publication(reason="测试", **how))
    return [ItemPage.objects.get(pk=item.pk) for item in items]


def row(item):
    """Every column of page and item but those of :data:`IDENTITY`."""
    values = {field.name: field.value_from_object(item) for field in item._meta.concrete_fields}
    values["body"] = without_ids(values["body"].stream_block.get_prep_value(values["body"]))
    return {name: value for name, value in values.items() if name not in IDENTITY}


def without_ids(value):
    """Blocks and rich text get random ids in either way."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", str(value))


def revision_of(item):
    content = dict(item.latest_revision.content)
    content["body"] = without_ids(content["body"])
    for attachment in content["attachments"]:
        assert attachment.pop("pk")
        assert attachment.pop("item") == item.pk
    assert content.pop("pk") == item.pk
    return {name: value for name, value in content.items() if name not in IDENTITY - SET_LATER}


def log_of(item):
    return [
        {
            field.name: field.value_from_object(entry)
            for field in entry._meta.concrete_fields
            if field.name not in {"id", "page", "timestamp"}
        }
        | {"revision": entry.revision_id and entry.revision_id == item.latest_revision_id}
        for entry in PageLogEntry.objects.filter(page=item.pk).order_by("pk")
    ]


def references_of(item):
    own = set(item.attachments.values_list("pk", flat=True))
    blocks = {block.id for block in item.body}
    rows = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id=item.pk
    )
    return sorted(
        (
            reference.content_type_id,
            reference.to_content_type_id,
            reference.to_object_id,
            reference.model_path,
            ".".join(
                "ID" if part in blocks or part in {str(pk) for pk in own} else part
                for part in reference.content_path.split(".")
            ),
            reference.content_path_hash
            == ReferenceIndex._get_content_path_hash(reference.content_path),
        )
        for reference in rows
    )


# What differs between two records of one chain, and where two pages stand.
OF_A_RECORD = {"number", "at", "page_id", "revision_id", "index_number", "previous_hash", "hash"}
OF_A_RECORD |= {"seal", "digest", "data"}


def rows_of(model, left_out, **which):
    """Rows of a model that are about an item, without what must differ."""
    return sorted(
        (
            sorted(
                (field.name, str(field.value_from_object(each)))
                for field in model._meta.concrete_fields
                if field.name not in left_out
            )
            for each in model.objects.filter(**which)
        ),
        key=str,
    )


def reviewed_of(item):
    """What the review keeps of an item: records, release, files, authors."""
    records = ReviewRecord.objects.filter(page_id=item.pk)
    release = Release.objects.get(page_id=item.pk)
    assert [release.record_id] == [record.number for record in records]
    assert all(record.digest == release.digest == content_digest(item) for record in records)
    assert release.revision_id == item.live_revision_id
    return {
        "records": rows_of(ReviewRecord, OF_A_RECORD, page_id=item.pk),
        "places": [
            {name: value for name, value in record.data.items() if name != "path"}
            for record in records
        ],
        "files": rows_of(FileUse, {"id", "page_id"}, page_id=item.pk),
        "authors": rows_of(DraftAuthor, {"id", "page_id", "revision_id"}, page_id=item.pk),
    }


def searched_of(item):
    """The item's entry in the search index, but for its number."""
    storage = get_search_backend().storage
    entry = key_space(ItemPage).key_of(item.pk)
    return [
        zone.replace(canonical(item.index_number), "N") for zone in storage.read([entry])[entry]
    ]


def full_item(column, document, **values):
    target = values.pop("interprets", None)
    return new_item(
        column,
        document_number="泗政 [2013] 012 号",
        summary="明确养护责任。",
        keywords="农村公路、养护",
        topic=TopicFactory._meta.model.objects.get(code="full"),
        genre=GenreFactory._meta.model.objects.get(code="full"),
        audience=AudienceFactory._meta.model.objects.get(code="full"),
        effective_on=date(2013, 4, 1),
        expires_on=date(2018, 3, 31),
        interprets=target,
        search_description="养护",
        body=[
            (
                "text",
                f"<p>各村、各单位：</p><p>请<a linktype='document' id='{document.pk}'>看</a></p>",
            ),
            ("attachment", document),
        ],
        attachments=[
            ItemAttachment(document=document, title="养护名录", sort_order=0),
            ItemAttachment(document=document, sort_order=1),
        ],
        **values,
    )


@pytest.mark.parametrize("with_user", [False, True])
@pytest.mark.parametrize("number", ["", "given"])
def test_a_bulk_item_equals_its_twin_published_alone(column, with_user, number):
    TopicFactory(code="full")
    GenreFactory(code="full")
    AudienceFactory(code="full")
    document = get_document_model().objects.create(
        title="名录", file=ContentFile("内容".encode(), name="list.txt")
    )
    user = UserFactory(admin=True) if with_user else None
    owner = UserFactory()
    target = publish_one(column.category, new_item(column, title="被解读的文件"))
    numbers = [f"002948561/2013-0004{n}" if number else "" for n in range(2)]
    alone = publish_one(
        column.category,
        full_item(column, document, interprets=target, owner=owner, index_number=numbers[0]),
        user=user,
    )
    [bulk] = publish_all(
        column,
        [full_item(column, document, interprets=target, owner=owner, index_number=numbers[1])],
        user=user,
    )

    assert row(bulk) == row(alone)
    assert revision_of(bulk) == revision_of(alone)
    assert [each.latest_revision.content["index_number"] for each in (alone, bulk)] == numbers
    assert bulk.latest_revision_id == bulk.live_revision_id
    assert bulk.latest_revision.user == alone.latest_revision.user
    assert bulk.latest_revision.object_str == alone.latest_revision.object_str
    assert bulk.latest_revision_created_at == bulk.latest_revision.created_at
    assert log_of(bulk) == log_of(alone)
    assert len(log_of(bulk)) == 2
    assert references_of(bulk) == references_of(alone)
    assert references_of(bulk)
    assert [(each.title, each.document, each.sort_order) for each in bulk.attachments.all()] == [
        (each.title, each.document, each.sort_order) for each in alone.attachments.all()
    ]
    assert (alone.slug, bulk.slug) == (
        "guan-yu-zuo-hao-nong-cun-gong-lu-yang-hu-gong-zuo-de-tong",
        "guan-yu-zuo-hao-nong-cun-gong-lu-yang-hu-gong-zuo-de-tong-2",
    )
    assert reviewed_of(bulk) == reviewed_of(alone)
    assert searched_of(bulk) == searched_of(alone)
    of_a_listed = {"item", "index_number"}
    listed = [rows_of(ListedItem, of_a_listed, item=each.pk) for each in (alone, bulk)]
    assert listed[0] == listed[1] != []
    assert not checking.check()
    assert bulk.url_path == f"{column.category.url_path}{bulk.slug}/"
    assert bulk.document_number == "泗政〔2013〕12号"
    registered = [IndexNumber.objects.get(item=item) for item in (alone, bulk)]
    assert registered[0].origin == registered[1].origin
    assert [each.number for each in registered] == [alone.index_number, bulk.index_number]
    assert int(bulk.index_number[-5:]) == int(alone.index_number[-5:]) + 1


def test_both_are_found_by_the_search(column):
    alone = publish_one(column.category, new_item(column, title="Alpha roads", summary="zebra"))
    [bulk] = publish_all(column, [new_item(column, title="Beta roads", summary="zebra")])
    assert {page.pk for page in ItemPage.objects.search("zebra")} == {alone.pk, bulk.pk}
    assert {page.pk for page in Page.objects.search("roads")} == {alone.pk, bulk.pk}
    assert {page.pk for page in Page.objects.autocomplete("Bet")} == {bulk.pk}


def test_the_tree_stays_sound_and_in_order(column):
    first, second = column.categories[0], column.categories[2]
    children_before = first.numchild
    pairs = [((first, second)[n % 2], new_item(column, title=f"第{n}号通知")) for n in range(25)]
    assert publish_items(pairs, Publication(reason="测试", batch_size=7)) == 25
    assert not any(Page.find_problems())
    first = CategoryPage.objects.get(pk=first.pk)
    assert first.numchild == children_before + 13
    assert [page.title for page in first.get_children()][children_before:] == [
        f"第{n}号通知" for n in range(0, 25, 2)
    ]
    after = publish_one(second, new_item(column, title="随后发布"))
    assert after.index_number.endswith("-00026")
    assert not any(Page.find_problems())


def test_the_revision_can_be_edited_and_published_again(column):
    [item] = publish_all(column, [new_item(column)])
    draft = item.get_latest_revision_as_object()
    draft.title = "改过的标题"
    with imported():
        draft.save_revision().publish()
    again = ItemPage.objects.get(pk=item.pk)
    assert again.title == "改过的标题"
    assert (again.slug, again.index_number) == (item.slug, item.index_number)
    assert again.first_published_at == item.first_published_at


def test_equal_titles_get_addresses_of_their_own(column):
    publish_one(column.category, new_item(column, title="公告"))
    items = publish_all(column, [new_item(column, title="公告") for _ in range(3)], batch_size=2)
    assert [item.slug for item in items] == ["gong-gao-2", "gong-gao-3", "gong-gao-4"]
    elsewhere = new_item(column, title="公告")
    publish_items([(column.policies, elsewhere)], Publication(reason="测试"))
    assert elsewhere.slug == "gong-gao"


def test_numbers_are_consecutive_and_given_ones_are_kept(column):
    series = f"{column.government.organisation_code}/2013-"
    items = [new_item(column, title=f"通知{n}") for n in range(4)]
    items[1].index_number = f"{series}00003"
    items[3].index_number = "旧-7"
    published = publish_all(column, items)
    assert [item.index_number for item in published] == [
        f"{series}00004", f"{series}00003", f"{series}00005", "旧-7",
    ]  # fmt: skip
    assert IndexNumberSeries.objects.get(series=series).last_serial == 5


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 256}, "title"),
        ({"summary": "长" * 501}, "summary"),
        ({"kind": "poem"}, "kind"),
        ({"written_on": None}, "written_on"),
        ({"written_on": date(2013, 3, 5)}, "published_on"),
        ({"organ": None}, "organ"),
        ({"organ_id": 987654}, "organ"),
        ({"topic_id": 987654}, "topic"),
        (
            {"go_live_at": datetime(2999, 1, 1, tzinfo=timezone.get_current_timezone())},
            "go_live_at",
        ),
        ({"index_number": "taken"}, "index_number"),
        ({"index_number": "twice"}, "index_number"),
        ({"attachments": [ItemAttachment(document_id=987654)]}, "attachments"),
    ],
)
def test_a_bad_item_is_named_and_stops_no_other(column, change, field):
    publish_one(column.category, new_item(column, index_number="taken"))
    organ = change.pop("organ", column.office) if "organ_id" not in change else None
    bad = new_item(column, **({"organ": organ} if "organ_id" not in change else {}) | change)
    if "organ_id" in change:
        bad.organ_id = change["organ_id"]
    refused = []
    items = [new_item(column, index_number="twice"), bad, new_item(column)]
    count = publish_items(
        [(column.category, item) for item in items],
        Publication(reason="测试"),
        refuse=lambda position, item, error: refused.append((position, item, error)),
    )
    assert count == 2
    [(position, item, error)] = refused
    assert (position, item) == (1, bad) or item is bad
    assert field in error.message_dict
    assert items[2].pk
    assert ItemPage.objects.count() == 3
    assert not any(Page.find_problems())


def test_an_organ_without_a_code_is_refused_like_in_the_form(column):
    organ = OrganFactory(organisation_code="")
    with pytest.raises(ValidationError) as caught:
        publish_all(column, [new_item(column), new_item(column, organ=organ)])
    assert "organ" in caught.value.message_dict
    assert not ItemPage.objects.exists()
    assert not IndexNumber.objects.exists()


def test_the_item_can_be_mended_after_a_refusal(column):
    item = new_item(column, title="")
    with pytest.raises(ValidationError):
        publish_all(column, [item])
    item.title = "补上的标题"
    [published] = publish_all(column, [item])
    assert published.slug == "bu-shang-de-biao-ti"


def test_a_value_that_only_the_database_refuses_stops_no_other(column, monkeypatch):
    from catalogue.services import bulk_checks

    publish_one(column.category, new_item(column, index_number="raced"))
    # As if another process had taken the number between the check and the insert.
    monkeypatch.setattr(bulk_checks, "taken_numbers", lambda numbers: {})
    items = [new_item(column, title=f"第{n}件", index_number=f"n-{n}") for n in range(5)]
    items[3].index_number = "raced"
    refused = []
    count = publish_items(
        [(column.category, item) for item in items],
        Publication(reason="测试"),
        refuse=lambda position, item, error: refused.append(position),
    )
    assert (count, refused) == (4, [3])
    assert not any(Page.find_problems())
    assert ItemPage.objects.count() == IndexNumber.objects.count() == 5


def test_receivers_are_told_after_the_commit(column, django_capture_on_commit_callbacks):
    heard = []

    def receiver(sender, instance, revision, **kwargs):
        heard.append((sender, instance.title, revision.pk == instance.live_revision_id))

    page_published.connect(receiver)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            publish_all(column, [new_item(column, title=f"第{n}件") for n in range(2)])
            assert heard == []
    finally:
        page_published.disconnect(receiver)
    assert heard == [(ItemPage, "第0件", True), (ItemPage, "第1件", True)]


def test_the_moment_of_publication_can_be_given(column):
    moment = datetime(2013, 3, 4, 9, 30, tzinfo=timezone.get_current_timezone())
    [item] = publish_all(
        column, [new_item(column, published_on=None)], at=lambda item: moment, log_data={"by": "x"}
    )
    assert item.published_on == date(2013, 3, 4)
    assert item.published_year == 2013
    assert item.first_published_at == item.last_published_at == moment
    assert {entry.timestamp for entry in PageLogEntry.objects.filter(page=item.pk)} == {moment}
    assert [entry.data for entry in PageLogEntry.objects.filter(page=item.pk)] == [{"by": "x"}] * 2
    assert Revision.objects.get(object_id=str(item.pk)).created_at == moment


def test_a_user_without_the_right_publishes_nothing(column):
    with pytest.raises(PermissionDenied, match="规范性文件"):
        publish_all(column, [new_item(column)], user=UserFactory())
    assert not ItemPage.objects.exists()


def test_a_batch_takes_few_queries(column):
    publish_all(column, [new_item(column)])
    counts = []
    for size in (5, 50):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            publish_all(column, [new_item(column, title=f"{size}批第{n}件") for n in range(size)])
        counts.append(len(queries) - size)  # publish_all reads every item again
    # SQLite takes so many values in a statement: what is long is inserted in two.
    assert counts[1] <= counts[0] + 5


@pytest.mark.django_db(transaction=True)
def test_loads_and_editors_at_once_share_the_tree_and_the_numbers():
    column = make_column()
    errors = []

    def work(task):
        try:
            task()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    def load(name):
        pairs = [
            (column.categories[n % 2], new_item(column, title=f"{name}第{n}件")) for n in range(12)
        ]
        publish_items(pairs, Publication(reason="测试", batch_size=4))

    def edit():
        for n in range(4):
            publish_one(
                CategoryPage.objects.get(pk=column.category.pk),
                new_item(column, title=f"手写第{n}件"),
            )

    tasks = [lambda: load("甲"), lambda: load("乙"), edit]
    threads = [threading.Thread(target=work, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert not any(Page.find_problems())
    numbers = sorted(ItemPage.objects.values_list("index_number", flat=True))
    assert [int(number[-5:]) for number in numbers] == list(range(1, 29))
