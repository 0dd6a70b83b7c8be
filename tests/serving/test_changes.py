"""What changes whose pages: a version is renewed by what the public sees, and by nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from catalogue.models import DisclosureSiteSettings, Genre, ItemPage, Topic
from catalogue.services.bulk import Publication, publish_items
from disclosure_pages.statistics import services
from serving import changes, versions
from serving.content import content_tag
from tests.factories.catalogue import (
    CategoryPageFactory,
    GenreFactory,
    ItemPageFactory,
    TopicFactory,
    UserFactory,
    imported,
    make_column,
)
from tests.factories.images import make_image
from tests.factories.registers import ActivityFactory

pytestmark = pytest.mark.django_db


class Towns:
    """Two towns in one site, each with an item; what is changed is told by a function of them."""

    def __init__(self) -> None:
        self.column = make_column(as_site_root=False)
        self.other = make_column(name="小曹娥镇", slug="other", as_site_root=False)
        self.item = self.make_item(self.column, "甲镇的条目")
        self.second = self.make_item(self.other, "乙镇的条目")
        self.draft = self.make_item(self.column, "草稿", draft=True)
        DisclosureSiteSettings.for_site(self.column.site)
        self.document = get_document_model().objects.create(
            title="附件", file=ContentFile(b"x", "a.txt")
        )
        self.image = make_image()
        self.rendition = self.image.get_rendition("width-10")
        self.admin = UserFactory(admin=True)

    def make_item(self, column, title, **fields):
        return ItemPageFactory(parent=column.category, organ=column.office, title=title, **fields)

    def publish(self, item, **fields):
        for name, value in fields.items():
            setattr(item, name, value)
        with imported():
            item.save_revision().publish()


@pytest.fixture
def towns():
    return Towns()


def refers(towns):
    towns.publish(towns.second, repealed_by=towns.item)


def restrict(towns):
    return PageViewRestriction.objects.create(
        page=Page.objects.get(pk=towns.column.category.pk), restriction_type="login"
    )


def bulk(towns):
    day = timezone.localdate()
    draft = ItemPage(title="批量", organ=towns.other.office, written_on=day, published_on=day)
    assert publish_items([(towns.other.category, draft)], Publication(reason="测试")) == 1


def scheduled(towns):
    with imported():
        revision = towns.item.save_revision(approved_go_live_at=timezone.now() - timedelta(hours=1))
        towns.item.title = "定时"
        call_command("publish_scheduled", verbosity=0)
    assert revision.pk


def expired(towns):
    Page.objects.filter(pk=towns.item.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled", verbosity=0)
    assert not Page.objects.get(pk=towns.item.pk).live


def promoted(towns):
    SearchPromotion.objects.create(
        query=Query.get("防汛"), page=Page.objects.get(pk=towns.item.pk), sort_order=1
    )


def moved(towns):
    towns.item.move(towns.other.category, pos="last-child")


def renamed_address(towns):
    towns.column.category.slug = "another"
    towns.column.category.save()


def enter(towns):
    statistics = services.get_or_create(towns.column.government, 2013)
    services.enter_many(statistics, {"applications.received": 3}, "台账", towns.admin)


FIRST, SECOND = {"first"}, {"second"}
BOTH = FIRST | SECOND
# Title; what is done before; what changes; whose pages it changes.
CHANGES = [
    ("publish", None, lambda t: t.make_item(t.column, "新"), FIRST),
    ("publish elsewhere", None, lambda t: t.make_item(t.other, "新"), SECOND),
    ("publish a draft", None, lambda t: t.publish(t.draft, published_on=None), FIRST),
    ("correct", None, lambda t: t.publish(t.item, title="更正"), FIRST),
    ("correct what another refers to", refers, lambda t: t.publish(t.item, title="更正"), BOTH),
    ("unpublish", None, lambda t: t.item.unpublish(), FIRST),
    ("unpublish what another refers to", refers, lambda t: t.item.unpublish(), BOTH),
    ("move", None, moved, BOTH),
    ("delete", None, lambda t: t.item.delete(), FIRST),
    ("delete a category", None, lambda t: t.column.categories[2].delete(), FIRST),
    ("delete by a query", None, lambda t: Page.objects.filter(pk=t.item.pk).delete(), FIRST),
    ("new category", None, lambda t: CategoryPageFactory(parent=t.other.catalogue), SECOND),
    ("new address of a category", None, renamed_address, FIRST),
    ("repeat in the other column", None, lambda t: t.item.create_alias(
        parent=t.other.category, update_slug="again"), SECOND),
    ("bulk load", None, bulk, SECOND),
    ("scheduled", None, scheduled, FIRST),
    ("expired", None, expired, FIRST),
    ("restrict", None, restrict, BOTH),
    ("end of a restriction", restrict, lambda t: PageViewRestriction.objects.get().delete(), BOTH),
    ("restrict a collection", None, lambda t: CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="login"), BOTH),
    ("rename an organ", None, lambda t: (setattr(t.column.office, "name", "新名"),
        t.column.office.save()), BOTH),
    ("new topic", None, lambda t: TopicFactory(), BOTH),
    ("new genre", None, lambda t: GenreFactory(), BOTH),
    ("delete a topic", lambda t: TopicFactory(code="gone"),
        lambda t: Topic.objects.get(code="gone").delete(), BOTH),
    ("delete a genre", lambda t: GenreFactory(code="gone"),
        lambda t: Genre.objects.get(code="gone").delete(), BOTH),
    ("settings", None, lambda t: DisclosureSiteSettings.for_site(t.column.site).save(), BOTH),
    ("site", None, lambda t: t.column.site.save(), BOTH),
    ("redirect", None, lambda t: Redirect.objects.create(
        old_path="/a", redirect_link="/b"), BOTH),
    ("promotion", None, promoted, BOTH),
    ("another file of a document", None, lambda t: t.document.save(), BOTH),
    ("delete a document", None, lambda t: t.document.delete(), BOTH),
    ("another file of an image", None, lambda t: t.image.save(), BOTH),
    ("delete a rendition", None, lambda t: t.rendition.delete(), BOTH),
]  # fmt: skip
NO_CHANGES = [
    ("save a draft", lambda t: (setattr(t.item, "title", "草稿"), t.item.save_revision())),
    ("save a draft that was never public", lambda t: (t.draft.save(), t.draft.save_revision())),
    ("new draft", lambda t: t.make_item(t.column, "新草稿", draft=True)),
    ("delete a draft", lambda t: t.draft.delete()),
    ("lock", lambda t: (setattr(t.item, "locked", True), t.item.save(update_fields=["locked"]))),
    ("new document", lambda t: get_document_model().objects.create(
        title="新", file=ContentFile(b"y", "b.txt"))),
    ("new image", lambda t: make_image()),
    ("new rendition", lambda t: t.image.get_rendition("width-20")),
    ("new person", lambda t: UserFactory()),
    ("read", lambda t: t.item.get_url()),
]  # fmt: skip


def tags(towns):
    return {
        "first": content_tag(None, towns.column.home.pk),
        "second": content_tag(None, towns.other.home.pk),
    }


def changed(before, after):
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize(
    ("prepare", "change", "whose"),
    [pytest.param(*case[1:], id=case[0]) for case in CHANGES],
)
def test_a_change_renews_whoever_shows_it(towns, prepare, change, whose):
    if prepare:
        prepare(towns)
    before, everything = tags(towns), content_tag(None, None)
    change(towns)
    assert changed(before, tags(towns)) == whose
    assert content_tag(None, None) != everything


@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in NO_CHANGES])
def test_what_nobody_sees_renews_nothing(towns, change):
    before, everything = tags(towns), versions_of_pages()
    change(towns)
    assert changed(before, tags(towns)) == set()
    assert versions_of_pages() == everything


def versions_of_pages():
    words = versions.current().words
    return {
        scope: word
        for scope, word in words.items()
        if scope.startswith(versions.COLUMN) or scope in {versions.PUBLIC, versions.EVERYTHING}
    }


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(enter, id="entered figures"),
        pytest.param(lambda t: ActivityFactory(organ=t.column.office), id="register rows"),
    ],
)
def test_what_is_counted_renews_reports_and_no_lists(towns, change):
    before, everything = tags(towns), content_tag(None, None)
    change(towns)
    assert changed(before, tags(towns)) == set()
    assert content_tag(None, None) != everything


def test_rows_written_past_the_models_are_told_of(towns):
    before = tags(towns)
    changes.pages_changed([towns.item])
    assert changed(before, tags(towns)) == FIRST
    changes.public_rows_changed()
    assert changed(before, tags(towns)) == BOTH
