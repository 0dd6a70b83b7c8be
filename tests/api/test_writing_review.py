"""Another system sends what it wrote on its way, and learns where it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import ItemPage
from review.models import Release, ReviewRecord
from review.services.withdrawal import withdraw
from tests.api.writing import Program, body_of
from tests.factories.review import decide, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(staff):
    return Program(staff.editor)


@pytest.fixture
def key(program, column):
    """Of an item that was written."""
    return program.post("disclosure/items/", body_of(column)).json()["id"]


def page_of(key):
    return ItemPage.objects.get(pk=key)


def state(program, key):
    return program.get(f"disclosure/items/{key}/review/").json()


def test_it_goes_through_all_steps_and_is_public_in_the_end(program, key, staff):
    answer = program.post(f"disclosure/items/{key}/submission/")
    assert answer.status_code == 200, answer.content.decode()
    told = answer.json()
    assert told["status"] == {"code": "in_review", "label": "审查中"}
    assert told["step"]["name"] == "保密审查"
    assert told["step"]["due_on"]
    decide(page_of(key), staff.reviewer, comment="同意")
    assert state(program, key)["step"]["name"] == "审签"
    decide(page_of(key), staff.approver)
    told = state(program, key)
    assert told["status"]["code"] == "public"
    assert told["is_public"]
    assert told["index_number"] == page_of(key).index_number
    assert told["url"] == page_of(key).full_url
    assert [(each["step"], each["outcome"]["label"]) for each in told["comments"]] == [
        ("保密审查", "通过"),
        ("审签", "通过"),
    ]


def test_submitting_is_no_decision(program, key):
    program.post(f"disclosure/items/{key}/submission/")
    assert not page_of(key).live
    assert not ReviewRecord.objects.exists()
    assert not Release.objects.exists()


def test_submitting_again_changes_nothing(program, key):
    first = program.post(f"disclosure/items/{key}/submission/").json()
    second = program.post(f"disclosure/items/{key}/submission/")
    assert (second.status_code, second.json()) == (200, first)
    assert page_of(key).workflow_states.count() == 1


def test_what_is_handed_back_is_corrected_and_sent_again(program, key, staff):
    program.post(f"disclosure/items/{key}/submission/")
    decide(page_of(key), staff.reviewer, "reject", "请补充内容概述")
    told = state(program, key)
    assert told["status"]["code"] == "returned"
    assert told["comments"][-1]["text"] == "请补充内容概述"
    assert staff.reviewer.username not in str(told)
    assert program.patch(f"pages/{key}/", {"summary": "补充了。"}).status_code == 200
    assert program.post(f"disclosure/items/{key}/submission/").json()["status"]["code"] == (
        "in_review"
    )
    assert page_of(key).workflow_states.count() == 1


def test_what_lacks_something_is_not_submitted(program, column):
    body = body_of(column)
    del body["organ"], body["written_on"]
    answer = program.post("disclosure/items/", body)
    assert answer.status_code == 201, answer.content.decode()
    key = answer.json()["id"]
    answer = program.post(f"disclosure/items/{key}/submission/")
    assert answer.status_code == 422
    assert {each["name"] for each in answer.json()["errors"]} == {"发布机构", "成文日期"}
    assert page_of(key).current_workflow_state is None


def test_blocks_that_lack_something_are_not_submitted(program, column):
    body = [{"type": "attachment", "value": None}]
    key = program.post("disclosure/items/", body_of(column, body=body)).json()["id"]
    answer = program.post(f"disclosure/items/{key}/submission/")
    assert answer.status_code == 422
    assert "正文" in answer.json()["detail"]


def test_a_whole_item_with_everything_is_submitted_as_it_stands(program, column):
    body = [
        {"type": "text", "value": "<p>一<b>二</b></p><ul><li>三</li></ul>"},
        {"type": "table", "value": {"data": [["甲", "乙"], ["1", None]]}},
    ]
    fields = {
        "body": body,
        "summary": "概述",
        "keywords": "公路",
        "effective_on": "2026-03-01",
        "expires_on": "2028-03-01",
        "disclosure_period": "permanent",
    }
    key = program.post("disclosure/items/", body_of(column, **fields)).json()["id"]
    before = page_of(key).get_latest_revision().content
    answer = program.post(f"disclosure/items/{key}/submission/")
    assert answer.status_code == 200, answer.content.decode()
    assert page_of(key).get_latest_revision().content == before


def test_a_submission_is_taken_back_by_who_submitted(program, key, staff):
    program.post(f"disclosure/items/{key}/submission/")
    answer = program.delete(f"disclosure/items/{key}/submission/")
    assert answer.json()["status"]["code"] == "draft"
    assert page_of(key).current_workflow_state is None
    answer = program.delete(f"disclosure/items/{key}/submission/")
    assert (answer.status_code, "不在审查中" in answer.json()["detail"]) == (422, True)


def test_nobody_else_takes_a_submission_back(program, key, staff):
    program.post(f"disclosure/items/{key}/submission/")
    answer = Program(staff.office).delete(f"disclosure/items/{key}/submission/")
    assert answer.status_code == 403
    assert page_of(key).workflow_in_progress


def test_what_was_found_is_told_masked(program, column):
    number = "330281199001011234"
    body = [{"type": "text", "value": f"<p>联系人13812345678，身份证{number}。</p>"}]
    key = program.post("disclosure/items/", body_of(column, body=body)).json()["id"]
    told = state(program, key)
    assert told["findings_to_answer"]
    assert "13812345678" not in str(told["findings_to_answer"])
    assert {"kind", "label", "place", "masked", "advice"} == set(told["findings_to_answer"][0])


def test_schedules_and_withdrawals_are_told(program, key, staff):
    draft = page_of(key).get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(days=2)
    draft.save_revision(user=staff.editor)
    submit(page_of(key), staff.editor)
    decide(page_of(key), staff.reviewer)
    decide(page_of(key), staff.approver)
    assert state(program, key)["status"]["code"] == "scheduled"
    assert not state(program, key)["is_public"]


def test_what_was_withdrawn_says_so(program, key, staff):
    program.post(f"disclosure/items/{key}/submission/")
    decide(page_of(key), staff.reviewer)
    decide(page_of(key), staff.approver)
    withdraw(page_of(key), staff.approver, "有误", public_reason="有误")
    assert state(program, key)["status"]["code"] == "withdrawn"


def test_what_is_public_and_unchanged_is_not_submitted(program, key, staff):
    program.post(f"disclosure/items/{key}/submission/")
    decide(page_of(key), staff.reviewer)
    decide(page_of(key), staff.approver)
    answer = program.post(f"disclosure/items/{key}/submission/")
    assert (answer.status_code, "没有改动" in answer.json()["detail"]) == (422, True)


@pytest.mark.parametrize(
    "path", ["disclosure/items/999999/submission/", "disclosure/items/1/review/"]
)
def test_what_is_no_item_is_not_found(program, path):
    method = "post" if "submission" in path else "get"
    assert program.call(method, path).status_code == 404
