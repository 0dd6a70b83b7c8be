"""Synonyms in the admin: entered, checked, imported, and found at once."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from search.models import SynonymGroup
from search.query.language import parse
from search.services import synonym_sheets
from search.text.synonyms import thesaurus
from tests.factories.catalogue import ItemPageFactory, make_column, make_staff
from tests.factories.search import SynonymGroupFactory

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_gongkai_search_synonymgroup"
FORM = {"kind": "mutual", "words": "低保\n最低生活保障", "found_words": "", "note": ""}
HEADING = ["关系", "词语", "同时检索的词语", "备注"]


def url(view, *args):
    return reverse(f"{LIST}:{view}", args=args)


def workbook(*rows, heading=HEADING):
    book = Workbook()
    book.active.append(heading)
    for row in rows:
        book.active.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def upload(client, data, name="同义词.xlsx"):
    address = reverse("gongkai_search_admin:import_synonyms")
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def faults(response):
    return [(each.row, each.column, each.message) for each in response.context["sheet"].faults]


# The form.


def test_synonyms_are_entered_and_known_at_once(
    admin_client, admin_user, django_capture_on_commit_callbacks
):
    assert thesaurus().beside == {}
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(url("add"), FORM).status_code == 302
    row = SynonymGroup.objects.get()
    assert row.created_by == row.changed_by == admin_user
    assert parse("低保").synonyms == ("最低生活保障",)
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(url("delete", row.pk))
    assert parse("低保").synonyms == ()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 低保 \r\n\r\n 最低生活保障 ", "低保\n最低生活保障"),
        ("最低生活保障金\n低保", "最低生活保障金\n低保"),
        ("資訊公開\n信息公开", "资讯公开\n信息公开"),
        ("ＷＩＦＩ\n无线网络", "wifi\n无线网络"),
        ("5G基站\n移动基站", "5 g 基站\n移动基站"),
    ],
)
def test_words_are_stored_in_canonical_form(admin_client, typed, stored):
    assert admin_client.post(url("add"), FORM | {"words": typed}).status_code == 302
    assert SynonymGroup.objects.get().words == stored


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"words": ""}, "words", "此栏必填"),
        ({"words": "低保"}, "words", "至少写两个词"),
        ({"words": "低保\n低保"}, "words", "“低保”写了两次"),
        ({"words": "信息公開\n信息公开"}, "words", "是同一个词"),
        ({"words": "低保\n保"}, "words", "“保”有1个字符"),
        ({"words": "低保\n" + "长" * 31}, "words", "有31个字符"),
        ({"words": "低保\n，。"}, "words", "没有可以检索的文字"),
        ({"words": "低保、最低生活保障"}, "words", "每行只写一个词"),
        ({"words": "低保\n\x00"}, "words", "空字符"),
        (
            {"words": "\n".join(f"词语{chr(0x4E00 + number)}" for number in range(21))},
            "words",
            "有21个词",
        ),
        ({"found_words": "低保金"}, "found_words", "改为“单向”"),
        ({"kind": "one-way"}, "found_words", "请写出同时检索的词语"),
        ({"kind": "one-way", "found_words": "低保"}, "found_words", "上面已经有了"),
        ({"kind": "both"}, "kind", "both"),
        ({"note": "长" * 201}, "note", "200"),
    ],
)
def test_a_wrong_entry_is_explained_beside_its_field(admin_client, changes, field, message):
    response = admin_client.post(url("add"), FORM | changes)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert message in response.content.decode()
    assert not SynonymGroup.objects.exists()


def test_one_way_goes_one_way(admin_client):
    form = FORM | {"kind": "one-way", "words": "五险", "found_words": "社会保险\n社保"}
    assert admin_client.post(url("add"), form).status_code == 302
    assert str(SynonymGroup.objects.get()) == "五险 → 社会保险、社保"
    assert parse("五险").synonyms == ("社会保险", "社保")
    assert parse("社保").synonyms == ()


def test_the_form_is_filled_in_for_a_query(admin_client):
    page = admin_client.get(url("add"), {"words": "家里穷 <补助>"}).content.decode()
    assert "家里穷 &lt;补助&gt;" in page


def test_the_list_shows_searches_and_exports(admin_client):
    SynonymGroupFactory(note="=1+1")
    SynonymGroupFactory(kind="one-way", words="五险", found_words="社保")
    page = admin_client.get(url("list")).content.decode()
    for text in ("低保、最低生活保障", "五险 → 社保", "从表格导入"):
        assert text in page
    found = admin_client.get(url("list"), {"q": "五险"}).context["object_list"]
    assert [str(each) for each in found] == ["五险 → 社保"]
    data = b"".join(admin_client.get(url("list"), {"export": "xlsx"}))
    cells = [cell.value for row in load_workbook(BytesIO(data)).active for cell in row]
    assert "'=1+1" in cells
    csv = b"".join(admin_client.get(url("list"), {"export": "csv"})).decode("utf-8-sig")
    assert "'=1+1" in csv


# The sheet.


def test_a_sheet_is_looked_at_before_it_is_stored(admin_client, admin_user):
    data = workbook(
        ["互为同义词", "低保、最低生活保障", None, "民政"],
        ["单向", "五险", "社会保险，社保", None],
        [None, None, None, None],
    )
    preview = upload(admin_client, data)
    assert "还没有导入" in preview.content.decode()
    assert not SynonymGroup.objects.exists()
    done = admin_client.post(
        reverse("gongkai_search_admin:import_synonyms"),
        {"confirmed": preview.context["confirmed"]},
        follow=True,
    )
    assert "已导入2组同义词" in done.content.decode()
    first, second = SynonymGroup.objects.order_by("pk")
    assert (first.asked, first.note, first.created_by) == (
        ["低保", "最低生活保障"], "民政", admin_user,
    )  # fmt: skip
    assert (second.asked, second.found) == (["五险"], ["社会保险", "社保"])


def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_stored(admin_client):
    SynonymGroupFactory(words="公路\n马路")
    response = upload(
        admin_client,
        workbook(
            ["互为同义词", "低保、最低生活保障"],
            ["同义", "甲方、乙方"],
            ["互为同义词", "单独"],
            ["单向", "五险", ""],
            ["互为同义词", "最低生活保障；低保"],
            ["互为同义词", "马路,公路"],
            ["互为同义词", "甲方、乙方", "丙方"],
            ["互为同义词", "甲方、乙方", "", "长" * 201],
        ),
    )
    told = faults(response)
    assert [(row, column) for row, column, _message in told] == [
        (3, "A"), (4, "B"), (5, "C"), (6, "B"), (7, "B"), (8, "C"), (9, "D"),
    ]  # fmt: skip
    messages = "".join(message for _row, _column, message in told)
    for text in ("“同义”不是关系", "至少写两个词", "与第2行是同一组", "系统里已经有这一组"):
        assert text in messages
    assert "confirmed" not in response.context
    assert SynonymGroup.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"not a workbook", "不能读取这个文件"),
        (b"PK\x03\x04 broken", "不能读取这个文件"),
        (workbook(heading=["词语", "关系"]), "第一行应当依次是"),
        (workbook(), "没有内容"),
        (workbook(*[["互为同义词", f"词{n}、语{n}"] for n in range(1001)]), "超过1000行"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_explained(admin_client, data, message):
    assert message in upload(admin_client, data).content.decode()
    assert not SynonymGroup.objects.exists()


def test_a_huge_file_is_refused(admin_client, monkeypatch):
    monkeypatch.setattr(synonym_sheets, "_MOST_UNPACKED", 100)
    assert "解开后过大" in upload(admin_client, workbook(["单向", "甲方", "乙方"])).content.decode()
    monkeypatch.setattr(synonym_sheets, "MOST_BYTES", 10)
    assert "超过2 MB" in upload(admin_client, workbook()).content.decode()


def test_without_a_file_the_form_says_so(admin_client):
    response = admin_client.post(reverse("gongkai_search_admin:import_synonyms"), {})
    assert "请选择要导入的表格" in response.content.decode()


@pytest.mark.parametrize("value", ["", "forged", "a:b:c"])
def test_a_preview_cannot_be_forged(admin_client, value):
    address = reverse("gongkai_search_admin:import_synonyms")
    page = admin_client.post(address, {"confirmed": value}, follow=True).content.decode()
    assert "预览已经过期" in page
    assert not SynonymGroup.objects.exists()


def test_what_was_entered_since_the_preview_is_not_stored_twice(admin_client):
    preview = upload(admin_client, workbook(["互为同义词", "低保、最低生活保障"]))
    SynonymGroupFactory()
    response = admin_client.post(
        reverse("gongkai_search_admin:import_synonyms"),
        {"confirmed": preview.context["confirmed"]},
    )
    assert "系统里已经有这一组" in response.content.decode()
    assert SynonymGroup.objects.count() == 1


def test_the_template_can_be_filled_in_and_imported(admin_client):
    data = admin_client.get(reverse("gongkai_search_admin:synonym_template")).content
    assert [cell.value for cell in load_workbook(BytesIO(data)).worksheets[0][1]] == HEADING
    assert len(upload(admin_client, data).context["sheet"].groups) == 2


# Who may.


def test_the_office_tends_synonyms_and_editors_do_not():
    staff = make_staff(make_column())
    addresses = [
        url("list"),
        url("add"),
        reverse("gongkai_search_admin:import_synonyms"),
        reverse("gongkai_search_admin:synonym_template"),
    ]
    for user, status in ((staff.office, 200), (staff.editor, 302), (staff.approver, 302)):
        client = Client()
        client.force_login(user)
        assert {client.get(address).status_code for address in addresses} == {status}


# What the visitor gets.


def test_the_visitor_finds_what_is_said_otherwise(client, django_capture_on_commit_callbacks):
    column = make_column()
    ItemPageFactory(
        parent=column.category, organ=column.office, title="关于城乡居民最低生活保障的通知"
    )
    assert client.get("/search/?q=低保").context["total"] == 0
    with django_capture_on_commit_callbacks(execute=True):
        SynonymGroupFactory()
    page = client.get("/search/?q=低保")
    assert page.context["total"] == 1
    text = page.content.decode()
    assert "<mark>最低生活保障</mark>" in text
    assert "同时检索了：最低生活保障" in text
    assert client.get("/search/?q=“低保”").context["total"] == 0
