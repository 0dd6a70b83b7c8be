"""审查台账 as a workbook: one row for each passage of an item, by the day on which it began."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from catalogue.models import ItemPage
from catalogue.services.roles import setup_moderation
from review.cycles import cycles_of_page
from review.enums import Action, Decision
from review.models import ReviewRecord
from review.register import COLUMNS, Period, register_rows
from review.services.records import Entry, append
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column
from tests.factories.review import decide, publish_reviewed
from tests.review.admin_forms import client_of, draft_of, text_of

pytestmark = pytest.mark.django_db

REGISTER = "gongkai_review_records:register"
HEADINGS = [str(heading) for heading, _width in COLUMNS]


@pytest.fixture
def item(column):
    return ItemPageFactory(parent=column.category, organ=column.office, draft=True, title="甲")


def on(day, hour=9):
    return timezone.make_aware(datetime(2014, *day, hour))


def act(page, action, day, **fields):
    """Write a record of 2014."""
    entry = {"action": action, "page": page, "digest": "0" * 64, "at": on(day)}
    return append(Entry(**entry | fields))


def rows(first=date(2014, 1, 1), last=date(2014, 12, 31), within=None):
    found = register_rows(Period.between(first, last), within or Q())
    return [dict(zip(HEADINGS, row, strict=True)) for row in found]


def downloaded(response):
    content = b"".join(response.streaming_content)
    return load_workbook(BytesIO(content)).active


class TestRows:
    def test_a_passage_is_one_row(self, item, staff):
        act(
            item,
            Action.REVIEWED,
            (3, 3),
            decision=Decision.PARTIAL,
            bases=["15-privacy"],
            remark="证件号码已经遮盖。",
            actor=staff.reviewer,
            authors=["李敏"],
        )
        act(item, Action.APPROVED, (3, 5), actor=staff.approver, authors=["李敏", "张宁"])
        [row] = rows()
        assert row == {
            "序号": 1,
            "登记日期": date(2014, 3, 3),
            "信息名称": "甲",
            "索引号": row["索引号"],
            "起草人": "李敏、张宁",
            "审查人": "reviewer",
            "审查意见": "区分处理后公开",
            "依据": "第十五条 涉及个人隐私，公开会损害第三方合法权益",
            "审查日期": date(2014, 3, 3),
            "审签人": "approver",
            "审签日期": date(2014, 3, 5),
            "结果": "审签同意公开",
            "公开日期": date(2014, 3, 5),
            "例外及理由": "",
            "备注": "保密审查：证件号码已经遮盖",
            "记录编号": "1、2",
        }

    def test_each_passage_of_an_item_is_a_row_of_its_own(self, item, staff):
        act(item, Action.RETURNED, (1, 2), remark="请改名称", actor=staff.reviewer)
        act(item, Action.REFERRED, (1, 6), decision=Decision.REFER, data={"referred_to": "市局"})
        act(item, Action.REVIEWED, (1, 20), decision=Decision.PUBLISH)
        act(item, Action.RETURNED, (1, 21), remark="附件缺页", actor=staff.approver)
        act(item, Action.REVIEWED, (2, 3), decision=Decision.WITHHOLD, bases=["16-draft"])
        act(item, Action.RECHECKED, (12, 3), decision=Decision.WITHHOLD, remark="情形未变")
        found = [(row["登记日期"].month, row["结果"], row["记录编号"]) for row in rows()]
        assert found == [
            (1, "退回修改", "1"),
            (1, "退回修改", "2、3、4"),
            (2, "不予公开", "5"),
            (12, "复核：仍不公开", "6"),
        ]
        assert "退回（reviewer）：请改名称" in rows()[0]["备注"]
        assert "报请市局确定" in rows()[1]["备注"]

    def test_an_exception_stands_with_its_reason(self, item, staff):
        act(item, Action.EXCEPTION, (7, 1), remark="防汛Ⅰ级响应", actor=staff.admin)
        [row] = rows()
        assert row["结果"] == "例外发布"
        assert row["例外及理由"] == "例外发布（admin）：防汛Ⅰ级响应"
        assert row["公开日期"] == date(2014, 7, 1)
        assert (row["审查人"], row["审签人"]) == ("", "")

    def test_imports_and_withdrawals_are_told(self, item, staff):
        act(item, Action.IMPORTED, (1, 2), remark="旧网站2013年公开的条目")
        act(item, Action.WITHDRAWN, (5, 6), remark="名单未遮盖", actor=staff.office)
        imported, withdrawn = rows()
        assert (imported["结果"], withdrawn["结果"]) == ("导入发布", "已撤回")
        assert "旧网站2013年公开的条目" in imported["备注"]
        assert "撤回（office）：名单未遮盖" in withdrawn["备注"]

    def test_a_withdrawal_does_not_tear_the_passage_that_goes_on(self, item, staff):
        act(item, Action.REVIEWED, (1, 2), decision=Decision.PUBLISH)
        act(item, Action.WITHDRAWN, (1, 3))
        act(item, Action.APPROVED, (1, 4))
        assert [row["记录编号"] for row in rows()] == ["1、3", "2"]
        cycles = cycles_of_page(item.pk)
        assert [[each.number for each in cycle.records] for cycle in cycles] == [[2], [1, 3]]

    def test_it_belongs_to_the_period_in_which_it_began(self, item):
        act(item, Action.REVIEWED, (1, 31), decision=Decision.PUBLISH)
        act(item, Action.APPROVED, (2, 1))
        january = rows(date(2014, 1, 1), date(2014, 1, 31))
        assert [row["审签日期"] for row in january] == [date(2014, 2, 1)]
        assert rows(date(2014, 2, 1), date(2014, 2, 28)) == []

    def test_days_are_those_of_the_office(self, item):
        midnight = timezone.make_aware(datetime(2014, 2, 1, 0, 30))
        append(Entry(action=Action.RETURNED, page=item, digest="", at=midnight))
        assert len(rows(date(2014, 2, 1), date(2014, 2, 1))) == 1
        assert rows(date(2014, 1, 31), date(2014, 1, 31)) == []

    def test_it_takes_no_more_queries_for_more_rows(self, column, item):
        counts = []
        for number in (2, 20):
            for _ in range(number):
                page = ItemPageFactory(parent=column.category, organ=column.office, draft=True)
                act(page, Action.REVIEWED, (1, 2), decision=Decision.PUBLISH)
                act(page, Action.APPROVED, (1, 3))
            with CaptureQueriesContext(connection) as queries:
                found = len(rows())
            counts.append(len(queries))
        assert found == 22
        assert counts == [4, 4]

    def test_what_waits_for_its_time_is_not_public_yet(self, column, staff):
        draft = draft_of(column, staff, go_live_at=timezone.now() + timedelta(days=3))
        decide(draft, staff.reviewer)
        decide(draft, staff.approver)
        assert not ItemPage.objects.get(pk=draft.pk).live
        today = timezone.localdate()
        [row] = rows(today, today)
        assert (row["结果"], row["公开日期"]) == ("审签同意公开，定时公开", None)
        assert row["审签日期"] == today

    def test_a_real_passage_fills_every_column_that_it_has(self, column, staff):
        draft = draft_of(column, staff, title="关于防汛的通知")
        draft.current_workflow_state.cancel(user=staff.editor)
        public = publish_reviewed(draft, staff)
        today = timezone.localdate()
        [row] = rows(today, today)
        assert (row["审查人"], row["审签人"]) == ("reviewer", "approver")
        assert row["起草人"] == "editor"
        assert row["索引号"] == public.index_number != ""
        assert row["公开日期"] == today


class TestDownload:
    def test_a_year_comes_as_a_workbook_with_a_chinese_name(self, item, staff):
        act(item, Action.REVIEWED, (3, 3), decision=Decision.PUBLISH)
        act(item, Action.APPROVED, (3, 5))
        response = client_of(staff.office).get(reverse(REGISTER), {"year": 2014})
        assert response.status_code == 200
        name = unquote(response["Content-Disposition"])
        assert "政府信息公开保密审查台账（2014年）.xlsx" in name
        sheet = downloaded(response)
        assert sheet["A1"].value == "政府信息公开保密审查台账（2014年）"
        assert [cell.value for cell in sheet[2]] == HEADINGS
        values = [cell.value for cell in sheet[3]]
        assert values[0] == 1
        assert values[2] == "甲"
        assert sheet["B3"].value == datetime(2014, 3, 3)
        assert sheet["B3"].number_format == "yyyy-mm-dd"
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.page_setup.orientation == "landscape"

    @pytest.mark.parametrize(
        ("query", "label", "number"),
        [
            ({"year": 2014, "month": 3}, "2014年3月", 1),
            ({"year": 2014, "month": 4}, "2014年4月", 0),
            ({"first": "2014-03-01", "last": "2014-03-03"}, "2014-03-01至2014-03-03", 1),
            ({"year": 2013}, "2013年", 0),
        ],
    )
    def test_any_period(self, item, staff, query, label, number):
        act(item, Action.RETURNED, (3, 3))
        response = client_of(staff.office).get(reverse(REGISTER), query)
        assert label in unquote(response["Content-Disposition"])
        assert downloaded(response).max_row == 2 + number

    @pytest.mark.parametrize(
        "words", ['=HYPERLINK("http://x")', "+1", "-1+1", "@SUM(A1)", "\t=1", "＝1", "坏\x0b字"]
    )
    def test_no_text_is_read_as_a_formula(self, item, staff, words):
        item.title = words
        act(item, Action.RETURNED, (3, 3), remark=words)
        sheet = downloaded(client_of(staff.office).get(reverse(REGISTER), {"year": 2014}))
        assert sheet["C3"].data_type == "s"
        assert sheet["C3"].value == words.replace("\x0b", "")
        assert "f" not in {cell.data_type for cell in sheet[3]}

    @pytest.mark.parametrize(
        ("query", "name", "said"),
        [
            ({"year": ""}, "year", "请填写年度"),
            ({"year": "99"}, "year", ""),
            ({"year": "x"}, "year", ""),
            ({"month": "3"}, "year", "选择了月份，请填写年度。"),
            ({"year": 2014, "month": "13"}, "month", ""),
            ({"year": 2014, "first": "2014-01-01"}, "first", "已经填写年度"),
            ({"first": "2014-01-01"}, "last", "请填写年度"),
            ({"first": "2014-02-01", "last": "2014-01-01"}, "last", "截止日期早于起始日期"),
            ({"first": "2014-02-30", "last": "2014-03-01"}, "first", ""),
        ],
    )
    def test_what_is_wrong_is_told_beside_its_field(self, staff, query, name, said):
        response = client_of(staff.office).get(reverse(REGISTER), query)
        assert response.status_code == 200
        assert list(response.context["form"].errors) == [name]
        assert said in text_of(response)

    def test_the_form_comes_first(self, staff):
        response = client_of(staff.reviewer).get(reverse(REGISTER))
        assert response.status_code == 200
        assert not response.context["form"].errors

    def test_editors_do_not_get_it(self, item, staff):
        assert client_of(staff.editor).get(reverse(REGISTER), {"year": 2014}).status_code == 302

    def test_each_town_gets_its_own(self, item, staff):
        act(item, Action.RETURNED, (3, 3))
        other = make_column(name="临山镇", slug="other", as_site_root=False)
        stranger = UserFactory(groups=[setup_moderation(other.home, prefix="临山镇").office])
        response = client_of(stranger).get(reverse(REGISTER), {"year": 2014})
        assert downloaded(response).max_row == 2
        assert ReviewRecord.objects.count() == 1

    @pytest.mark.parametrize(("first", "last"), [("0001-01-01", "9999-12-31")])
    def test_the_longest_period_is_no_error(self, item, staff, first, last):
        act(item, Action.RETURNED, (3, 3))
        query = {"first": first, "last": last}
        response = client_of(staff.office).get(reverse(REGISTER), query)
        assert response.status_code == 200
