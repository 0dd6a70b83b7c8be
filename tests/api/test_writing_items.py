"""Another system writes an item: by codes, once for each reference, with files and a body."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry

from api.models import ItemReference
from api.services.audit import CALL_ACTION
from catalogue.models import ItemPage
from tests.api.writing import ITEM, Program, body_of, plain
from tests.factories.catalogue import (
    AudienceFactory,
    GenreFactory,
    ItemPageFactory,
    OrganFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ITEMS = "disclosure/items/"
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def program(staff):
    return Program(staff.editor)


def only_item():
    return ItemPage.objects.get().get_latest_revision_as_object()


def test_an_item_is_written_by_codes(program, column, staff):
    topic, genre, audience = TopicFactory(), GenreFactory(), AudienceFactory()
    answer = program.post(
        ITEMS,
        body_of(
            column,
            topic=topic.code,
            genre=genre.code,
            audience=audience.code,
            document_number="泗政[2026]12号",
            keywords="公路 养护",
            summary="通知各村。",
        ),
    )
    assert answer.status_code == 201, answer.content.decode()
    item = only_item()
    assert answer.json()["id"] == item.pk
    assert (item.organ, item.topic, item.genre, item.audience) == (
        column.office,
        topic,
        genre,
        audience,
    )
    assert item.document_number == "泗政〔2026〕12号"
    assert item.written_on.isoformat() == "2026-02-26"
    assert item.get_parent().pk == column.category.pk
    assert (item.owner, item.live) == (staff.editor, False)
    assert answer.json()["status"] == {"code": "draft", "label": "草稿"}
    assert answer.json()["references"] == [{"system": "oa", "id": "2026-0001"}]


def test_wagtails_own_operation_takes_the_same_codes_and_keys(program, column):
    answer = program.post("pages/", plain(body_of(column)))
    assert answer.status_code == 201, answer.content.decode()
    key = answer.json()["id"]
    other = OrganFactory(parent=column.office, organisation_code="")
    answer = program.patch(f"pages/{key}/", {"meta": {"type": ITEM}, "organ": other.slug})
    assert answer.status_code == 200, answer.content.decode()
    assert only_item().organ == other
    program.patch(f"pages/{key}/", {"organ": column.office.pk})
    assert only_item().organ == column.office


def test_a_repeated_creation_makes_no_twin(program, column):
    first = program.post(ITEMS, body_of(column))
    second = program.post(ITEMS, body_of(column, title="又一次"))
    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.json()["created"], second.json()["created"]) == (True, False)
    assert first.json()["id"] == second.json()["id"]
    assert only_item().title == "关于做好农村公路养护工作的通知"
    found = program.get(ITEMS, {"system": "oa", "id": "2026-0001"})
    assert found.json()["id"] == first.json()["id"]
    assert program.get(ITEMS, {"system": "oa", "id": "2026-0002"}).status_code == 404


def test_who_is_quicker_with_a_reference_wins_and_the_other_gets_the_same(
    program, column, monkeypatch, staff
):
    from api.services import references

    rival = ItemPageFactory(
        parent=column.category, organ=column.office, owner=staff.editor, draft=True
    )
    ItemReference.objects.create(system="oa", identifier="2026-0001", page_id=rival.pk)
    find, asked = references.find_item, []

    def find_late(*arguments):
        asked.append(arguments)
        return None if len(asked) == 1 else find(*arguments)

    monkeypatch.setattr(references, "find_item", find_late)
    answer = program.post(ITEMS, body_of(column))
    assert (answer.status_code, answer.json()["id"]) == (200, rival.pk)
    assert ItemPage.objects.count() == 1


def test_a_reference_of_somebody_else_tells_nothing(program, column, staff):
    program.post(ITEMS, body_of(column))
    colleague = UserFactory(groups=[staff.groups.editors])
    column.office.editors.add(colleague)
    stranger = Program(colleague)
    for answer in (
        stranger.post(ITEMS, body_of(column)),
        stranger.get(ITEMS, {"system": "oa", "id": "2026-0001"}),
    ):
        assert answer.status_code == 403
        assert "公路" not in answer.content.decode()
    assert ItemPage.objects.count() == 1


def test_a_deleted_draft_frees_its_reference(program, column):
    key = program.post(ITEMS, body_of(column)).json()["id"]
    assert program.delete(f"pages/{key}/").status_code == 204
    assert not ItemReference.objects.exists()
    assert program.post(ITEMS, body_of(column)).status_code == 201


def test_files_are_uploaded_and_attached_in_order_with_names(program, column, staff):
    keys = [
        program.upload("documents/", ContentFile(PDF + bytes([n]), f"{n}.pdf"), f"文件{n}").json()[
            "id"
        ]
        for n in (1, 2)
    ]
    attachments = [
        {"document": keys[1], "title": "附件1：名单"},
        {"document": keys[0], "title": ""},
    ]
    answer = program.post(ITEMS, body_of(column, attachments=attachments))
    assert answer.status_code == 201, answer.content.decode()
    rows = only_item().attachments.all()
    assert [(row.document_id, str(row)) for row in rows] == [
        (keys[1], "附件1：名单"),
        (keys[0], "文件1"),
    ]
    document = get_document_model().objects.get(pk=keys[0])
    assert document.collection == staff.groups.collection
    assert document.uploaded_by_user == staff.editor
    # Written again, the list is replaced.
    key = answer.json()["id"]
    program.patch(f"pages/{key}/", {"attachments": [{"document": keys[0]}]})
    assert [row.document_id for row in only_item().attachments.all()] == [keys[0]]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "a.pdf"),
        (PDF, "a.docx"),
        (b"", "a.pdf"),
        (b"MZ", "a.exe"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(program, content, name):
    answer = program.upload("documents/", ContentFile(content, name), "文件")
    assert answer.status_code == 422, answer.content.decode()
    assert not get_document_model().objects.exists()


def test_a_body_of_blocks_is_kept_and_cleaned(program, column):
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8)).save(picture, "PNG")
    image = program.upload("images/", ContentFile(picture.getvalue(), "a.png"), "照片").json()["id"]
    file = program.upload("documents/", ContentFile(PDF, "a.pdf"), "文件").json()["id"]
    body = [
        {
            "type": "text",
            "value": '<p onclick="x()">第一段</p><script>alert(1)</script><h2>题</h2>',
        },
        {"type": "table", "value": {"data": [["名称", "数"], ["甲", "1"]]}},
        {"type": "image", "value": {"image": image, "alt_text": "路", "decorative": False}},
        {"type": "attachment", "value": file},
    ]
    answer = program.post(ITEMS, body_of(column, body=body))
    assert answer.status_code == 201, answer.content.decode()
    stored = only_item().body
    assert [block.block_type for block in stored] == ["text", "table", "image", "attachment"]
    text = stored[0].value.source
    assert "第一段" in text
    assert "script" not in text
    assert "onclick" not in text
    assert stored[1].value["data"] == [["名称", "数"], ["甲", "1"]]
    assert stored[2].value.pk == image
    assert stored[3].value.pk == file


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"title": None}, "名称"),
        ({"title": ""}, "名称"),
        ({"title": "题" * 300}, "名称"),
        ({"organ": "no-such-organ"}, "发布机构"),
        ({"organ": 999_999_999}, "发布机构"),
        ({"organ": 2**70}, "发布机构"),
        ({"organ": "a\0b"}, "发布机构"),
        ({"topic": "no-such-topic"}, "主题分类"),
        ({"written_on": "二月"}, "成文日期"),
        ({"kind": "no-such-kind"}, "信息类别"),
        ({"summary": "述" * 501}, "内容概述"),
        ({"repealed_by": "no/such"}, "废止或替代依据"),
        ({"written_on": "2026-02-26", "published_on": "2026-02-01"}, "发布日期"),
        ({"attachments": [{}]}, "文件"),
        ({"attachments": [{"document": 999_999}]}, "文件"),
        ({"attachments": [{"document": "x"}]}, "文件"),
        ({"attachments": [3]}, "文件"),
        ({"corrections": [{"corrected_on": "x"}]}, ""),
        ({"body": "文字"}, "正文"),
        ({"body": [1]}, "正文"),
        ({"body": [{"value": 1}]}, ""),
        ({"body": [{"type": "nothing", "value": 1}]}, "正文"),
        ({"body": [{"type": "text", "value": 3}]}, "正文"),
        ({"body": [{"type": "text", "value": {"format": "x", "content": 3}}]}, "正文"),
        ({"body": [{"type": "table", "value": "表"}]}, "正文"),
        ({"body": [{"type": "table", "value": [1]}]}, "正文"),
        ({"body": [{"type": "table", "value": {"data": "x"}}]}, "正文"),
        ({"body": [{"type": "table", "value": {"data": [1]}}]}, "正文"),
        ({"body": [{"type": "image", "value": 3}]}, "正文"),
        ({"body": [{"type": "image", "value": {"image": "x"}}]}, "正文"),
        ({"body": [{"type": "attachment", "value": "x"}]}, "正文"),
        ({"body": [{"type": "attachment", "value": [1]}]}, "正文"),
        ({"body": [{"type": "figure", "value": 1}]}, "正文"),
        ({"body": [{"type": "text", "value": "a\0b"}]}, ""),
        ({"title": "a\0b"}, "名称"),
        ({"meta": {"type": ITEM}}, ""),
        ({"meta": {"type": ITEM, "parent_id": "x"}}, ""),
        ({"meta": {"type": "wagtailcore.Page", "parent_id": 1}}, ""),
        ({"meta": 3}, ""),
        ({"reference": {"system": "o a", "id": "1"}}, ""),
        ({"reference": {"system": "oa", "id": ""}}, ""),
        ({"reference": None}, ""),
    ],
)
def test_what_is_wrong_is_said_in_chinese_with_the_name_of_the_field(
    program, column, fields, place
):
    body = {
        name: value
        for name, value in (body_of(column) | fields).items()
        if value is not None or name != "title"
    }
    answer = program.post(ITEMS, body)
    assert answer.status_code == 422, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["title"] == "内容有误"
    assert place in told["detail"], told
    assert any("一" <= letter <= "鿿" for letter in told["detail"])
    assert not ItemPage.objects.exists()
    # Wagtail's own operation shares fields and forms.
    if "reference" not in fields:
        assert program.post("pages/", plain(body)).status_code in {404, 422}


def test_a_category_that_is_none_or_not_the_users_is_refused(program, column):
    elsewhere = Page.objects.get(depth=1).add_child(instance=Page(title="别处", slug="elsewhere"))
    for parent in (999_999, elsewhere.pk, column.home.pk):
        body = body_of(column) | {"meta": {"type": ITEM, "parent_id": parent}}
        answer = program.post(ITEMS, body)
        assert answer.status_code in {403, 404}
    assert not ItemPage.objects.exists()


def test_an_organ_that_the_user_does_not_work_for_is_refused(program, column):
    answer = program.post(ITEMS, body_of(column, organ=column.offices[1].slug))
    assert answer.status_code == 422
    assert "信息员" in answer.json()["detail"]


def test_other_pages_of_ours_are_not_made_by_programs(staff, column):
    program = Program(staff.admin)
    for kind, parent in (
        ("gongkai_catalogue.CategoryPage", column.catalogue.pk),
        ("gongkai_pages.DisclosureIndexPage", column.home.pk),
    ):
        body = {"meta": {"type": kind, "parent_id": parent}, "title": "空壳"}
        assert program.post("pages/", body).status_code == 422
    answer = program.patch(f"pages/{column.category.pk}/", {"title": "改名"})
    assert answer.status_code == 422


def test_the_history_names_user_and_token(program, column, staff):
    key = program.post(ITEMS, body_of(column)).json()["id"]
    program.patch(f"pages/{key}/", {"summary": "补充"})
    entries = PageLogEntry.objects.filter(page_id=key, action=CALL_ACTION)
    assert entries.count() == 2
    assert {entry.user for entry in entries} == {staff.editor}
    assert "令牌“办公系统”" in entries[0].message
    assert program.token not in str(list(PageLogEntry.objects.values()))
    program.delete(f"pages/{key}/")
    assert PageLogEntry.objects.filter(page_id=key, action=CALL_ACTION).count() == 3
