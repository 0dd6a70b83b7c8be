"""Duplicates in the vocabularies become one; reviews, counts and drafts stay right."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from wagtail.models import PageLogEntry

from catalogue.models import Audience, Genre, ItemPage, Organ, Topic, VocabularyMerge
from catalogue.services import merging, merging_references
from catalogue.services.merge_previews import preview, preview_keyword
from catalogue.tallies import checking
from review.content import content_digest
from review.models import Release
from review.services.public_check import unreviewed_pages
from tests.factories.catalogue import (
    AudienceFactory,
    GenreFactory,
    ItemPageFactory,
    OrganFactory,
    TopicFactory,
    UserFactory,
    make_staff,
)

pytestmark = pytest.mark.django_db
WHY = "重复录入"
FACTORIES = {
    "organ": OrganFactory,
    "topic": TopicFactory,
    "genre": GenreFactory,
    "audience": AudienceFactory,
}


def sound():
    """Public pages are as they were reviewed, and the counts are right."""
    call_command("verify_review_records", verbosity=0)
    return not list(unreviewed_pages()) and not checking.check()


@pytest.mark.parametrize("name", FACTORIES)
def test_items_get_the_value_that_stays_and_the_review_stays_sound(column, name):
    old, new = FACTORIES[name](), FACTORIES[name]()
    public = ItemPageFactory(parent=column.category, **{name: old})
    draft = ItemPageFactory(parent=column.category, draft=True, **{name: old})
    digest = Release.objects.get(page_id=public.pk).digest
    found = preview(old, new)
    assert (found.public, found.drafts, found.refusals) == (1, 1, [])
    record = merging.merge(old, new, None, WHY)
    for item in (public, draft):
        item.refresh_from_db()
        assert getattr(item, name) == new
    assert getattr(draft.get_latest_revision_as_object(), name) == new
    assert (record.items, bool(record.finished_at)) == (2, True)
    assert content_digest(ItemPage.objects.get(pk=public.pk)) == digest
    assert sound()
    assert PageLogEntry.objects.filter(action=merging.ITEM_ACTION).count() == 2
    assert not type(old).objects.filter(pk=old.pk).exists()


def test_another_value_under_the_cover_of_a_merge_is_found(column):
    old, new, third = GenreFactory(), GenreFactory(), GenreFactory()
    item = ItemPageFactory(parent=column.category, genre=old)
    merging.merge(old, new, None, WHY)
    ItemPage.objects.filter(pk=item.pk).update(genre=third)
    assert [page.pk for page, _why in unreviewed_pages()] == [item.pk]


def test_a_chain_of_merges_leads_to_the_last(column):
    first, second, third = (TopicFactory() for _n in range(3))
    item = ItemPageFactory(parent=column.category, topic=first)
    item.save_revision()
    merging.merge(first, second, None, WHY)
    merging.merge(second, third, None, WHY)
    item.refresh_from_db()
    assert item.topic == third
    assert item.get_latest_revision_as_object().topic == third
    assert item.merged_values == {"topic": first.pk}
    assert sound()


def test_what_was_approved_before_is_published_after(column):
    staff = make_staff(column)
    old, new = TopicFactory(), TopicFactory()
    item = ItemPageFactory(
        parent=column.category, draft=True, topic=old, organ=column.office, owner=staff.editor
    )
    from review.enums import Action
    from review.services.records import Entry, append

    revision = item.get_latest_revision()
    draft = revision.as_object()
    entry = Entry(
        action=Action.APPROVED,
        page=draft,
        digest=content_digest(draft),
        actor=staff.approver,
        revision_id=revision.pk,
    )
    append(entry)
    merging.merge(old, new, staff.office, WHY)
    item.refresh_from_db()
    item.get_latest_revision().publish(skip_permission_checks=True)
    item.refresh_from_db()
    assert item.live
    assert item.topic == new
    assert sound()


@pytest.mark.parametrize(
    ("before", "old", "new", "after"),
    [
        ("农村公路 养护", "养护", "公路养护", "农村公路 公路养护"),
        ("公路养护 养护", "养护", "公路养护", "公路养护"),
        ("公路养护", "养护", "保养", "公路养护"),
        ("养护 农村", "养护", "", "农村"),
    ],
)
def test_a_keyword_is_replaced_as_a_whole_word(column, before, old, new, after):
    item = ItemPageFactory(parent=column.category, keywords=before)
    item.save_revision()
    merging.merge_keyword(old, new, None, WHY)
    item.refresh_from_db()
    assert item.keywords == after
    assert item.get_latest_revision_as_object().keywords == after
    assert sound()


def test_a_keyword_may_come_back(column):
    item = ItemPageFactory(parent=column.category, keywords="养护")
    merging.merge_keyword("养护", "保养", None, WHY)
    merging.merge_keyword("保养", "养护", None, WHY)
    item.refresh_from_db()
    assert item.keywords == "养护"
    assert sound()
    assert preview_keyword("养护").public == 1


def test_what_else_refers_to_an_organ_follows(column):
    old = OrganFactory()
    editor, both = UserFactory(), UserFactory()
    old.editors.add(editor, both)
    new = column.office
    new.editors.add(both)
    below = OrganFactory(parent=old)
    column.category.organ = old
    column.category.save()
    assert dict(preview(old, new).others)["机构－上级机构"] == 1
    merging.merge(old, new, None, WHY)
    below.refresh_from_db()
    column.category.refresh_from_db()
    assert below.parent == new
    assert column.category.organ == new
    assert set(new.editors.all()) == {editor, both}
    assert old.pk in Organ.objects.subtree_ids([new.pk])


def test_a_column_and_its_drafts_follow(column):
    other = OrganFactory()
    column.home.save_revision()
    merging.merge(column.government, other, None, WHY)
    column.home.refresh_from_db()
    assert column.home.organ == other
    assert column.home.get_latest_revision_as_object().organ == other


def test_what_only_a_review_may_change_stands_in_the_way(column, monkeypatch):
    reviewed = merging_references.review_module("reviewed")
    monkeypatch.setattr(reviewed, "is_reviewed_type", lambda model: True)
    other = OrganFactory()
    with pytest.raises(ValidationError, match="送审"):
        merging.merge(column.government, other, None, WHY)
    assert "送审" in preview(column.government, other).refusals[0]
    assert Organ.objects.filter(pk=column.government.pk).exists()


def test_a_class_with_topics_goes_only_into_a_class():
    upper = Topic.objects.get(code="02")
    other = Topic.objects.get(code="03")
    part = other.children.first()
    for new in (part, upper.children.first()):
        with pytest.raises(ValidationError):
            merging.merge(upper, new, None, WHY)


def test_it_is_for_who_may_and_says_why(column):
    old, new = AudienceFactory(), AudienceFactory()
    with pytest.raises(PermissionDenied):
        merging.merge(old, new, UserFactory(), WHY)
    with pytest.raises(ValidationError) as refused:
        merging.merge(old, new, None, "  ")
    assert "reason" in refused.value.message_dict
    staff = make_staff(column)
    merging.merge(old, new, staff.office, WHY)
    assert not Audience.objects.filter(pk=old.pk).exists()


def test_name_and_code_are_free_again():
    old, new = GenreFactory(name="通知书", code="tzs"), GenreFactory()
    merging.merge(old, new, None, WHY)
    fresh = Genre(name="通知书", code="tzs")
    fresh.full_clean()
    fresh.save()


def test_what_broke_off_is_taken_up(column, monkeypatch):
    old, new = GenreFactory(), GenreFactory()
    items = [ItemPageFactory(parent=column.category, genre=old) for _n in range(5)]
    monkeypatch.setattr(merging, "PIECE", 2)
    with monkeypatch.context() as broken:
        broken.setattr(merging, "go_on", lambda key: 0)
        record = merging.merge(old, new, None, WHY)
    assert record.finished_at is None
    call_command("continue_merges", verbosity=0)
    assert VocabularyMerge.objects.get(pk=record.pk).items == 5
    assert ItemPage.objects.filter(genre=new).count() == len(items)
    assert sound()
