"""The index follows what is written, and nothing is left of what went."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from wagtail.models import Page

from catalogue.models import ItemPage, Organ
from tests.factories.catalogue import ItemPageFactory, OrganFactory


@pytest.fixture
def item(engine, column):
    return ItemPageFactory(parent=column.category, organ=column.office, title="公路养护计划")


def found(engine, query, model=ItemPage):
    return [obj.pk for obj in engine.search(query, model)]


def test_a_new_object_is_found(engine, item):
    assert found(engine, "路养护") == [item.pk]


def test_a_changed_object_is_found_by_its_new_words_only(engine, item):
    for title in ("水库养护计划", "公路养护计划", "水库养护计划"):
        item.title = title
        item.save()
    assert found(engine, "水库养护") == [item.pk]
    assert found(engine, "公路") == []
    assert found(engine, "养护") == [item.pk]
    assert engine.search("养护", ItemPage).count() == 1


def test_a_change_of_nothing_changes_nothing(engine, item):
    item.save()
    engine.add(item)
    engine.add_bulk(ItemPage, [item])
    assert found(engine, "公路") == [item.pk]
    assert engine.search("公路", ItemPage).count() == 1


def test_a_deleted_object_is_not_found(engine, item):
    other = ItemPageFactory(parent=item.get_parent(), organ=item.organ, title="公路养护办法")
    item.delete()
    assert found(engine, "公路") == [other.pk]
    assert engine.search("公路养护计划", Page).count() == 0


def test_a_branch_is_deleted_with_its_pages(engine, item, column):
    Page.objects.get(pk=column.category.pk).delete()
    assert found(engine, "公路", Page) == []


def test_an_unpublished_page_is_not_among_the_live(engine, item):
    item.unpublish()
    live = ItemPage.objects.live()
    assert found(engine, "公路", live) == []
    assert engine.search("公路", live).count() == 0
    assert dict(engine.search("公路", live).facet("kind")) == {}
    item.get_latest_revision_as_object().save_revision().publish()
    assert found(engine, "公路", live) == [item.pk]


def test_a_draft_is_found_by_what_is_public(engine, item):
    item.title = "水库"
    item.save_revision()
    assert found(engine, "水库") == []
    assert found(engine, "公路") == [item.pk]


def test_the_whole_index_is_made_anew(engine, item):
    organ = OrganFactory(name="公路管理站")
    Page.objects.filter(pk=item.pk).update(title="水库养护计划", draft_title="水库养护计划")
    Organ.objects.filter(pk=organ.pk).update(name="水库管理站")
    for _turn in range(2):
        call_command("update_index", verbosity=0)
        assert found(engine, "公路") == found(engine, "公路", Organ) == []
        assert found(engine, "水库") == [item.pk]
        assert found(engine, "水库管理站", Organ) == [organ.pk]


def test_what_is_gone_is_gone_from_a_new_index(engine, item):
    Page.objects.filter(pk=item.pk).update(title="水库")
    call_command("update_index", verbosity=0)
    assert engine.search("公路", Page).count() == 0
