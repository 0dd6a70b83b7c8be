"""审查台账 in the admin: who reads which records, what one says, and that nobody changes it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from catalogue.models import ItemPage
from catalogue.services.roles import setup_moderation
from review.enums import Action, Decision
from review.models import ReviewRecord
from review.services import decisions
from review.services.exceptions import publish_exceptionally
from review.services.records import Entry, append
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column
from tests.factories.review import decide, passing, task_state_of
from tests.review.admin_forms import client_of, draft_of, text_of

pytestmark = pytest.mark.django_db

INDEX = "gongkai_review_records:index"
INSPECT = "gongkai_review_records:inspect"


def record_of(page, action=Action.RETURNED, **fields):
    return append(Entry(**{"action": action, "page": page, "digest": "0" * 64} | fields))


def item_of(column, **fields):
    return ItemPageFactory(parent=column.category, organ=column.office, draft=True, **fields)


def titles(response):
    return [record.page_title for record in response.context["object_list"]]


class TestWhoReads:
    @pytest.mark.parametrize("role", ["reviewer", "approver", "office", "admin"])
    def test_reviewers_leaders_and_the_office(self, column, staff, role):
        record = record_of(item_of(column, title="关于防汛的通知"))
        client = client_of(getattr(staff, role))
        assert titles(client.get(reverse(INDEX))) == ["关于防汛的通知"]
        assert client.get(reverse(INSPECT, args=[record.pk])).status_code == 200

    def test_editors_do_not(self, column, staff):
        record = record_of(item_of(column))
        client = client_of(staff.editor)
        for address in (reverse(INDEX), reverse(INSPECT, args=[record.pk])):
            assert client.get(address).status_code in {302, 404}
        assert "审查台账" not in client.get(reverse("wagtailadmin_home")).text

    def test_nobody_reads_those_of_another_town(self, column, staff):
        other = make_column(name="临山镇", slug="other", as_site_root=False)
        groups = setup_moderation(other.home, prefix="临山镇")
        mine = record_of(item_of(column))
        record_of(item_of(other, title="别镇的"))
        for group in (groups.reviewers, groups.approvers, groups.office):
            client = client_of(UserFactory(groups=[group]))
            assert titles(client.get(reverse(INDEX))) == ["别镇的"]
            assert client.get(reverse(INSPECT, args=[mine.pk])).status_code == 404

    def test_records_of_a_deleted_page_are_still_read_where_it_stood(self, column, staff):
        other = make_column(name="临山镇", slug="other", as_site_root=False)
        groups = setup_moderation(other.home, prefix="临山镇")
        item = item_of(column, title="已删除的")
        record = record_of(item)
        item.delete()
        client = client_of(staff.reviewer)
        assert titles(client.get(reverse(INDEX))) == ["已删除的"]
        assert client.get(reverse(INSPECT, args=[record.pk])).status_code == 200
        stranger = client_of(UserFactory(groups=[groups.reviewers]))
        assert titles(stranger.get(reverse(INDEX))) == []

    @pytest.mark.parametrize("name", ["add", "edit", "delete", "copy"])
    def test_there_is_no_address_that_changes_one(self, staff, name):
        with pytest.raises(NoReverseMatch):
            reverse(f"gongkai_review_records:{name}", args=[1])


class TestTheList:
    def test_it_is_narrowed_by_act_decision_person_and_page(self, column, staff):
        first, second = item_of(column, title="甲"), item_of(column, title="乙")
        record_of(first, Action.REVIEWED, decision=Decision.WITHHOLD, actor=staff.reviewer)
        record_of(second, Action.RETURNED, actor=staff.approver)
        client = client_of(staff.office)

        def found(**query):
            return titles(client.get(reverse(INDEX), query))

        assert found() == ["乙", "甲"]
        assert found(action="reviewed") == ["甲"]
        assert found(action=["reviewed", "returned"]) == ["乙", "甲"]
        assert found(decision="withhold") == ["甲"]
        assert found(actor_name="approver") == ["乙"]
        assert found(page_id=first.pk) == ["甲"]
        assert found(q="乙") == ["乙"]
        assert found(at_from="2000-01-01", at_to="2000-12-31") == []

    @pytest.mark.parametrize(
        "query",
        [
            {"page_id": "99999999999999999999"},
            {"page_id": "x"},
            {"at_from": "2013-13-45"},
            {"at_from": "0001-01-01", "at_to": "9999-12-31"},
            {"action": "nothing"},
            {"ordering": "seal"},
            {"q": "x" * 3000},
            {"p": "999"},
            {"actor_name": "\x00"},
        ],
    )
    def test_odd_input_is_no_error(self, column, staff, query):
        record_of(item_of(column))
        assert client_of(staff.office).get(reverse(INDEX), query).status_code == 200

    def test_it_takes_as_many_queries_for_many_records_as_for_few(self, column, staff):
        counts = []
        for number in (2, 30):
            for _ in range(number):
                record_of(item_of(column), actor=staff.reviewer)
            for role in (staff.office, staff.approver):
                client = client_of(role)
                client.get(reverse(INDEX))
                with CaptureQueriesContext(connection) as queries:
                    client.get(reverse(INDEX))
                counts.append(len(queries))
        assert counts[:2] == counts[2:]
        assert max(counts) <= 25

    def test_it_leads_to_each_record_and_to_the_register(self, column, staff):
        record = record_of(item_of(column))
        text = client_of(staff.office).get(reverse(INDEX)).text
        assert reverse(INSPECT, args=[record.pk]) in text
        assert reverse("gongkai_review_records:register") in text


class TestOneRecord:
    def test_a_review_is_told_in_words(self, column, staff):
        item = draft_of(column, staff, title="关于低保名单的公示")
        state = task_state_of(item)
        decisions.review(
            state,
            staff.reviewer,
            passing(decision=Decision.PARTIAL, bases=("15-privacy",), remark="证件号码已经遮盖。"),
        )
        record = ReviewRecord.objects.get()
        text = text_of(client_of(staff.office).get(reverse(INSPECT, args=[record.pk])))
        for said in (
            "关于低保名单的公示",
            "区分处理后公开",
            "第十五条 涉及个人隐私",
            "证件号码已经遮盖。",
            "附件已逐个打开核对",
            "reviewer",
            record.hash,
            record.digest,
        ):
            assert said in text

    def test_an_exception_is_marked(self, column, staff):
        item = item_of(column)
        publish_exceptionally(item, staff.admin, "防汛Ⅰ级响应，镇长电话同意")
        record = ReviewRecord.objects.get()
        text = text_of(client_of(staff.reviewer).get(reverse(INSPECT, args=[record.pk])))
        assert "没有经过保密审查和审签" in text
        assert "防汛Ⅰ级响应，镇长电话同意" in text

    def test_findings_are_masked(self, column, staff):
        findings = [
            {
                "kind": "resident_id",
                "label": "居民身份证号",
                "place": "正文第2段",
                "masked": "3302**********1234",
                "count": 3,
                "answer": "kept",
                "reason": "本人同意",
                "by": "李敏",
            }
        ]
        record = record_of(item_of(column), Action.REVIEWED, findings=findings)
        text = text_of(client_of(staff.office).get(reverse(INSPECT, args=[record.pk])))
        assert "居民身份证号 正文第2段 3302**********1234（共3处） 保留：本人同意（李敏）" in text

    def test_the_other_records_of_the_page_are_reached_from_it(self, column, staff):
        item = draft_of(column, staff)
        decide(item, staff.reviewer, "reject", "请改")
        ItemPage.objects.get(pk=item.pk).current_workflow_state.resume(user=staff.editor)
        decide(item, staff.reviewer)
        decide(item, staff.approver)
        record_of(item_of(column, title="无关的"))
        numbers = ReviewRecord.objects.filter(page_id=item.pk).values_list("number", flat=True)
        response = client_of(staff.office).get(reverse(INSPECT, args=[max(numbers)]))
        assert {each.number for each in response.context["others"]} == {*numbers} - {max(numbers)}
        assert f"{reverse(INDEX)}?page_id={item.pk}" in response.text

    def test_they_are_reached_from_the_page(self, column, staff):
        item = draft_of(column, staff)
        office = client_of(staff.office)
        address = f"{reverse(INDEX)}?page_id={item.pk}"
        assert address in office.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).text
        explore = reverse("wagtailadmin_explore", args=[column.category.pk])
        assert address in office.get(explore).text
        assert address not in client_of(staff.editor).get(explore).text

    def test_one_that_does_not_exist_is_not_found(self, staff):
        assert client_of(staff.admin).get(reverse(INSPECT, args=[404])).status_code == 404

    def test_markup_in_it_is_text(self, column, staff):
        record = record_of(item_of(column, title="<b>粗</b>"), remark="<script>x</script>")
        text = client_of(staff.office).get(reverse(INSPECT, args=[record.pk])).text
        assert "<script>x" not in text
        assert "<b>粗" not in text
