"""Correction notes of an item: dated, public with the change they tell of, and never before."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.utils import timezone

from catalogue.models import ItemCorrection, ItemPage
from tests.catalogue.admin_forms import edit_url, item_data
from tests.factories.catalogue import ItemPageFactory, make_staff

pytestmark = pytest.mark.django_db

NOTE = "附件2第3行的面积原为12亩，更正为21亩。"


@pytest.fixture
def item(column):
    return ItemPageFactory(parent=column.category, organ=column.office)


def correct(item, *notes):
    """Put notes into the item's row, as publishing a revision does."""
    for number, (day, note) in enumerate(notes):
        ItemCorrection.objects.create(item=item, corrected_on=day, note=note, sort_order=number)


def structured_data(response):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.text)
    return json.loads(found[1])["@graph"][0]


def test_a_public_item_tells_what_was_corrected_and_when_the_latest_first(client, item):
    correct(item, (date(2013, 5, 2), "标题原缺“镇”字。"), (date(2014, 1, 9), NOTE))
    response = client.get(item.get_url())
    text = response.text
    assert text.count("更正说明") == 1
    assert text.index(NOTE) < text.index("标题原缺“镇”字。")
    assert '<time class="gk-date" datetime="2014-01-09">2014-01-09</time>' in text
    data = structured_data(response)
    assert data["dateModified"] == "2014-01-09"
    assert [each["text"] for each in data["correction"]] == [NOTE, "标题原缺“镇”字。"]


def test_an_item_that_was_never_corrected_does_not_speak_of_it(client, item):
    response = client.get(item.get_url())
    assert "更正说明" not in response.text
    assert not {"correction", "dateModified"} & set(structured_data(response))


def test_a_note_is_not_public_before_the_change_that_it_tells_of(client, item):
    item.corrections.add(ItemCorrection(corrected_on=date(2014, 1, 9), note=NOTE))
    item.save_revision()
    assert NOTE not in client.get(item.get_url()).text
    draft = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert [each.note for each in draft.corrections.all()] == [NOTE]


def test_markup_in_a_note_is_text(client, item):
    correct(item, (date(2014, 1, 9), "<b>粗</b></script>\n第二行"))
    text = client.get(item.get_url()).text
    assert "&lt;b&gt;粗&lt;/b&gt;&lt;/script&gt;<br>第二行" in text
    assert "<b>粗" not in text


def test_a_copy_was_never_corrected_and_an_alias_shows_what_the_item_shows(client, column, item):
    correct(item, (date(2014, 1, 9), NOTE))
    item.save_revision()
    copy = item.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert list(ItemPage.objects.get(pk=copy.pk).corrections.all()) == []
    revised = copy.get_latest_revision_as_object()
    assert list(revised.corrections.all()) == []
    alias = item.create_alias(parent=column.categories[2], update_slug="alias")
    assert [each.note for each in alias.corrections.all()] == [NOTE]


def test_the_editor_writes_a_note_in_the_form_of_the_item(client, column, item):
    staff = make_staff(column)
    item.owner = staff.editor
    item.save()
    client.force_login(staff.editor)
    text = client.get(edit_url(item)).text
    assert "已经公开的条目有更正的，在这里写明" in text
    data = item_data(
        title=item.title,
        organ=column.office.pk,
        index_number=item.index_number,
        **{
            "corrections-TOTAL_FORMS": 1,
            "corrections-0-corrected_on": timezone.localdate().isoformat(),
            "corrections-0-note": NOTE,
            "corrections-0-ORDER": 1,
            "corrections-0-DELETE": "",
            "corrections-0-id": "",
        },
    )
    assert client.post(edit_url(item), data).status_code == 302
    draft = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert [(each.corrected_on, each.note) for each in draft.corrections.all()] == [
        (timezone.localdate(), NOTE)
    ]


def test_a_note_without_text_is_refused_beside_its_field(client, column, item):
    staff = make_staff(column)
    client.force_login(staff.admin)
    data = item_data(
        title=item.title,
        organ=column.office.pk,
        index_number=item.index_number,
        **{
            "corrections-TOTAL_FORMS": 1,
            "corrections-0-corrected_on": "2014-13-40",
            "corrections-0-note": NOTE,
            "corrections-0-ORDER": 1,
            "corrections-0-DELETE": "",
            "corrections-0-id": "",
            "action-publish": "action-publish",
        },
    )
    response = client.post(edit_url(item), data)
    assert response.status_code == 200
    assert NOTE in response.text
    errors = response.context["form"].formsets["corrections"].errors
    assert list(errors[0]) == ["corrected_on"]
