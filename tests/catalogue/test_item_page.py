"""The page of an item: its metadata, its validity, what it is related to."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import PageViewRestriction

from catalogue.models import ItemAttachment, ItemPage
from catalogue.presentation import metadata_rows
from tests.factories.catalogue import (
    AudienceFactory,
    GenreFactory,
    ItemPageFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def make(column, **kwargs):
    return ItemPageFactory(**{"parent": column.category, "organ": column.office, **kwargs})


def context_of(client, item):
    response = client.get(item.get_url())
    assert response.status_code == 200
    return response.context


def test_metadata_stand_in_the_order_of_the_guidelines(column):
    topic = TopicFactory(name="路政", parent=TopicFactory(name="本镇交通"))
    item = make(
        column,
        title="关于农村公路的通知",
        document_number="泗政[2013]12号",
        topic=topic,
        genre=GenreFactory(name="便函"),
        audience=AudienceFactory(name="本镇村民"),
        keywords="公路、养护",
        effective_on=date(2013, 4, 1),
        expires_on=date(2014, 4, 1),
        repealed_on=date(2013, 12, 1),
    )
    assert [(row.label, row.value) for row in metadata_rows(item)] == [
        ("索引号", f"{column.government.organisation_code}/2013-00001"),
        ("名称", "关于农村公路的通知"),
        ("成文日期", date(2013, 3, 1)),
        ("发布机构", "泗门镇党政综合办公室"),
        ("主题分类", "本镇交通/路政"),
        ("体裁分类", "便函"),
        ("关键词", "公路 养护"),
        ("文号", "泗政〔2013〕12号"),
        ("生效日期", date(2013, 4, 1)),
        ("失效日期", date(2014, 4, 1)),
        ("废止日期", date(2013, 12, 1)),
        ("服务对象", "本镇村民"),
        ("发布日期", date(2013, 3, 4)),
        ("有效性", "废止"),
        ("信息类别", "文件"),
        ("公开方式", "主动公开"),
        ("公开时限", "长期公开"),
    ]


def test_what_is_empty_is_left_out(column):
    labels = [row.label for row in metadata_rows(make(column))]
    assert "文号" not in labels
    assert "废止日期" not in labels


def test_previous_and_next_are_the_neighbours_by_date_in_the_same_category(column, client):
    days = [date(2013, 5, 1), date(2013, 4, 1), date(2013, 4, 1), date(2013, 6, 1)]
    may, april, april_too, june = (make(column, published_on=day) for day in days)
    make(column, parent=column.categories[2], published_on=date(2013, 4, 15))
    make(column, draft=True)
    order = [april, april_too, may, june]
    for place, item in enumerate(order):
        context = context_of(client, item)
        assert context["previous"] == (order[place - 1] if place else None)
        assert context["next"] == (order[place + 1] if place < 3 else None)


def test_a_repealed_item_stays_readable_under_a_banner_that_names_its_successor(column, client):
    new = make(column, title="新的管理办法", published_on=date(2014, 1, 1))
    old = make(column, title="旧的管理办法", repealed_by=new)
    assert old.repealed_on == date(2014, 1, 1)
    response = client.get(old.get_url())
    assert response.status_code == 200
    assert response.context["replaced_by"] == new
    assert not response.context["in_force"]
    text = response.content.decode()
    assert "新的管理办法" in text
    assert new.get_url() in text
    assert context_of(client, new)["replaces"] == [old]


def hide_by_draft(column, item):
    item.unpublish()


def hide_by_restriction(column, item):
    PageViewRestriction.objects.create(page=column.categories[2], restriction_type="login")


@pytest.mark.parametrize("hide", [hide_by_draft, hide_by_restriction])
def test_nothing_on_the_page_names_what_is_not_public(column, client, hide):
    secret = make(
        column, parent=column.categories[2], title="内部文件", published_on=date(2014, 1, 1)
    )
    shown = make(column, repealed_by=secret, interprets=secret)
    for link in ("repealed_by", "interprets"):
        make(column, parent=column.categories[2], title="内部文件之二", **{link: shown})
    hide(column, secret)
    ItemPage.objects.get(title="内部文件之二", repealed_by=shown).unpublish()
    ItemPage.objects.get(title="内部文件之二", interprets=shown).unpublish()
    response = client.get(shown.get_url())
    assert response.context["replaced_by"] is None
    assert response.context["interprets"] is None
    assert response.context["replaces"] == response.context["interpretations"] == []
    assert "内部文件" not in response.content.decode()
    assert response.context["validity"] == "repealed"


def test_interpretations_and_what_they_interpret_name_each_other(column, client):
    rule = make(column)
    reading = make(column, interprets=rule)
    assert context_of(client, rule)["interpretations"] == [reading]
    assert context_of(client, reading)["interprets"] == rule


def test_attachments_are_listed_with_type_and_size(column, client):
    item = make(column)
    document = Document.objects.create(
        title="附表", file=ContentFile(b"x" * 2048, name="table.xlsx")
    )
    ItemAttachment.objects.create(item=item, document=document, title="养护计划表", sort_order=0)
    ItemAttachment.objects.create(item=item, document=document, sort_order=1)
    response = client.get(item.get_url())
    assert [str(each) for each in response.context["attachments"]] == ["养护计划表", "附表"]
    text = response.content.decode()
    assert "养护计划表" in text
    assert "XLSX" in text
    assert "2.0" in text or "2&nbsp;KB" in text or "2 KB" in text


def test_an_alias_shows_the_number_and_dates_of_the_item_it_repeats(column, client):
    item = make(column)
    alias = item.create_alias(parent=column.categories[2], update_slug="again")
    rows = {row.name: row.value for row in context_of(client, alias)["metadata"]}
    assert rows["index_number"] == item.index_number
    assert rows["published_on"] == item.published_on


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"effective_on": date(2014, 1, 2), "expires_on": date(2014, 1, 1)}, "expires_on"),
        ({"written_on": date(2014, 1, 2), "published_on": date(2014, 1, 1)}, "published_on"),
        ({"repealed_on": date(2012, 1, 1)}, "repealed_on"),
    ],
)
def test_dates_that_contradict_each_other_are_refused_at_the_field_to_change(column, wrong, field):
    with pytest.raises(ValidationError) as refused:
        make(column, **wrong)
    assert list(refused.value.message_dict) == [field]


def test_an_item_cannot_repeal_or_interpret_itself(column):
    item = make(column)
    item.repealed_by = item.interprets = item
    with pytest.raises(ValidationError) as refused:
        item.full_clean()
    assert set(refused.value.message_dict) == {"repealed_by", "interprets"}


def test_a_draft_can_be_previewed(column, rf):
    item = make(column, draft=True).get_latest_revision_as_object()
    request = item.make_preview_request()
    assert request.status_code == 200
