"""快速起草 in the admin: a document becomes a draft, and its form says what the text says."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Page, PageLogEntry

from catalogue.models import ItemPage, Organ
from drafting.services.drafting import ACTION, draft
from drafting.sources import from_file, from_paste
from tests.factories import word
from tests.factories.catalogue import (
    CataloguePageFactory,
    CategoryPageFactory,
    GroupFactory,
    ItemPageFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
URL = "/admin/gongkai-drafting/"


@pytest.fixture
def editor(client, staff):
    client.force_login(staff.editor)
    return client


def draft_notice(staff, column, **kwargs):
    source = from_file(word.upload(word.saved(word.notice())))
    return draft(staff.editor, column.category, source, **kwargs)


def form_data(answer):
    """What a browser would send back from a form that it was shown."""
    form = answer.context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        data[bound.html_name] = "" if value is None else getattr(value, "pk", value)
    data |= {"body-count": "0", "next": ""}
    for formset in form.formsets.values():
        for bound in formset.management_form:
            data[bound.html_name] = bound.value()
    data = {key: value for key, value in data.items() if isinstance(value, str | int | bool | date)}
    return {key: str(value) for key, value in data.items() if value is not False}


def test_an_upload_becomes_a_draft_with_what_its_text_says_beside_the_fields(
    editor, column, genre, staff
):
    answer = editor.post(
        URL, {"category": column.category.pk, "upload": word.upload(word.saved(word.notice()))}
    )
    item = ItemPage.objects.get(title=word.TITLE)
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[item.pk]) + "?gongkai-read=1"
    assert not item.live
    assert item.owner == staff.editor
    assert [block.block_type for block in item.body] == ["text", "table", "image", "text"]
    image = get_image_model().objects.get()
    assert image.uploaded_by_user == staff.editor
    assert image.collection == staff.groups.collection
    page = editor.get(answer.url).content.decode()
    assert "泗政〔2013〕12号" in page
    assert "2013-03-01" in page
    assert "出自第2行" in page
    assert "全部采用" in page
    assert "去掉了隐藏的文字1处" in page
    assert "领导手机" not in page
    assert 'name="gongkai-accept" value="document_number"' in page


def test_accepting_fills_what_is_empty_and_keeps_what_was_typed(editor, column, genre, staff):
    item = draft_notice(staff, column)
    url = reverse("wagtailadmin_pages:edit", args=[item.pk])
    answer = editor.get(url + "?gongkai-read=1")
    offers = {
        offer.field: offer for offer in answer.context["edit_handler"]._panel and _offers(answer)
    }
    assert offers["document_number"].value == "泗政〔2013〕12号"
    data = form_data(answer) | {"document_number": "泗政办〔2013〕9号", "gongkai-accept": "*"}
    data |= {f"gongkai-offered-{name}": offer.value for name, offer in offers.items()}
    saved = editor.post(url, data)
    assert saved.status_code == 302, saved.context["form"].errors
    assert "gongkai-read=1" in saved.url
    item = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert item.document_number == "泗政办〔2013〕9号"
    assert item.written_on == date(2013, 3, 1)
    assert item.effective_on == date(2013, 5, 1)
    assert item.expires_on == date(2015, 4, 30)
    assert item.genre == genre
    assert item.organ == column.government


def test_what_was_typed_and_what_the_text_says_stand_beside_each_other(editor, column, staff):
    item = draft_notice(staff, column)
    item.document_number = "泗政办〔2013〕9号"
    item.written_on = date(2013, 3, 1)
    item.save_revision(user=staff.editor, clean=False)
    url = reverse("wagtailadmin_pages:edit", args=[item.pk]) + "?gongkai-read=1"
    answer = editor.get(url)
    states = {offer.field: offer.state for offer in _offers(answer)}
    assert states["document_number"] == "other"
    assert states["written_on"] == "same"
    assert "与所填不同" in answer.content.decode()


def _offers(answer):
    from drafting.services.offers import offers_for

    return offers_for(answer.context["page"], answer.context["form"])


def test_accepting_one_leaves_the_others(editor, column, staff):
    item = draft_notice(staff, column)
    url = reverse("wagtailadmin_pages:edit", args=[item.pk])
    data = form_data(editor.get(url)) | {
        "gongkai-accept": "written_on",
        "gongkai-offered-written_on": "2013-03-01",
        "gongkai-offered-document_number": "泗政〔2013〕12号",
    }
    editor.post(url, data)
    item = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert item.written_on == date(2013, 3, 1)
    assert item.document_number == ""


def test_a_wrong_value_is_said_at_its_field_and_nothing_typed_is_lost(editor, column, staff):
    item = draft_notice(staff, column)
    url = reverse("wagtailadmin_pages:edit", args=[item.pk])
    data = form_data(editor.get(url)) | {
        "keywords": "公路 养护",
        "gongkai-accept": "written_on",
        "gongkai-offered-written_on": "昨天",
    }
    answer = editor.post(url, data)
    assert answer.status_code == 200
    assert "written_on" in answer.context["form"].errors
    assert 'value="公路 养护"' in answer.content.decode()


def test_the_button_in_a_new_form_saves_and_reads(editor, column):
    url = reverse(
        "wagtailadmin_pages:add", args=["gongkai_catalogue", "itempage", column.category.pk]
    )
    page = editor.get(url)
    assert "保存并从正文识别元数据" in page.content.decode()
    data = form_data(page) | {"title": "关于放假的通知", "gongkai-read": "1"}
    data["slug"] = ""
    answer = editor.post(url, data)
    item = ItemPage.objects.get(title="关于放假的通知")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[item.pk]) + "?gongkai-read=1"
    assert "名称以“通知”结尾" in editor.get(answer.url).content.decode()


def test_a_pasted_text(editor, column):
    answer = editor.post(
        URL, {"category": column.category.pk, "pasted_html": word.CLIPBOARD, "pasted_text": "x"}
    )
    assert answer.status_code == 302
    item = ItemPage.objects.get(title=word.TITLE)
    assert "建养并重" in str(item.body)
    assert "alert" not in str(item.body)
    assert "领导手机" not in str(item.body)


def test_plain_text_without_scripts(editor, column):
    text = "关于放假的通知\n各村：\n放假三天。"
    editor.post(URL, {"category": column.category.pk, "pasted_text": text})
    item = ItemPage.objects.get(title="关于放假的通知")
    assert "放假三天" in str(item.body)
    assert "关于放假" not in str(item.body)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "请选择文件，或者粘贴正文"),
        ({"pasted_text": "一", "upload": True}, "只能用一个"),
        ({"pasted_text": "一", "category": ""}, "请选择类别"),
        ({"pasted_text": "一", "category": "999999"}, "请选择有效的选项"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_stays(editor, column, data, message):
    sent = {"category": column.category.pk} | data
    if sent.get("upload"):
        sent["upload"] = word.upload(word.saved(word.notice(False)))
    answer = editor.post(URL, sent)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    if "pasted_text" in data:
        assert "一</textarea>" in answer.content.decode()
    assert not ItemPage.objects.exists()


def test_the_original_as_an_attachment(editor, column):
    editor.post(
        URL,
        {
            "category": column.category.pk,
            "upload": word.upload(word.saved(word.notice())),
            "keep_original": "on",
        },
    )
    item = ItemPage.objects.get(title=word.TITLE).get_latest_revision_as_object()
    [attachment] = item.attachments.all()
    assert attachment.document.title == "通知"
    assert attachment.document.file_size > 0


def test_only_who_may_add_items_there(client, column, staff):
    assert client.get(URL).status_code == 302
    client.force_login(staff.reviewer)
    assert client.get(URL).status_code == 302
    assert "快速起草" not in client.get("/admin/").content.decode()
    other = CategoryPageFactory(parent=CataloguePageFactory(), title="别处")
    client.force_login(staff.editor)
    assert "快速起草" in client.get("/admin/").content.decode()
    page = client.get(URL).content.decode()
    assert f'value="{column.category.pk}"' in page
    assert f'value="{other.pk}"' not in page
    answer = client.post(URL, {"category": other.pk, "pasted_text": "一"})
    assert answer.status_code == 200
    with pytest.raises(PermissionDenied):
        draft(staff.editor, other, from_paste("", "一"))
    assert not ItemPage.objects.exists()


def test_the_list_of_items_leads_to_it_who_may_add_items(client, column, staff):
    button = f'href="{URL}" class="w-header-button button"'
    client.force_login(staff.editor)
    page = client.get(reverse("gongkai-items:index")).content.decode()
    assert button in page
    # The empty form stays the first way.
    assert page.index("choose_parent") < page.index(button)
    changers = GroupFactory()
    changers.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename=Page.PERMISSION_CODENAMES.CHANGE)
    GroupPagePermission.objects.create(group=changers, page=column.home, permission=change)
    client.force_login(UserFactory(groups=[changers]))
    page = client.get(reverse("gongkai-items:index"))
    assert page.status_code == 200
    assert URL not in page.content.decode()


def test_pictures_need_the_right_to_add_them(column, staff):
    staff.groups.editors.collection_permissions.all().delete()
    item = draft_notice(staff, column)
    assert not get_image_model().objects.exists()
    assert "image" not in [block.block_type for block in item.body]
    entry = PageLogEntry.objects.get(page_id=item.pk, action=ACTION)
    assert entry.data["notes"]["no_picture_right"] == 1


def test_an_editor_of_one_office_has_it_chosen(column):
    from tests.factories.catalogue import make_staff

    people = make_staff(column)
    item = draft(people.editor, column.category, from_paste("", "关于放假的通知\n各村：\n放假。"))
    assert item.organ == column.office


def test_the_topic_is_told_by_words_of_other_items(editor, column, staff):
    roads, farms = TopicFactory(name="道路"), TopicFactory(name="农田")
    for number in range(3):
        ItemPageFactory(
            parent=column.category, title=f"关于公路养护事项{number}的通知", topic=roads
        )
        ItemPageFactory(
            parent=column.category, title=f"关于春耕生产事项{number}的通知", topic=farms
        )
    item = draft(
        staff.editor, column.category, from_paste("", "关于公路养护的通知\n各村：\n养路。")
    )
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[item.pk]) + "?gongkai-read=1")
    offers = {offer.field: offer for offer in _offers(page)}
    assert offers["topic"].value == str(roads.pk)
    assert "公路" in offers["topic"].why
    assert "3件" in offers["topic"].why


def test_an_organ_that_the_editor_may_not_write_for_is_shown_and_not_offered(editor, column, staff):
    Organ.objects.create(name="余姚市人民政府", organisation_code="")
    text = "余姚市人民政府关于放假的通知\n各村：\n放假三天。\n余姚市人民政府\n2013年3月1日"
    item = draft(staff.editor, column.category, from_paste("", text))
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[item.pk]) + "?gongkai-read=1")
    offers = {offer.field: offer for offer in _offers(page)}
    assert offers["organ"].state == "unknown"
    assert "没有对应的选项" in page.content.decode()


def test_queries_do_not_grow_with_the_items(editor, column, staff):
    item = draft_notice(staff, column)
    url = reverse("wagtailadmin_pages:edit", args=[item.pk]) + "?gongkai-read=1"
    editor.get(url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        editor.get(url)
    for number in range(10):
        ItemPageFactory(parent=column.category, title=f"关于事项{number}的通知")
    with CaptureQueriesContext(connection) as many:
        editor.get(url)
    assert len(many) <= len(few) + 1


def test_a_stranger_finds_no_draft(client, column, staff):
    item = draft_notice(staff, column)
    assert client.get(item.url).status_code == 404
    client.force_login(UserFactory())
    assert client.get(URL).status_code in {302, 403}
