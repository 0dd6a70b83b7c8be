"""The report of queries: who may see it, what stands in it, and what is done from it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from search.models import QueryCount
from search.services import queries
from tests.factories.catalogue import ItemPageFactory, make_column, make_staff
from tests.factories.search import AnsweredQuestionFactory, SynonymGroupFactory

pytestmark = pytest.mark.django_db

REPORT = "gongkai_search_admin:queries"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"


def count(text, *, askers=5, searches=8, hits=0, days=0):
    return QueryCount.objects.create(
        day=timezone.localdate() - timedelta(days=days),
        digest=f"{text}"[:32],
        text=text if askers >= queries.ENOUGH else "",
        searches=searches,
        askers=askers,
        fewest_hits=hits,
    )


def listed(client, **asked):
    return [row["query"] for row in client.get(reverse(REPORT), asked).context["object_list"]]


def test_queries_are_listed_by_how_they_fared(admin_client):
    count("家里穷怎么领补助", searches=9)
    count("低保", hits=40, searches=20)
    count("路灯", hits=3, searches=7)
    assert listed(admin_client) == ["低保", "家里穷怎么领补助", "路灯"]
    assert listed(admin_client, result="none") == ["家里穷怎么领补助"]
    assert listed(admin_client, result="few") == ["路灯"]
    assert listed(admin_client, ordering="query") == sorted(["低保", "家里穷怎么领补助", "路灯"])
    page = admin_client.get(reverse(REPORT)).content.decode()
    for text in ("设为同义词", "设推荐结果", "设为已答复问题", "至少有五人"):
        assert text in page


def test_the_period_is_chosen(admin_client):
    count("今天", days=0)
    count("上周", days=8)
    count("上季", days=60)
    count("去年", days=300)
    assert listed(admin_client, days="7") == ["今天"]
    assert set(listed(admin_client)) == {"今天", "上周"}
    assert set(listed(admin_client, days="365")) == {"今天", "上周", "上季", "去年"}


def test_days_of_a_query_are_one_row(admin_client):
    count("低保", askers=6, searches=8, hits=4, days=0)
    count("低保", askers=9, searches=12, hits=2, days=3)
    row = admin_client.get(reverse(REPORT)).context["object_list"][0]
    assert (row["searches_made"], row["askers_a_day"], row["hits"]) == (20, 9, 2)


def test_what_fewer_than_five_asked_is_nowhere(admin_client):
    count("四个人问的", askers=4)
    count("四个人问的", askers=4, days=1)
    # Not even where the text came into the table by another way.
    QueryCount.objects.create(day=timezone.localdate(), digest="x", text="只有一人", askers=1)
    for asked in ({}, {"result": "none"}, {"days": "365"}):
        assert listed(admin_client, **asked) == []
    for export in ("csv", "xlsx"):
        data = b"".join(admin_client.get(reverse(REPORT), {"export": export}))
        assert "只有一人".encode() not in data
        assert "四个人问的".encode() not in data


def test_what_was_set_already_is_told(admin_client, django_capture_on_commit_callbacks):
    column = make_column()
    page = ItemPageFactory(parent=column.category, organ=column.office)
    count("低保")
    with django_capture_on_commit_callbacks(execute=True):
        SynonymGroupFactory()
        SearchPromotion.objects.create(query=Query.get("低保"), page=page)
        AnsweredQuestionFactory(question="低保？", page=page)
    text = admin_client.get(reverse(REPORT)).content.decode()
    assert "同义词、推荐结果、已答复问题" in text


def test_the_buttons_lead_to_forms_that_are_filled_in(admin_client):
    count("家里穷 怎么办&<b>")
    page = admin_client.get(reverse(REPORT))
    row = page.context["table"].rows
    assert row
    html = page.content.decode()
    assert "?words=%E5%AE%B6%E9%87%8C%E7%A9%B7+%E6%80%8E%E4%B9%88%E5%8A%9E%26%3Cb%3E" in html
    assert "<b>" not in html.split("家里穷")[1][:200]


def test_it_is_exported_without_formulas(admin_client):
    count("=1+1", hits=2)
    csv = b"".join(admin_client.get(reverse(REPORT), {"export": "csv"})).decode("utf-8-sig")
    assert csv.splitlines()[0] == "检索内容,检索次数,单日最多人数,最少结果数,最近一次"
    assert "'=1+1" in csv
    book = load_workbook(BytesIO(b"".join(admin_client.get(reverse(REPORT), {"export": "xlsx"}))))
    assert [cell.value for cell in book.active[2]][:2] == ["'=1+1", 8]


@pytest.mark.parametrize("asked", [{"days": "x"}, {"result": "'"}, {"p": "99"}, {"ordering": "x"}])
def test_odd_addresses_are_answered(admin_client, asked):
    count("低保")
    assert admin_client.get(reverse(REPORT), asked).status_code in (200, 404)


def test_only_the_office_sees_it():
    staff = make_staff(make_column())
    for user, status in ((staff.office, 200), (staff.editor, 302), (staff.approver, 302)):
        client = Client()
        client.force_login(user)
        for address in (reverse(REPORT), reverse(f"{REPORT}_results")):
            assert client.get(address).status_code == status
        in_menu = reverse(REPORT) in client.get(reverse("wagtailadmin_home")).content.decode()
        assert in_menu is (status == 200)
    assert Client().get(reverse(REPORT)).status_code == 302


def test_searches_of_the_page_are_counted(client):
    column = make_column()
    ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴办法")

    def search(query, address="10.1.1.1", **more):
        return client.get(
            "/search/", {"q": query, **more}, REMOTE_ADDR=address, HTTP_USER_AGENT=BROWSER
        )

    search("养蜂补贴")
    search("养蜂补贴", page="2")
    search("养蜂补贴", address="10.1.1.2", kind="news")
    search("没有的词语")
    assert [
        (row.searches, row.fewest_hits) for row in QueryCount.objects.order_by("fewest_hits")
    ] == [(1, 0), (1, 1)]


def test_what_is_only_partly_found_counts_as_not_found(client):
    column = make_column()
    ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴办法")
    client.get("/search/", {"q": "养蜂 登月"}, HTTP_USER_AGENT=BROWSER)
    assert QueryCount.objects.get().fewest_hits == 0


def test_a_search_works_while_nothing_can_be_counted(client, monkeypatch):
    def broken(*arguments):
        raise RuntimeError

    monkeypatch.setattr(queries, "_count", broken)
    assert client.get("/search/?q=低保", HTTP_USER_AGENT=BROWSER).status_code == 200
