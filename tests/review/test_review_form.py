"""The page on which a text is reviewed or approved: what it shows, takes and refuses."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalogue.models import ItemAttachment, ItemPage
from review.enums import Action
from review.models import ReviewRecord
from review.services import findings
from tests.factories.catalogue import UserFactory
from tests.factories.documents import make_document
from tests.factories.review import decide, task_state_of
from tests.review.admin_forms import (
    client_of,
    decide_url,
    draft_of,
    messages_of,
    press,
    review_data,
    seen_in,
    text_of,
)

pytestmark = pytest.mark.django_db
ID_NUMBER = "33028119490307171X"


@pytest.fixture
def item(column, staff):
    return draft_of(column, staff, title="关于防汛的通知", summary="各村做好准备。")


@pytest.fixture
def reviewer(staff):
    return client_of(staff.reviewer)


@pytest.fixture
def approver(staff):
    return client_of(staff.approver)


def errors_of(response, name):
    return "".join(response.context["form"].errors.get(name, []))


def general_errors_of(response):
    return "".join(response.context["form"].non_field_errors())


class TestWhatIsShown:
    def test_the_text_its_files_and_who_wrote_it(self, column, staff, reviewer):
        document = make_document(name="方案.txt", title="防汛方案")
        item = draft_of(column, staff, title="有附件的")
        item.attachments.add(ItemAttachment(document=document, title="防汛方案"))
        item.save_revision(user=staff.editor)
        response = reviewer.get(decide_url(item))
        html, said = response.content.decode(), text_of(response)
        assert reverse("gongkai_review:preview", args=[task_state_of(item).pk]) in html
        assert document.url in html
        assert "防汛方案" in said
        assert "起草 editor" in said
        assert column.office.name in said

    def test_the_preview_is_the_public_page_and_may_be_framed(self, item, reviewer):
        url = reverse("gongkai_review:preview", args=[task_state_of(item).pk])
        response = reviewer.get(url)
        assert "各村做好准备。" in response.content.decode()
        assert response["X-Frame-Options"] == "SAMEORIGIN"

    def test_the_preview_is_for_the_people_of_the_step(self, item, staff, approver):
        url = reverse("gongkai_review:preview", args=[task_state_of(item).pk])
        assert approver.get(url).status_code == 302
        assert client_of(UserFactory()).get(url).status_code == 302

    def test_a_change_of_something_public_can_be_compared(self, column, staff, item, reviewer):
        assert "/compare/" not in reviewer.get(decide_url(item)).content.decode()
        decide(item, staff.reviewer)
        decide(item, staff.approver)
        item = ItemPage.objects.get(pk=item.pk)
        item.summary = "改过"
        item.save_revision(user=staff.editor)
        item.get_workflow().start(item, staff.editor)
        compare = reverse("gongkai_review:compare", args=[task_state_of(item).pk])
        response = reviewer.get(decide_url(item))
        assert compare in response.content.decode()
        assert "审签：予以公开" in text_of(response)
        said = text_of(reviewer.get(compare))
        assert "各村做好准备。" in said
        assert "改过" in said
        assert client_of(UserFactory()).get(compare).status_code == 302

    def test_reasons_of_the_law_stand_under_their_articles(self, item, reviewer):
        said = text_of(reviewer.get(decide_url(item)))
        for article in ("第十四条", "第十五条", "第十六条"):
            assert article in said
        assert said.index("第十五条") < said.index("涉及商业秘密") < said.index("第十六条")

    def test_who_is_not_of_the_step_sees_nothing(self, item, approver, staff):
        assert approver.get(decide_url(item)).status_code == 302
        assert client_of(UserFactory()).get(decide_url(item)).status_code == 302

    def test_the_editor_sees_where_it_is_and_no_form(self, item, staff):
        response = client_of(staff.editor).get(decide_url(item))
        assert "您不在“保密审查”环节的用户组中。" in text_of(response)
        assert 'name="decision"' not in response.content.decode()

    def test_who_wrote_it_gets_a_sentence_in_place_of_the_form(self, column, staff):
        both = UserFactory(groups=[staff.groups.reviewers])
        item = draft_of(column, staff, owner=both)
        response = client_of(both).get(decide_url(item))
        assert "您起草或者修改过这份稿件，须由他人审查。" in text_of(response)
        assert 'name="decision"' not in response.content.decode()

    def test_a_step_that_does_not_exist(self, reviewer, item):
        assert reviewer.get(reverse("gongkai_review:decide", args=[999999])).status_code == 404


class TestReview:
    def test_it_passes_on_with_one_record(self, item, reviewer, staff):
        response = press(reviewer, decide_url(item), **review_data(remark="已核对"))
        assert "已记录“关于防汛的通知”的审查意见：予以公开" in messages_of(response)
        record = ReviewRecord.objects.get(page_id=item.pk)
        assert (record.action, record.actor_id) == (Action.REVIEWED, str(staff.reviewer.pk))
        assert (record.remark, len(record.checklist)) == ("已核对", 6)
        assert task_state_of(item).task.name == "审签"

    def test_nothing_chosen(self, item, reviewer):
        response = press(reviewer, decide_url(item), act="decide", remark="写了一半")
        assert "请选择一项审查意见" in errors_of(response, "decision")
        assert "写了一半" in response.content.decode()
        assert not ReviewRecord.objects.filter(page_id=item.pk).exists()

    @pytest.mark.parametrize(
        ("fields", "name", "said"),
        [
            ({"checklist": ["secrecy"]}, "checklist", "逐项核对"),
            ({"decision": "withhold", "remark": "隐私"}, "bases", "依据"),
            ({"decision": "partial", "bases": ["15-privacy"]}, "remark", "请说明"),
            ({"decision": "refer"}, "referred_to", "哪个机关"),
            ({"decision": "nonsense"}, "decision", ""),
            ({"bases": ["99-nothing"], "decision": "withhold"}, "bases", ""),
            ({"remark": "长" * 2001}, "remark", "2000"),
        ],
    )
    def test_what_is_missing_is_said_at_the_field(self, item, reviewer, fields, name, said):
        response = press(reviewer, decide_url(item), **review_data(**fields))
        assert response.status_code == 200
        assert said in errors_of(response, name)
        assert errors_of(response, name)
        assert not ReviewRecord.objects.filter(page_id=item.pk).exists()

    def test_what_was_typed_and_ticked_stays(self, item, reviewer):
        fields = {"decision": "partial", "bases": ["15-privacy"], "checklist": ["privacy"]}
        response = press(reviewer, decide_url(item), **review_data(**fields))
        html = response.content.decode()
        for chosen in ("decision_partial", "bases_15-privacy", "checklist_privacy"):
            assert f'id="id_{chosen}"' in html
            [tag] = [part for part in html.split("<input") if f'id="id_{chosen}"' in part]
            assert "checked" in tag.split(">")[0]

    def test_withheld(self, item, reviewer):
        fields = {"decision": "withhold", "bases": ["15-privacy"], "remark": "涉及个人隐私"}
        press(reviewer, decide_url(item), **review_data(**fields))
        record = ReviewRecord.objects.get(page_id=item.pk)
        assert (record.decision, record.bases) == ("withhold", ["15-privacy"])
        # What this decision does not ask for is not written down.
        assert record.checklist == []
        item.refresh_from_db()
        assert not item.workflow_in_progress

    def test_referred_to_an_authority_it_stays_here(self, item, reviewer):
        fields = {"decision": "refer", "referred_to": "余姚市国家保密局"}
        press(reviewer, decide_url(item), **review_data(**fields))
        said = text_of(reviewer.get(decide_url(item)))
        assert "已报请确定 余姚市国家保密局" in said
        assert "等待答复" in said
        press(reviewer, decide_url(item), **review_data(remark="市局答复可以公开"))
        assert task_state_of(item).task.name == "审签"

    def test_findings_have_to_be_answered_first(self, column, staff, reviewer):
        item = draft_of(column, staff, summary=f"身份证号{ID_NUMBER}。")
        response = press(reviewer, decide_url(item), **review_data())
        assert "还有1处提示没有处理" in general_errors_of(response)
        assert ID_NUMBER not in "".join(
            record.remark + str(record.findings) for record in ReviewRecord.objects.all()
        )
        [found] = findings.findings_of(item.get_latest_revision_as_object()).unanswered
        findings.answer(item, found.fingerprint, staff.reviewer, "公示名单，依法公开")
        press(reviewer, decide_url(item), **review_data())
        assert task_state_of(item).task.name == "审签"

    def test_handed_back_with_a_reason(self, item, reviewer):
        response = press(reviewer, decide_url(item), act="return", remark="半句")
        assert "请写明退回的理由" in errors_of(response, "reason")
        assert "半句" in response.content.decode()
        response = press(reviewer, decide_url(item), act="return", reason="请补写期限")
        assert "已经退回修改" in messages_of(response)
        assert ReviewRecord.objects.get(page_id=item.pk).action == Action.RETURNED
        item.refresh_from_db()
        assert item.current_workflow_state.status == "needs_changes"

    @pytest.mark.parametrize("act", ["decide", "return"])
    def test_no_number_of_a_person_goes_into_the_record(self, item, reviewer, act):
        typed = f"请删去{ID_NUMBER}"
        name = "remark" if act == "decide" else "reason"
        response = press(reviewer, decide_url(item), **review_data(act=act, **{name: typed}))
        assert "请不要写身份证号" in errors_of(response, name)
        assert typed in response.content.decode()
        assert not ReviewRecord.objects.filter(page_id=item.pk).exists()

    def test_a_button_that_is_not_there(self, item, reviewer):
        assert press(reviewer, decide_url(item), act="publish").status_code == 404


class TestApproval:
    @pytest.fixture
    def reviewed(self, item, staff):
        decide(item, staff.reviewer, comment="没有问题")
        return item

    def test_the_leader_reads_who_reviewed_it_and_how(self, reviewed, approver):
        said = text_of(approver.get(decide_url(reviewed)))
        assert "保密审查：予以公开" in said
        assert "没有问题" in said
        assert "已核对清单6项" in said

    def test_the_leader_reads_how_findings_were_answered(self, column, staff, approver):
        item = draft_of(column, staff, summary=f"身份证号{ID_NUMBER}。")
        [found] = findings.findings_of(item.get_latest_revision_as_object()).unanswered
        findings.answer(item, found.fingerprint, staff.reviewer, "公示名单，依法公开")
        decide(item, staff.reviewer)
        response = approver.get(decide_url(item))
        panel = text_of(response).split("保密审查情况")[1]
        assert "公示名单，依法公开" in panel
        assert ID_NUMBER not in panel

    def test_it_is_public_afterwards(self, reviewed, approver, client):
        response = press(approver, decide_url(reviewed), act="decide", remark="同意")
        assert "已经审签同意" in messages_of(response)
        page = ItemPage.objects.get(pk=reviewed.pk)
        assert page.live
        assert client.get(page.url).status_code == 200

    def test_handed_back(self, reviewed, approver):
        press(approver, decide_url(reviewed), act="return", reason="标题不规范")
        reviewed.refresh_from_db()
        assert reviewed.current_workflow_state.status == "needs_changes"

    def test_who_reviewed_it_does_not_approve_it(self, column, staff):
        both = UserFactory(groups=[staff.groups.reviewers, staff.groups.approvers])
        item = draft_of(column, staff)
        decide(item, both)
        said = text_of(client_of(both).get(decide_url(item)))
        assert "这份稿件由您审查，须由他人审签。" in said

    def test_changed_since_the_review_it_goes_back_there(self, reviewed, staff, approver):
        page = ItemPage.objects.get(pk=reviewed.pk)
        page.summary = "又改了"
        page.save_revision(user=staff.editor)
        html = approver.get(decide_url(reviewed)).content.decode()
        assert "不能直接审签" in html
        assert 'value="decide"' not in html
        response = press(approver, decide_url(reviewed), act="send_back")
        assert "已经送回保密审查" in messages_of(response)
        assert task_state_of(reviewed).task.name == "保密审查"

    def test_what_the_model_refuses_is_said_in_the_form(self, column, reviewed, approver):
        column.government.organisation_code = ""
        column.government.save()
        response = press(approver, decide_url(reviewed), act="decide", remark="同意")
        assert "没有组织机构代码" in general_errors_of(response)
        assert ">同意</textarea>" in response.content.decode().replace("\n", "")
        assert task_state_of(reviewed).task.name == "审签"


class TestOnce:
    def test_a_second_press_gets_a_sentence(self, item, reviewer):
        url = decide_url(item)
        seen = seen_in(reviewer.get(url).content.decode())
        data = review_data(seen=seen)
        reviewer.post(url, data)
        response = reviewer.post(url, data, follow=True)
        assert "已由reviewer办结，不能再次办理" in messages_of(response)
        assert ReviewRecord.objects.filter(page_id=item.pk).count() == 1

    def test_the_other_tab_too(self, item, reviewer, staff):
        url = decide_url(item)
        decide(item, staff.reviewer, "reject", "请改")
        response = reviewer.get(url, follow=True)
        assert "不能再次办理" in messages_of(response)

    def test_what_was_changed_meanwhile_is_read_again(self, item, reviewer, staff):
        url = decide_url(item)
        seen = seen_in(reviewer.get(url).content.decode())
        item.summary = "偷偷改了"
        item.save_revision(user=staff.editor)
        response = reviewer.post(url, review_data(seen=seen, remark="看过了"))
        html = response.content.decode()
        assert "您阅读期间稿件有改动，请重新核对。" in general_errors_of(response)
        assert "看过了" in html
        # What was ticked was ticked about another text.
        assert not any(each["checked"] for each in response.context["form"].checks())
        assert not ReviewRecord.objects.filter(page_id=item.pk).exists()
        assert seen_in(html) != seen
        reviewer.post(url, review_data(seen=seen_in(html)))
        assert ReviewRecord.objects.get(page_id=item.pk).digest == seen_in(html)
        assert task_state_of(item).task.name == "审签"

    def test_a_form_without_a_digest_decides_nothing(self, item, reviewer):
        response = reviewer.post(decide_url(item), review_data())
        assert "请重新核对" in general_errors_of(response)

    def test_who_was_refused_by_four_eyes_meanwhile(self, item, reviewer, staff):
        url = decide_url(item)
        reviewer.get(url)
        item.save_revision(user=staff.reviewer)
        seen = seen_in(client_of(staff.admin).get(url).content.decode())
        response = reviewer.post(url, review_data(seen=seen), follow=True)
        assert "须由他人审查" in messages_of(response)
        assert not ReviewRecord.objects.filter(page_id=item.pk).exists()
