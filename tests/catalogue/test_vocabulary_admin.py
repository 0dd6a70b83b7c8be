"""The office keeps its vocabularies in order in the admin: preview first, then the change."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from catalogue.keyword_suggestions import suggest_keywords
from catalogue.models import Genre, ItemPage, Organ, SavedFilter, VocabularyMerge
from tests.factories.catalogue import (
    GenreFactory,
    ItemPageFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, staff):
    client.force_login(staff.office)
    return client


def confirmed(client, url, data):
    """Post, look at the preview, and confirm what it showed."""
    shown = client.post(url, data)
    assert shown.status_code == 200, shown
    seen = re.search(r'name="seen" value="(\w+)"', shown.content.decode())
    assert seen, shown.content.decode()
    answer = client.post(url, {**data, "seen": seen[1], "confirm": "1"})
    return shown.content.decode(), answer


def test_an_organ_is_renamed_after_a_preview(office, column):
    ItemPageFactory(parent=column.category, organ=column.office)
    url = reverse("gongkai_catalogue:organ_rename", args=[column.office.pk])
    assert office.get(url).status_code == 200
    shown, answer = confirmed(office, url, {"new_name": "泗门镇党建办公室", "on": "2019-04-01"})
    assert "2019-04-01以前成文的1条仍显示" in shown
    assert answer.status_code == 302
    assert Organ.objects.get(pk=column.office.pk).name == "泗门镇党建办公室"


def test_what_was_changed_after_the_preview_is_shown_again(office, column):
    url = reverse("gongkai_catalogue:organ_rename", args=[column.office.pk])
    data = {"new_name": "甲", "on": "2019-04-01"}
    shown = office.post(url, data).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    again = office.post(url, {**data, "new_name": "乙", "seen": seen, "confirm": "1"})
    assert again.status_code == 200
    assert Organ.objects.get(pk=column.office.pk).name == column.office.name


@pytest.mark.parametrize("name", ["organ_merge", "organ_dissolve"])
def test_an_organ_ends(office, column, name):
    first, second = column.offices
    url = reverse(f"gongkai_catalogue:{name}", args=[first.pk])
    _shown, answer = confirmed(office, url, {"into": second.pk, "on": "2019-04-01"})
    assert answer.status_code == 302
    assert Organ.objects.get(pk=first.pk).successor == second


@pytest.mark.parametrize("data", [{}, {"on": "x"}, {"new_name": "", "on": "2019-04-01"}])
def test_errors_stand_at_their_fields(office, column, data):
    url = reverse("gongkai_catalogue:organ_rename", args=[column.office.pk])
    answer = office.post(url, data)
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize(
    "name", ["organ_rename", "organ_merge", "organ_dissolve", "merge", "keywords", "merge_word"]
)
def test_editors_keep_no_vocabularies(client, staff, column, name):
    client.force_login(staff.editor)
    arguments = {
        "merge": ["organ", column.office.pk],
        "keywords": [],
        "merge_word": [],
    }.get(name, [column.office.pk])
    answer = client.get(reverse(f"gongkai_catalogue:{name}", args=arguments))
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")


def test_terms_are_merged_after_a_preview(office, column):
    old, new = TopicFactory(), TopicFactory()
    item = ItemPageFactory(parent=column.category, topic=old)
    url = reverse("gongkai_catalogue:merge", args=["topic", old.pk])
    shown, answer = confirmed(office, url, {"new": new.pk, "reason": "重复"})
    assert "已公开的条目1条" in shown
    assert item.title in shown
    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.topic == new
    for name in ("topic", "organ", "genre", "audience"):
        page = office.get(reverse(f"wagtailsnippets_gongkai_catalogue_{name}:list"))
        assert "合并重复项" in page.content.decode()


def test_keywords_have_counts_and_are_merged(office, column):
    ItemPageFactory(parent=column.category, keywords="公路 养护")
    ItemPageFactory(parent=column.category, keywords="公路")
    home = office.get(reverse("wagtailadmin_home")).content.decode()
    page = office.get(reverse("gongkai_catalogue:keywords"))
    assert "/admin/gongkai-catalogue/keywords/" in home
    assert list(page.context["words"])[:2] == [("公路", 2), ("养护", 1)]
    url = reverse("gongkai_catalogue:merge_word")
    assert 'value="养护"' in office.get(f"{url}?word=养护").content.decode()
    _shown, answer = confirmed(office, url, {"old": "养护", "new": "公路养护", "reason": "统一"})
    assert answer.status_code == 302
    assert VocabularyMerge.objects.get().items == 1
    words = dict(office.get(reverse("gongkai_catalogue:keywords")).context["words"])
    assert words == {"公路": 2, "公路养护": 1}


def test_a_hidden_genre_is_offered_only_where_it_stands(office, column):
    genre = GenreFactory(name="旧体裁", is_active=False)
    item = ItemPageFactory(parent=column.category, organ=column.office, genre=genre)
    other = ItemPageFactory(parent=column.category, organ=column.office)
    for page, is_there in ((item, True), (other, False)):
        form = office.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
        assert (genre in form.fields["genre"].queryset) is is_there


class TestReviewDates:
    def test_publication_sets_the_day_of_the_genre(self, column):
        genre = GenreFactory(review_after=6)
        item = ItemPageFactory(
            parent=column.category, genre=genre, draft=True, written_on=date(2013, 1, 1)
        )
        from review.services.imports import importing

        item.published_on = date(2013, 8, 31)
        item.live = True
        with importing("测试数据"):
            item.save()
        item.refresh_from_db()
        assert item.review_by == date(2014, 2, 28)

    def test_the_office_notes_a_review(self, office, column):
        item = ItemPageFactory(parent=column.category, organ=column.office)
        item.save_revision()
        ItemPage.objects.filter(pk=item.pk).update(review_by=date(2020, 1, 1))
        home = office.get(reverse("wagtailadmin_home")).content.decode()
        assert "到期复核的条目" in home
        assert item.title in home
        found = office.get(reverse("gongkai-items:index") + "?review=due")
        assert [each.pk for each in found.context["object_list"]] == [item.pk]
        url = reverse("gongkai_catalogue:review_by", args=[item.pk])
        day = timezone.localdate() + timedelta(days=90)
        confirmed(office, url, {"day": day.isoformat(), "remark": "仍有效"})
        item.refresh_from_db()
        assert item.review_by == day
        assert item.get_latest_revision_as_object().review_by == day
        assert PageLogEntry.objects.filter(action="gongkai_catalogue.item.review_by").exists()
        assert "到期复核" not in office.get(reverse("wagtailadmin_home")).content.decode()

    def test_a_day_gone_by_is_refused(self, office, column):
        item = ItemPageFactory(parent=column.category, organ=column.office)
        url = reverse("gongkai_catalogue:review_by", args=[item.pk])
        answer = office.post(url, {"day": "2013-01-01"})
        assert "day" in answer.context["form"].errors


class TestSavedFilters:
    URL = "gongkai_catalogue:save_filter"

    def test_filters_are_saved_used_and_deleted(self, client, staff, column):
        client.force_login(staff.editor)
        answer = client.post(reverse(self.URL), {"name": "草稿", "query": "live=False&evil=1&p=3"})
        assert answer.url.endswith("?live=False")
        saved = SavedFilter.objects.get()
        assert (saved.query, saved.owner, saved.is_shared) == ("live=False", staff.editor, False)
        page = client.get(answer.url).content.decode()
        assert "草稿" in page
        assert 'aria-current="true"' in page
        client.force_login(staff.office)
        assert ">草稿</a>" not in client.get(reverse("gongkai-items:index")).content.decode()
        delete = reverse("gongkai_catalogue:delete_filter", args=[saved.pk])
        assert client.post(delete).status_code == 404
        client.force_login(staff.editor)
        client.post(delete)
        assert not SavedFilter.objects.exists()

    def test_only_the_office_shares(self, client, staff):
        for user, number in ((staff.editor, 0), (staff.office, 1)):
            client.force_login(user)
            client.post(
                reverse(self.URL), {"name": "共用", "query": "kind=news", "is_shared": "on"}
            )
            assert SavedFilter.objects.count() == number
        client.force_login(staff.editor)
        assert ">共用</a>" in client.get(reverse("gongkai-items:index")).content.decode()

    @pytest.mark.parametrize("data", [{"name": ""}, {"name": "x", "query": ""}, {"name": "y" * 60}])
    def test_what_cannot_be_saved_is_explained(self, client, staff, data):
        client.force_login(staff.editor)
        answer = client.post(reverse(self.URL), {"query": "live=True", **data}, follow=True)
        assert answer.status_code == 200
        assert answer.context["messages"]
        assert answer.context["typed_name"] == data["name"]
        assert not SavedFilter.objects.exists()


class TestKeywordSuggestions:
    TEXT = "为加强农村公路养护，明确农村公路养护责任。养护资金由镇财政统筹。危险路段及时整治。"

    def test_words_come_with_the_reason(self, column):
        ItemPageFactory(parent=column.category, title="关于年度预算的通知")
        found = {
            each.word: each.why
            for each in suggest_keywords("关于印发农村公路养护管理办法的通知", self.TEXT)
        }
        assert any("公路" in word for word in found)
        assert not {"通知", "印发", "关于", "办法"} & found.keys()
        assert all(why.startswith("因为") for why in found.values())

    def test_a_word_that_others_bear_comes_first(self, column):
        ItemPageFactory(parent=column.category, keywords="镇财政")
        found = suggest_keywords("农村公路", f"{self.TEXT}镇财政。")
        assert "已有1条条目用它作关键词" in {each.word: each.why for each in found}["镇财政"]

    def test_nothing_comes_of_nothing(self):
        assert suggest_keywords("", "") == []

    def test_the_form_shows_them_and_scripts_ask(self, office, column):
        item = ItemPageFactory(
            parent=column.category, organ=column.office, title="农村公路养护办法", summary=self.TEXT
        )
        page = office.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
        assert "建议的关键词" in page
        assert "因为名称中出现，正文出现2次" in page
        url = reverse("gongkai_catalogue:suggest_keywords")
        answer = office.get(url, {"item": item.pk, "title": item.title}).json()
        assert answer["suggestions"]
        assert office.get(url, {"item": "x"}).status_code == 404
        office.force_login(UserFactory())
        assert office.get(url, {"item": item.pk}).status_code == 302


def test_genres_keep_their_figures_after_a_merge(column):
    old = GenreFactory()
    new = Genre.objects.exclude(statutory_class="").first()
    from catalogue.services import merging

    merging.merge(old, new, None, "重复")
    assert not Genre.objects.filter(pk=old.pk).exists()
