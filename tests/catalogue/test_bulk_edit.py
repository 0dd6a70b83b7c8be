"""Metadata of many items at once: previewed, as drafts for the review, refused where it must be."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from catalogue.models import ItemPage
from catalogue.services import bulk_edit
from catalogue.services.bulk_edit import Changes
from review.services.public_check import unreviewed_pages
from tests.factories.catalogue import (
    GenreFactory,
    ItemPageFactory,
    OrganFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(column, staff):
    made = [
        ItemPageFactory(
            parent=column.category, organ=column.office, keywords="公路 养护", owner=staff.editor
        )
        for _n in range(3)
    ]
    for item in made:
        item.save_revision()
    return made


def drafts(items):
    return [ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object() for item in items]


def fresh(items):
    return list(ItemPage.objects.filter(pk__in=[item.pk for item in items]).order_by("pk"))


def test_what_is_public_changes_as_a_draft_only(items, staff):
    topic, genre = TopicFactory(), GenreFactory()
    changes = Changes({"topic": topic, "genre": genre}, add=("桥梁",), remove=("养护",))
    report = bulk_edit.apply(fresh(items), changes, staff.office)
    assert len(report.changed) == 3
    for draft in drafts(items):
        assert (draft.topic, draft.genre, draft.keywords) == (topic, genre, "公路 桥梁")
    for item in fresh(items):
        assert (item.topic, item.keywords, item.has_unpublished_changes) == (
            None,
            "公路 养护",
            True,
        )
    assert not list(unreviewed_pages())


def test_what_is_so_already_gets_no_draft(items, staff):
    revisions = [item.latest_revision_id for item in fresh(items)]
    report = bulk_edit.apply(fresh(items), Changes(add=("公路",)), staff.office)
    assert len(report.unchanged) == 3
    assert [item.latest_revision_id for item in fresh(items)] == revisions


def test_a_value_is_taken_away(items, staff):
    topic = TopicFactory()
    bulk_edit.apply(fresh(items), Changes({"topic": topic}), staff.office)
    bulk_edit.apply(fresh(items), Changes({"topic": None}), staff.office)
    assert {draft.topic for draft in drafts(items)} == {None}


def test_the_next_review_holds_at_once(items, staff):
    day = timezone.localdate() + timedelta(days=100)
    revisions = [item.latest_revision_id for item in fresh(items)]
    bulk_edit.apply(fresh(items), Changes(review_by=day), staff.office)
    assert {item.review_by for item in fresh(items)} == {day}
    assert [item.latest_revision_id for item in fresh(items)] == revisions


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("locked", "锁定"),
        ("in review", "正在审查"),
        ("alias", "别名"),
        ("foreign organ", "信息员"),
        ("public move", "发布权限"),
    ],
)
def test_what_must_not_change_is_refused_and_the_others_change(
    column, items, staff, case, sentence
):
    first = items[0]
    user, changes = staff.office, Changes({"topic": TopicFactory()})
    if case == "locked":
        ItemPage.objects.filter(pk=first.pk).update(
            locked=True, locked_by=staff.admin, locked_at=timezone.now()
        )
    elif case == "in review":
        first.get_workflow().start(first, staff.editor)
    elif case == "alias":
        items[0] = first = first.create_alias(parent=column.categories[2])
    elif case == "foreign organ":
        user, changes = staff.editor, Changes({"organ": OrganFactory()})
    else:
        changes = Changes(category=column.categories[2])
    report = bulk_edit.apply(fresh(items), changes, user)
    refused = {item.pk: why for item, why in report.refused}
    assert sentence in refused[first.pk]
    expected = 3 if case in {"foreign organ", "public move"} else 1
    assert len(refused) == expected
    assert len(report.changed) == 3 - expected


def test_an_invalid_result_is_refused(items, staff, column):
    long = "字" * 250
    report = bulk_edit.apply(fresh(items), Changes(add=(long,)), staff.office)
    assert len(report.refused) == 3
    assert report.refused[0][1].startswith("关键词：")


def test_drafts_are_moved(column, staff):
    item = ItemPageFactory(
        parent=column.category, organ=column.office, owner=staff.office, draft=True
    )
    target = column.categories[2]
    report = bulk_edit.apply(fresh([item]), Changes(category=target), staff.office)
    assert [each.pk for each in report.changed] == [item.pk]
    assert ItemPage.objects.get(pk=item.pk).is_child_of(target)


def test_nothing_to_change_is_an_error(items, staff):
    with pytest.raises(ValidationError):
        bulk_edit.apply(fresh(items), Changes(), staff.office)


class TestPage:
    @staticmethod
    def url(items):
        keys = [("id", item.pk) for item in items]
        query = urlencode([*keys, ("next", reverse("gongkai-items:index"))])
        return reverse("wagtail_bulk_action", args=["wagtailcore", "page", "gongkai_edit"]) + (
            f"?{query}"
        )

    def test_the_list_offers_it(self, client, items, staff):
        client.force_login(staff.office)
        page = client.get(reverse("gongkai-items:index")).content.decode()
        assert "批量修改所选条目的元数据" in page

    def test_preview_then_change(self, client, column, items, staff):
        client.force_login(staff.office)
        genre = GenreFactory()
        url = self.url([*items, column.category])
        page = client.get(url).content.decode()
        assert "不是条目" in page
        data = {"genre": genre.pk, "add": "桥梁"}
        shown = client.post(url, data).content.decode()
        assert "公路 养护 桥梁" in shown
        assert not any(draft.genre for draft in drafts(items))
        seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
        answer = client.post(url, {**data, "seen": seen, "confirm": "1"}, follow=True)
        assert "已修改3条" in answer.content.decode()
        assert {draft.genre for draft in drafts(items)} == {genre}

    @pytest.mark.parametrize("data", [{}, {"review_by": "x"}, {"topic": "99999999"}])
    def test_errors_keep_what_was_typed(self, client, items, staff, data):
        client.force_login(staff.office)
        answer = client.post(self.url(items), {"add": "", **data})
        assert answer.status_code == 200
        assert answer.context["form"].errors

    def test_foreign_keys_are_no_error_of_the_server(self, client, items, staff):
        client.force_login(staff.office)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "gongkai_edit"])
        assert client.get(f"{url}?id=all").status_code == 200
        assert client.get(f"{url}?id={items[0].pk}&id=99999999").status_code == 200
