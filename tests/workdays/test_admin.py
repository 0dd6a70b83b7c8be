"""The office's register of days in the admin."""

from datetime import date

import pytest
from django.urls import reverse

from workdays.models import WorkdayOverride

pytestmark = pytest.mark.django_db

NAMESPACE = "wagtailsnippets_gongkai_workdays_workdayoverride"
FORM = {
    "date": "2027-02-20",
    "is_workday": "True",
    "name": "春节调休上班",
    "source": "国办发明电〔2026〕8号",
    "source_url": "https://www.gov.cn/zhengce/content/example.htm",
}


def url(view, *args):
    return reverse(f"{NAMESPACE}:{view}", args=args)


@pytest.fixture
def row():
    return WorkdayOverride.objects.create(
        date=date(2026, 7, 1), is_workday=False, name="临时放假", source="县政府办通知"
    )


def test_a_day_is_entered_with_its_source_and_who_entered_it(admin_client, admin_user):
    response = admin_client.post(url("add"), FORM)
    assert response.status_code == 302
    row = WorkdayOverride.objects.get()
    assert (row.date, row.is_workday, row.name) == (date(2027, 2, 20), True, "春节调休上班")
    assert (row.source, row.year_complete) == ("国办发明电〔2026〕8号", False)
    assert row.entered_by == admin_user
    assert row.entered_at is not None
    assert str(row) == "2027-02-20 春节调休上班（上班）"


def test_an_edit_keeps_who_entered_the_day(admin_client, row):
    response = admin_client.post(url("edit", row.pk), FORM | {"year_complete": "on"})
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.name, row.year_complete, row.entered_by) == ("春节调休上班", True, None)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("date", "2026-07-01", "这一天已经录入"),
        ("date", "7月1日", "日期"),
        ("date", "", "此栏必填"),
        ("is_workday", "", "此栏必填"),
        ("is_workday", "maybe", "上班或放假"),
        ("name", "", "此栏必填"),
        ("source", "", "此栏必填"),
        ("source_url", "javascript:alert(1)", "URL"),
    ],
)
def test_a_wrong_entry_is_explained_beside_its_field(admin_client, row, field, value, message):
    response = admin_client.post(url("add"), FORM | {field: value})
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert errors[field]
    assert message in response.content.decode()
    assert WorkdayOverride.objects.count() == 1


def test_the_form_speaks_chinese_and_says_what_the_rows_do(admin_client, row):
    for address in (url("add"), url("edit", row.pk)):
        page = admin_client.get(address).content.decode()
        assert "录入的日期优先于系统自带的数据" in page
        assert "本年安排已录全" in page
        assert "国办发明电〔2025〕7号" in page


def test_the_list_shows_the_days_and_filters_them_by_year(admin_client, row):
    WorkdayOverride.objects.create(
        date=date(2027, 2, 20), is_workday=True, name="春节调休上班", source="国办通知"
    )
    page = admin_client.get(url("list"))
    assert [day.date.year for day in page.context["object_list"]] == [2027, 2026]
    text = page.content.decode()
    for shown in ("临时放假", "春节调休上班", "县政府办通知", "上班", "放假", "年份"):
        assert shown in text
    page = admin_client.get(url("list"), {"year": "2026"})
    assert list(page.context["object_list"]) == [row]
    page = admin_client.get(url("list"), {"is_workday": "True"})
    assert [day.name for day in page.context["object_list"]] == ["春节调休上班"]
    page = admin_client.get(url("list"), {"q": "县政府"})
    assert list(page.context["object_list"]) == [row]


@pytest.mark.parametrize("year", ["1999", "abc", "-1", "99999999999"])
def test_an_unknown_year_in_the_address_breaks_nothing(admin_client, row, year):
    assert admin_client.get(url("list"), {"year": year}).status_code == 200


def test_the_register_is_in_the_settings_menu(admin_client):
    page = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert url("list") in page


def test_a_day_can_be_inspected_and_deleted(admin_client, row):
    assert "临时放假" in admin_client.get(url("inspect", row.pk)).content.decode()
    assert admin_client.post(url("delete", row.pk)).status_code == 302
    assert not WorkdayOverride.objects.exists()


def test_only_those_with_the_permission_come_in(client, django_user_model, row):
    client.force_login(django_user_model.objects.create_user("visitor"))
    for address in (url("list"), url("add"), url("edit", row.pk), url("delete", row.pk)):
        assert client.get(address).status_code == 302
