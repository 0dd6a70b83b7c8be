"""What the form of an item lets through, and what it says where it does not."""

from __future__ import annotations

import pytest

from catalogue.models import IndexNumber, ItemPage
from catalogue.services import index_numbers
from tests.catalogue.admin_forms import add_url, autosave, edit_url, item_data
from tests.factories.catalogue import (
    ItemPageFactory,
    OrganFactory,
    imported,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, staff):
    client.force_login(staff.editor)
    return client


@pytest.fixture
def office(client, staff):
    client.force_login(staff.office)
    return client


def errors_of(response, field):
    assert response.status_code == 200
    return "".join(response.context["form"].errors.get(field, []))


def submit(client, parent, **values):
    return client.post(add_url(parent), item_data(**values) | {"action-submit": "true"})


def test_an_editor_writes_for_their_own_organ(editor, column):
    response = editor.post(add_url(column.category), item_data(organ=column.office.pk))
    assert response.status_code == 302
    item = ItemPage.objects.get()
    assert (item.organ, item.live) == (column.office, False)


def test_an_editor_writes_for_subordinate_organs_too(editor, column):
    part = OrganFactory(parent=column.office, organisation_code="")
    assert editor.post(add_url(column.category), item_data(organ=part.pk)).status_code == 302


def test_the_list_of_organs_has_only_those_the_editor_works_for(editor, column):
    form = editor.get(add_url(column.category)).context["form"]
    offered = [value for value, _label in form.fields["organ"].widget.choices]
    assert offered == ["", column.office.pk]
    assert form["organ"].value() == column.office.pk


def test_the_office_sees_the_organs_as_a_tree(office, column):
    html = office.get(add_url(column.category)).content.decode()
    assert ">泗门镇人民政府<" in html
    assert ">　泗门镇农业办公室<" in html


def test_topics_are_grouped_by_class(editor, column):
    html = editor.get(add_url(column.category)).content.decode()
    assert '<optgroup label="综合政务">' in html
    assert "综合政务/政务公开" in html


@pytest.mark.parametrize("send", [None, "action-submit", "autosave"])
def test_another_organ_is_refused_at_the_field(editor, column, send):
    data = item_data(organ=column.offices[1].pk)
    if send == "autosave":
        answer = autosave(editor, add_url(column.category), data)
        assert (answer.status_code, answer.json()["error_code"]) == (400, "validation_error")
    else:
        response = editor.post(add_url(column.category), data | ({send: "true"} if send else {}))
        assert "您不是“泗门镇农业办公室”的信息员" in errors_of(response, "organ")
    assert not ItemPage.objects.exists()


def test_an_editor_of_no_organ_is_told_whom_to_ask(client, staff, column):
    column.office.editors.clear()
    client.force_login(staff.editor)
    for organ in ("", column.office.pk):
        response = client.post(add_url(column.category), item_data(organ=organ))
        assert "请联系党政办" in errors_of(response, "organ")


def test_another_organs_item_cannot_be_edited_by_its_former_editor(editor, staff, column):
    item = ItemPageFactory(
        parent=column.category, organ=column.offices[1], owner=staff.editor, draft=True
    )
    item.live = True
    with imported():
        item.save()
    for organ in (column.offices[1], column.office):
        response = editor.post(edit_url(item), item_data(organ=organ.pk, title="改过的标题"))
        assert "由其他机构发布" in errors_of(response, "organ")
        answer = autosave(editor, edit_url(item), item_data(organ=organ.pk))
        assert answer.json()["error_code"] == "validation_error"
    item.refresh_from_db()
    assert item.get_latest_revision_as_object().title != "改过的标题"


def test_an_own_copy_of_another_organs_item_becomes_an_own_item(editor, staff, column):
    draft = ItemPageFactory(
        parent=column.category, organ=column.offices[1], owner=staff.editor, draft=True
    )
    response = editor.post(edit_url(draft), item_data(organ=column.offices[1].pk))
    assert "您不是" in errors_of(response, "organ")
    response = editor.post(edit_url(draft), item_data(organ=column.office.pk))
    assert response.status_code == 302


def test_the_office_writes_for_any_organ(office, column):
    response = office.post(add_url(column.category), item_data(organ=column.offices[1].pk))
    assert response.status_code == 302


class TestIndexNumber:
    TAKEN = "100000008/2013-00099"

    @pytest.fixture(params=["published", "draft", "deleted"])
    def taken(self, request, column):
        item = ItemPageFactory(
            parent=column.category,
            organ=column.office,
            index_number=self.TAKEN,
            draft=request.param == "draft",
        )
        if request.param == "deleted":
            item.delete()
        return item

    def test_a_number_that_exists_is_refused_at_the_field(self, editor, column, taken):
        data = item_data(organ=column.office.pk, index_number=f" {self.TAKEN} ")
        for extra in ({}, {"action-submit": "true"}):
            response = editor.post(add_url(column.category), data | extra)
            assert f"“{self.TAKEN}”已被使用" in errors_of(response, "index_number")
        answer = autosave(editor, add_url(column.category), data)
        assert answer.json()["error_code"] == "validation_error"

    def test_the_same_when_an_item_is_edited(self, editor, staff, column, taken):
        draft = ItemPageFactory(
            parent=column.category, organ=column.office, owner=staff.editor, draft=True
        )
        data = item_data(organ=column.office.pk, index_number=self.TAKEN)
        response = editor.post(edit_url(draft), data)
        assert "已被使用" in errors_of(response, "index_number")
        assert autosave(editor, edit_url(draft), data).json()["error_code"] == "validation_error"

    def test_a_number_that_is_free_is_kept_for_the_draft(self, editor, column):
        data = item_data(organ=column.office.pk, index_number=self.TAKEN)
        assert editor.post(add_url(column.category), data).status_code == 302
        assert ItemPage.objects.get().index_number == self.TAKEN

    def test_a_published_number_cannot_be_edited(self, office, column):
        item = ItemPageFactory(parent=column.category, organ=column.office)
        number = item.index_number
        data = item_data(organ=column.office.pk, index_number="自编号1")
        assert office.post(edit_url(item), data).status_code == 302
        assert item.get_latest_revision_as_object().index_number == number

    def test_a_number_taken_between_check_and_save_is_an_error_at_the_field(
        self, editor, column, monkeypatch
    ):
        ItemPageFactory(parent=column.category, organ=column.office, index_number=self.TAKEN)
        checks = [lambda item, number: None, index_numbers.refuse_taken]

        def refuse_from_the_second_time_on(item, number):
            return checks.pop(0)(item, number)

        monkeypatch.setattr(index_numbers, "refuse_taken", refuse_from_the_second_time_on)
        monkeypatch.setattr(ItemPage, "validate_constraints", lambda self, exclude=None: None)
        response = submit(editor, column.category, organ=column.office.pk, index_number=self.TAKEN)
        assert "已被使用" in errors_of(response, "index_number")
        assert ItemPage.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("published_on", {"written_on": "2013-03-04", "published_on": "2013-03-01"}),
        ("expires_on", {"effective_on": "2013-05-01", "expires_on": "2013-04-30"}),
        ("repealed_on", {"repealed_on": "2012-01-01"}),
        ("written_on", {"written_on": "2013-02-30"}),
        ("written_on", {"written_on": ""}),
        ("title", {"title": ""}),
        ("kind", {"kind": "rumour"}),
        ("organ", {"organ": ""}),
        ("genre", {"genre": "999999"}),
    ],
)
def test_rules_are_explained_at_the_field(editor, column, field, values):
    response = submit(editor, column.category, **({"organ": column.office.pk} | values))
    assert errors_of(response, field)
    assert not ItemPage.objects.exists()


def test_a_draft_may_lack_organ_and_date(editor, column):
    data = item_data(organ="", written_on="")
    answer = autosave(editor, add_url(column.category), data)
    assert answer.json()["success"] is True
    item = ItemPage.objects.get()
    assert (item.organ, item.written_on) == (None, None)


def test_an_item_that_would_get_no_number_is_stopped_when_it_is_submitted(editor, column):
    column.government.organisation_code = ""
    column.government.save()
    response = submit(editor, column.category, organ=column.office.pk)
    assert "没有组织机构代码" in errors_of(response, "organ")
    # A draft may be kept meanwhile, and a number given by hand helps.
    assert (
        editor.post(add_url(column.category), item_data(organ=column.office.pk)).status_code == 302
    )
    response = submit(editor, column.category, organ=column.office.pk, index_number="旧-2013-1")
    assert response.status_code == 302


def test_document_numbers_are_written_in_one_way(editor, column):
    editor.post(
        add_url(column.category),
        item_data(
            organ=column.office.pk, document_number="泗政[2013] 099号", keywords="农村，公路"
        ),
    )
    item = ItemPage.objects.get()
    assert (item.document_number, item.keywords) == ("泗政〔2013〕99号", "农村 公路")


def test_the_register_names_every_number_once(office, column):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    assert IndexNumber.objects.get(item=item).number == item.index_number
