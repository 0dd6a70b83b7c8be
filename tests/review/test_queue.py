"""What waits for whom: who sees it, in which order, and how near it is to its due date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from review import queue
from review.due import due_date
from review.models import DueTaskState
from review.queue import Due, Urgency
from review.services import decisions
from review.services.exceptions import publish_exceptionally
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column
from tests.factories.pages import GuidePageFactory
from tests.factories.review import decide, submit, task_state_of
from tests.review.admin_forms import QUEUE, client_of, draft_of, text_of

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 7, 10)


def titles(entries):
    return [entry.title for entry in entries]


def set_due(page, day, **more):
    DueTaskState.objects.filter(pk=task_state_of(page).pk).update(due_on=day, **more)


class TestWhoSeesWhat:
    def test_each_step_waits_for_its_people(self, column, staff):
        item = draft_of(column, staff, title="关于防汛的通知")
        assert titles(queue.entries_for(staff.reviewer)) == ["关于防汛的通知"]
        assert queue.entries_for(staff.approver) == []
        assert queue.entries_for(staff.editor) == []
        decide(item, staff.reviewer)
        assert queue.entries_for(staff.reviewer) == []
        [entry] = queue.entries_for(staff.approver)
        assert (entry.title, entry.task_name, entry.refusals) == ("关于防汛的通知", "审签", ())

    def test_what_is_decided_or_handed_back_waits_for_nobody(self, column, staff):
        decide(draft_of(column, staff), staff.reviewer, "reject", "请改")
        item = draft_of(column, staff)
        decide(item, staff.reviewer)
        decide(item, staff.approver)
        assert queue.entries_for(staff.admin) == []

    def test_four_eyes_are_told_with_the_entry(self, column, staff):
        both = UserFactory(groups=[staff.groups.reviewers, staff.groups.approvers])
        own = draft_of(column, staff, title="自己写的", owner=both)
        reviewed = draft_of(column, staff, title="自己审的")
        decide(reviewed, both)
        said = {entry.title: "".join(entry.refusals) for entry in queue.entries_for(both)}
        assert "您起草或者修改过这份稿件，须由他人审查" in said["自己写的"]
        assert "这份稿件由您审查，须由他人审签" in said["自己审的"]
        assert own.title in said

    def test_the_list_says_what_the_services_say(self, column, staff):
        both = UserFactory(groups=[staff.groups.reviewers, staff.groups.approvers])
        draft_of(column, staff)
        draft_of(column, staff, owner=both)
        decide(draft_of(column, staff), both)
        decide(draft_of(column, staff), staff.reviewer)
        changed = draft_of(column, staff)
        changed.save_revision(user=both)
        published = draft_of(column, staff)
        decide(published, staff.reviewer)
        decide(published, staff.approver)
        again = type(published).objects.get(pk=published.pk)
        again.save_revision(user=staff.editor)
        submit(again, staff.editor)
        people = (both, staff.reviewer, staff.approver, staff.editor, staff.admin)
        states = list(queue.waiting_states())
        assert len(states) == 6
        for person in people:
            for entry in queue.as_entries(states, person):
                assert list(entry.refusals) == decisions.refusals(entry.state, person), entry

    def test_a_guide_is_listed_though_it_has_no_organ(self, column, staff):
        guide = GuidePageFactory(parent=column.home, live=False, owner=staff.editor)
        guide.save_revision(user=staff.editor)
        submit(guide, staff.editor)
        [entry] = queue.entries_for(staff.reviewer)
        assert (entry.organ, entry.submitted_by) == ("", staff.editor.get_username())
        assert entry.page_type

    def test_the_entry_says_organ_submitter_and_day(self, column, staff):
        draft_of(column, staff)
        [entry] = queue.entries_for(staff.reviewer)
        assert entry.organ == column.office.name
        assert entry.submitted_by == "editor"
        assert entry.due.on == due_date(timezone.localdate(), 2)
        assert entry.since.date() == timezone.now().date()


class TestDueDates:
    @pytest.mark.parametrize(
        ("due", "urgency", "words"),
        [
            (Due(None, FRIDAY), Urgency.NONE, "不限期"),
            (Due(FRIDAY, FRIDAY), Urgency.AMBER, "今日到期"),
            (Due(FRIDAY + timedelta(3), FRIDAY, 1), Urgency.AMBER, "还有1个工作日"),
            (Due(FRIDAY + timedelta(4), FRIDAY, 2), Urgency.OK, "还有2个工作日"),
            (Due(FRIDAY - timedelta(2), FRIDAY, -2), Urgency.RED, "逾期2个工作日"),
            (Due(FRIDAY, FRIDAY + timedelta(1), 0), Urgency.RED, "已逾期"),
            (Due(FRIDAY - timedelta(2), FRIDAY, -2, "县保密局"), Urgency.NONE, "等待答复"),
        ],
    )
    def test_colour_and_words(self, due, urgency, words):
        assert (due.urgency, due.words) == (urgency, words)

    def test_the_office_moves_amber(self, settings):
        settings.GONGKAI_REVIEW_AMBER_DAYS = 3
        assert Due(FRIDAY + timedelta(5), FRIDAY, 3).urgency == Urgency.AMBER

    def test_days_are_working_days(self, column, staff, monkeypatch):
        item = draft_of(column, staff)
        # 国庆节 2013: off from 1 to 7 October.
        monkeypatch.setattr(timezone, "localdate", lambda *args: date(2013, 9, 30))
        set_due(item, date(2013, 10, 8))
        [entry] = queue.entries_for(staff.reviewer)
        assert (entry.due.days, entry.due.urgency) == (1, Urgency.AMBER)

    def test_the_earliest_comes_first(self, column, staff):
        items = [draft_of(column, staff, title=f"第{n}件") for n in range(3)]
        today = timezone.localdate()
        for item, days in zip(items, (5, -3, 0), strict=True):
            set_due(item, today + timedelta(days))
        assert titles(queue.entries_for(staff.reviewer)) == ["第1件", "第2件", "第0件"]


class TestStuck:
    def test_what_is_overdue_and_where(self, column, staff):
        late, fine = draft_of(column, staff, title="晚了"), draft_of(column, staff)
        decide(late, staff.reviewer)
        set_due(late, timezone.localdate() - timedelta(9))
        for person in (staff.office, staff.reviewer, staff.approver, staff.admin, staff.editor):
            [entry] = queue.stuck(person)
            assert (entry.title, entry.task_name) == ("晚了", "审签")
        assert fine.pk

    def test_another_town_sees_nothing_of_it(self, column, staff):
        set_due(draft_of(column, staff), timezone.localdate() - timedelta(9))
        other = make_column(name="丈亭镇", slug="zhang-ting", as_site_root=False)
        from catalogue.services.roles import setup_moderation

        groups = setup_moderation(other.home, prefix="丈亭镇")
        for group in (groups.reviewers, groups.office, groups.editors):
            assert queue.stuck(UserFactory(groups=[group])) == []

    def test_waiting_for_an_authority_is_no_delay(self, column, staff):
        item = draft_of(column, staff)
        set_due(item, timezone.localdate() - timedelta(9), referred_to="县国家保密局")
        assert queue.stuck(staff.admin) == []


def test_the_last_exceptions_come_newest_first(column, staff):
    for name in ("第一件", "第二件", "第三件"):
        item = ItemPageFactory(
            parent=column.category, organ=column.office, owner=staff.editor, title=name, draft=True
        )
        publish_exceptionally(item, staff.admin, "防汛Ⅰ级响应，镇长电话同意。")
    assert [record.page_title for record in queue.last_exceptions(2)] == ["第三件", "第二件"]


class TestTheList:
    def test_only_the_people_of_a_step_have_it(self, column, staff):
        url = reverse(QUEUE)
        found = {
            role: client_of(getattr(staff, role)).get(url).status_code
            for role in ("editor", "reviewer", "approver", "office", "admin")
        }
        assert found == {
            "editor": 302,
            "reviewer": 200,
            "approver": 200,
            "office": 302,
            "admin": 200,
        }

    def test_the_menu_has_it_for_them(self, column, staff):
        home = reverse("wagtailadmin_home")
        assert "/admin/gongkai-review/" in client_of(staff.reviewer).get(home).content.decode()
        assert "/admin/gongkai-review/" not in client_of(staff.editor).get(home).content.decode()

    def test_empty(self, column, staff):
        said = text_of(client_of(staff.reviewer).get(reverse(QUEUE)))
        assert "没有等待您办理的稿件。" in said

    def test_it_names_due_dates_in_words(self, column, staff):
        set_due(draft_of(column, staff, title="晚了"), timezone.localdate() - timedelta(30))
        response = client_of(staff.reviewer).get(reverse(QUEUE))
        assert "gk-queue__row--red" in response.content.decode()
        assert "逾期" in text_of(response)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, {"晚了", "今天", "以后", "等着", "审签的"}),
            ({"step": "review"}, {"晚了", "今天", "以后", "等着"}),
            ({"step": "approval"}, {"审签的"}),
            ({"due": "red"}, {"晚了"}),
            ({"due": "amber"}, {"今天"}),
            ({"due": "ok"}, {"以后", "审签的"}),
            ({"due": "referred"}, {"等着"}),
            ({"q": "晚"}, {"晚了"}),
            ({"q": "党政综合 EDITOR"}, {"晚了", "今天", "以后", "等着", "审签的"}),
            ({"q": "没有的字"}, set()),
            ({"due": "nonsense"}, {"晚了", "今天", "以后", "等着", "审签的"}),
        ],
    )
    def test_filters(self, column, staff, query, found):
        today = timezone.localdate()
        set_due(draft_of(column, staff, title="晚了"), today - timedelta(20))
        set_due(draft_of(column, staff, title="今天"), today)
        set_due(draft_of(column, staff, title="以后"), today + timedelta(30))
        set_due(draft_of(column, staff, title="等着"), today, referred_to="县国家保密局")
        item = draft_of(column, staff, title="审签的")
        decide(item, staff.reviewer)
        set_due(item, today + timedelta(30))
        response = client_of(staff.admin).get(reverse(QUEUE), query)
        assert {entry.title for entry in response.context["table"].data} == found
        results = client_of(staff.admin).get(reverse("gongkai_review:queue_results"), query)
        assert results.status_code == 200

    def test_queries_do_not_grow(self, column, staff):
        client = client_of(staff.reviewer)

        def count():
            with CaptureQueriesContext(
                connection,
            ) as context:
                assert client.get(reverse(QUEUE), {"q": "件"}).status_code == 200
            return len(context)

        guide = GuidePageFactory(parent=column.home, live=False, owner=staff.editor)
        guide.save_revision(user=staff.editor)
        submit(guide, staff.editor)
        draft_of(column, staff)
        count()
        before = count()
        both = UserFactory(groups=[staff.groups.reviewers])
        for owner in (staff.editor, both, staff.reviewer, both):
            draft_of(column, staff, owner=owner)
        assert count() <= before
