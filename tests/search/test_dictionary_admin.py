"""The search dictionary in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from search.models import DictionaryWord
from search.text import words
from tests.factories.catalogue import UserFactory, make_column, make_staff
from tests.factories.search import DictionaryWordFactory

pytestmark = pytest.mark.django_db

FORM = {"word": "五水共治", "treatment": "kept", "note": "省里的提法"}


def url(view, *args):
    return reverse(f"wagtailsnippets_gongkai_search_dictionaryword:{view}", args=args)


def test_a_word_is_entered_with_who_entered_it(admin_client, admin_user):
    assert admin_client.post(url("add"), FORM).status_code == 302
    row = DictionaryWord.objects.get()
    assert (row.word, row.treatment, row.note) == ("五水共治", "kept", "省里的提法")
    assert row.created_by == row.changed_by == admin_user
    assert str(row) == "五水共治"


def test_a_change_keeps_who_entered_the_word(admin_client, admin_user):
    entered_by = UserFactory()
    row = DictionaryWordFactory(word="五水共治", created_by=entered_by, changed_by=entered_by)
    form = FORM | {"treatment": "refused"}
    assert admin_client.post(url("edit", row.pk), form).status_code == 302
    row.refresh_from_db()
    assert (row.treatment, row.created_by, row.changed_by) == ("refused", entered_by, admin_user)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 五水共治 ", "五水共治"),
        ("資訊公開", "资讯公开"),
        ("《放管服》", "放管服"),
        ("十" * 30, "十" * 30),
    ],
)
def test_a_word_is_stored_in_canonical_form(admin_client, typed, stored):
    assert admin_client.post(url("add"), FORM | {"word": typed}).status_code == 302
    assert DictionaryWord.objects.get().word == stored


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("word", "", "此栏必填"),
        ("word", "的", "这个词有1个字，请填写2至30个字的词"),
        ("word", "长" * 31, "30"),
        ("word", "GDP", "只能填写汉字"),
        ("word", "5G基站", "只能填写汉字"),
        ("word", "，。", "只能填写汉字"),
        ("word", "五水 共治", "一次填写一个词"),
        ("word", "五水、共治", "一次填写一个词"),
        ("word", "已有的詞", "词典里已有这个词"),
        ("treatment", "", "此栏必填"),
        ("treatment", "maybe", "处理方式"),
        ("note", "长" * 201, "200"),
    ],
)
def test_a_wrong_entry_is_explained_beside_its_field(admin_client, field, value, message):
    DictionaryWordFactory(word="已有的词")
    response = admin_client.post(url("add"), FORM | {field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert message in response.content.decode()
    assert DictionaryWord.objects.count() == 1


@pytest.mark.parametrize(
    "value", ["\x00", "字\x00词", "😀", "\u200b\u200b", "'; DROP", "<b>粗</b>"]
)
def test_odd_input_is_refused_without_an_error_page(admin_client, value):
    response = admin_client.post(url("add"), FORM | {"word": value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["word"]


def test_the_list_is_searched_and_filtered(admin_client):
    DictionaryWordFactory(word="五水共治", note="省里的提法")
    DictionaryWordFactory(word="卫星城", treatment="refused")
    page = admin_client.get(url("list"))
    text = page.content.decode()
    for shown in ("五水共治", "卫星城", "作为一个词", "不作为一个词", "省里的提法", "检索词典"):
        assert shown in text

    def listed(**query):
        return [row.word for row in admin_client.get(url("list"), query).context["object_list"]]

    assert listed() == ["五水共治", "卫星城"]
    assert listed(q="水共") == listed(q="提法") == listed(treatment="kept") == ["五水共治"]
    assert listed(treatment="refused") == ["卫星城"]
    assert listed(q="没有") == []


def test_the_list_takes_as_many_queries_whatever_it_shows(
    admin_client, django_assert_max_num_queries
):
    for _row in range(3):
        DictionaryWordFactory(changed_by=UserFactory())
    admin_client.get(url("list"))
    with django_assert_max_num_queries(50) as few:
        admin_client.get(url("list"))
    for _row in range(10):
        DictionaryWordFactory(changed_by=UserFactory())
    with django_assert_max_num_queries(50) as many:
        admin_client.get(url("list"))
    assert len(many) == len(few)


def test_the_form_says_what_the_dictionary_does(admin_client):
    page = admin_client.get(url("add")).content.decode()
    assert "机构和主题分类的名称已经自动收录" in page
    assert "繁体字保存为简体字" in page


def test_the_dictionary_is_in_the_menu_of_the_search(admin_client):
    page = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert url("list") in page


def test_a_word_is_inspected_and_deleted(admin_client):
    row = DictionaryWordFactory(word="五水共治")
    assert "五水共治" in admin_client.get(url("inspect", row.pk)).content.decode()
    assert admin_client.post(url("delete", row.pk)).status_code == 302
    assert not DictionaryWord.objects.exists()


def test_what_is_saved_and_deleted_in_the_admin_is_used_at_once(
    admin_client, django_capture_on_commit_callbacks
):
    before = words.segment("卫星城市政府")
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(url("add"), FORM | {"word": "城市政府"})
    assert words.segment("卫星城市政府") == ["卫星", "城市政府"]
    ticked = reverse("wagtail_bulk_action", args=("gongkai_search", "dictionaryword", "delete"))
    row = DictionaryWord.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{ticked}?id={row.pk}&next={url('list')}")
    assert not DictionaryWord.objects.exists()
    assert words.segment("卫星城市政府") == before


def test_the_office_keeps_the_dictionary_and_nobody_else_of_the_column(client):
    staff = make_staff(make_column())
    row = DictionaryWordFactory(word="五水共治")
    client.force_login(staff.office)
    assert client.post(url("add"), FORM | {"word": "放管服"}).status_code == 302
    assert client.post(url("edit", row.pk), FORM).status_code == 302
    assert client.post(url("delete", row.pk)).status_code == 302
    assert [row.word for row in DictionaryWord.objects.all()] == ["放管服"]
    row = DictionaryWord.objects.get()
    for person in (staff.editor, staff.reviewer, staff.approver):
        client = Client()
        client.force_login(person)
        for address in (url("list"), url("add"), url("edit", row.pk), url("delete", row.pk)):
            response = client.post(address, FORM)
            assert response.status_code == 302
            assert response.url == reverse("wagtailadmin_home")
        assert url("list") not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert [row.word for row in DictionaryWord.objects.all()] == ["放管服"]


def test_visitors_have_to_log_in(client):
    assert client.get(url("list")).url.startswith(reverse("wagtailadmin_login"))
