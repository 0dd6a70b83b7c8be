"""The menu 公开目录: lists, filters, downloads and records."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from django.core.checks import Warning as CheckWarning
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from catalogue import checks
from catalogue.models import CataloguePage, CategoryPage, Genre, IndexNumber, Organ, Topic
from tests.factories.catalogue import ItemPageFactory, OrganFactory

pytestmark = pytest.mark.django_db

ITEMS = "gongkai-items:index"


@pytest.fixture
def office(client, staff):
    client.force_login(staff.office)
    return client


@pytest.fixture
def items(column):
    def item(title, **kwargs):
        values = {"parent": column.category, "organ": column.office} | kwargs
        return ItemPageFactory(title=title, **values)

    return [
        item("关于春耕的通知", document_number="泗政〔2013〕12号"),
        item("召开农业会议", kind="news", organ=column.offices[1]),
        item("统计公报", parent=column.categories[2], published_on=date(2014, 2, 1)),
        item("未定稿", draft=True),
        item("办法", parent=column.categories[1]),
    ]


def titles(response):
    return {page.title for page in response.context["object_list"]}


def snippet(name, view, *args):
    return reverse(f"wagtailsnippets_gongkai_catalogue_{name}:{view}", args=args)


def test_the_menu_has_the_lists(office):
    html = office.get(reverse("wagtailadmin_home")).content.decode()
    for label in ("公开目录", "条目", "机构", "主题分类", "体裁分类", "服务对象", "索引号登记簿"):
        assert label in html or label.encode("unicode_escape").decode() in html


def test_the_list_shows_drafts_and_published_items_with_their_metadata(office, items):
    response = office.get(reverse(ITEMS))
    assert len(titles(response)) == 5
    html = response.content.decode()
    for shown in (items[0].index_number, "泗政〔2013〕12号", "泗门镇党政综合办公室", "动态"):
        assert shown in html


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"q": "春耕"}, {"关于春耕的通知"}),
        ({"q": "泗政[2013] 12号"}, {"关于春耕的通知"}),
        ({"q": "没有这样的标题"}, set()),
        ({"kind": "news"}, {"召开农业会议"}),
        ({"year": "2014"}, {"统计公报"}),
        ({"live": "False"}, {"未定稿"}),
        ({"organ": "offices[1]"}, {"召开农业会议"}),
        ({"category": "categories[2]"}, {"统计公报"}),
        ({"category": "categories[1]"}, {"办法"}),
        ({"kind": "news", "q": "春耕"}, set()),
    ],
)
def test_the_list_is_narrowed_down(office, column, items, parameters, found):
    for name, value in parameters.items():
        if "[" in value and name != "q":
            attribute, _, place = value.partition("[")
            parameters = parameters | {name: getattr(column, attribute)[int(place[0])].pk}
    assert titles(office.get(reverse(ITEMS), parameters)) == found
    assert titles(office.get(reverse("gongkai-items:index_results"), parameters)) == found


@pytest.mark.parametrize(
    "query",
    ["kind=x", "organ=x", "organ=999999", "year=x", "live=maybe", "ordering=x", "p=999", "q=%00"],
)
def test_bad_parameters_are_no_error(office, items, query):
    assert office.get(f"{reverse(ITEMS)}?{query}").status_code == 200


@pytest.mark.parametrize(
    "ordering",
    [
        "title",
        "index_number",
        "-document_number",
        "kind",
        "organ__name",
        "written_on",
        "-published_on",
        "live",
    ],
)
def test_the_list_is_sorted(office, items, ordering):
    response = office.get(reverse(ITEMS), {"ordering": ordering})
    assert len(titles(response)) == 5


def test_the_number_of_queries_does_not_grow_with_the_list(client, staff, column, items):
    # As an administrator: to others Wagtail asks of each row whether it may be deleted.
    client.force_login(staff.admin)
    url = reverse(ITEMS)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    for number in range(20):
        ItemPageFactory(parent=column.category, organ=OrganFactory(), title=f"条目{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) <= len(few)


def test_editors_see_items_of_the_column_but_not_of_other_sites(client, staff, items):
    client.force_login(staff.editor)
    assert len(titles(client.get(reverse(ITEMS)))) == 5


def test_the_csv_opens_in_excel_and_runs_no_formula(office, column, items):
    ItemPageFactory(parent=column.category, organ=column.office, title="=HYPERLINK(1)")
    response = office.get(reverse(ITEMS), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff索引号,名称,文号,信息类别,发布机构,成文日期,发布日期")
    assert ",'=HYPERLINK(1)," in text
    assert (
        ",关于春耕的通知,泗政〔2013〕12号,文件,泗门镇党政综合办公室,2013-03-01,2013-03-04" in text
    )
    assert "未定稿" in text


def test_the_workbook_has_dates_and_names(office, items):
    response = office.get(reverse(ITEMS), {"export": "xlsx", "q": "春耕"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    [heading, row] = book.active.iter_rows(values_only=True)
    assert heading[:3] == ("索引号", "名称", "文号")
    assert row[4] == "泗门镇党政综合办公室"
    assert row[5].year == 2013


def test_a_page_can_be_begun_at_the_root_of_all_pages(admin_client, column):
    """Which is in no column and no site."""
    root = Page.objects.get(depth=1)
    for model in (CataloguePage, CategoryPage):
        address = reverse(
            "wagtailadmin_pages:add", args=["gongkai_catalogue", model._meta.model_name, root.pk]
        )
        assert admin_client.get(address).status_code < 400, model


def test_a_new_item_begins_with_the_choice_of_its_category(office, column):
    response = office.get(reverse("gongkai-items:choose_parent"))
    assert response.status_code == 200
    response = office.post(
        reverse("gongkai-items:choose_parent"), {"parent_page": column.category.pk}
    )
    assert response.url == reverse(
        "wagtailadmin_pages:add", args=["gongkai_catalogue", "itempage", column.category.pk]
    )


class TestOrgans:
    def data(self, **values):
        return {
            "name": "民政办公室",
            "short_name": "",
            "slug": "",
            "parent": "",
            "organisation_code": "",
            "credit_code": "",
            "address": "",
            "phone": "",
            "sort_order": "0",
            "editors": [],
        } | values

    def test_the_list_shows_superiors_and_codes(self, office, column):
        html = office.get(snippet("organ", "list")).content.decode()
        assert "泗门镇农业办公室" in html
        assert html.count(column.government.organisation_code) >= 3

    def test_a_new_organ_gets_its_address_and_its_editors(self, office, column, staff):
        data = self.data(parent=column.government.pk, editors=[staff.editor.pk])
        assert office.post(snippet("organ", "add"), data).status_code == 302
        organ = Organ.objects.get(name="民政办公室")
        assert organ.slug == "min-zheng-ban-gong-shi"
        assert list(organ.editors.all()) == [staff.editor]

    @pytest.mark.parametrize(
        ("field", "values", "says"),
        [
            ("organisation_code", {"organisation_code": "002948562"}, "校验位"),
            ("organisation_code", {"organisation_code": "00294856"}, "9位"),
            ("credit_code", {"credit_code": "11330281002948561X"}, "校验位"),
            ("name", {"name": "泗门镇农业办公室"}, "已存在"),
            ("sort_order", {"sort_order": "-1"}, ""),
        ],
    )
    def test_wrong_values_are_told_at_the_field(self, office, column, field, values, says):
        response = office.post(snippet("organ", "add"), self.data(**values))
        assert response.status_code == 200
        assert says in str(response.context["form"].errors[field])

    def test_an_organ_cannot_stand_below_itself(self, office, column):
        html = office.get(snippet("organ", "edit", column.government.pk)).content.decode()
        (superiors,) = re.findall(r'<select name="parent".*?</select>', html, re.DOTALL)
        assert f'<option value="{column.office.pk}"' not in superiors
        response = office.post(
            snippet("organ", "edit", column.government.pk),
            self.data(name="镇政府", parent=column.office.pk),
        )
        assert "上级机构不能是" in str(response.context["form"].errors["parent"])

    def test_its_address_stays(self, office, column):
        data = self.data(name="新名称", slug="xin", parent=column.government.pk)
        assert office.post(snippet("organ", "edit", column.office.pk), data).status_code == 302
        slug = column.office.slug
        column.office.refresh_from_db()
        assert (column.office.name, column.office.slug) == ("新名称", slug)

    def test_an_organ_in_use_is_not_deleted(self, office, column, items):
        for organ in (column.office, column.government):
            response = office.post(snippet("organ", "delete", organ.pk), follow=True)
            assert response.status_code == 200
            assert Organ.objects.filter(pk=organ.pk).exists()

    def test_nor_in_bulk(self, office, column, items):
        url = reverse("wagtail_bulk_action", args=["gongkai_catalogue", "organ", "delete"])
        response = office.post(f"{url}?id={column.office.pk}&next=/admin/", follow=True)
        assert response.status_code == 200
        assert Organ.objects.filter(pk=column.office.pk).exists()

    def test_an_unused_one_is(self, office, column):
        organ = OrganFactory()
        assert office.post(snippet("organ", "delete", organ.pk)).status_code == 302
        assert not Organ.objects.filter(pk=organ.pk).exists()

    def test_it_is_found_by_a_part_of_its_name(self, office, column):
        response = office.get(snippet("organ", "list"), {"q": "农业"})
        assert {organ.name for organ in response.context["object_list"]} == {"泗门镇农业办公室"}


class TestVocabularies:
    def test_the_office_adds_a_topic_to_a_class(self, office):
        parent = Topic.objects.get(code="02")
        data = {"code": "02-99", "name": "基层公开", "parent": parent.pk, "sort_order": "299"}
        assert office.post(snippet("topic", "add"), data).status_code == 302
        assert Topic.objects.get(code="02-99").full_name == "综合政务/基层公开"

    def test_there_is_no_third_level(self, office):
        parent = Topic.objects.get(code="02-01")
        data = {"code": "02-01-01", "name": "x", "parent": parent.pk, "sort_order": "1"}
        response = office.post(snippet("topic", "add"), data)
        assert response.context["form"].errors["parent"]

    @pytest.mark.parametrize("name", ["topic", "genre", "audience"])
    def test_the_lists_are_shown_and_searched(self, office, name):
        assert office.get(snippet(name, "list")).status_code == 200
        assert office.get(snippet(name, "list"), {"q": "民"}).status_code == 200

    def test_a_code_that_exists_is_refused(self, office):
        data = {"code": "tong-zhi", "name": "又一个通知", "sort_order": "1"}
        response = office.post(snippet("genre", "add"), data)
        assert response.context["form"].errors["code"]

    def test_a_genre_in_use_is_not_deleted(self, office, column):
        genre = Genre.objects.get(code="tong-zhi")
        ItemPageFactory(parent=column.category, organ=column.office, genre=genre)
        response = office.post(snippet("genre", "delete", genre.pk), follow=True)
        assert response.status_code == 200
        assert Genre.objects.filter(pk=genre.pk).exists()


class TestRegisterOfNumbers:
    def test_it_is_read(self, office, items):
        response = office.get(reverse("gongkai-index-numbers:index"), {"q": "春耕"})
        assert [row.number for row in response.context["object_list"]] == [items[0].index_number]
        number = IndexNumber.objects.first()
        page = office.get(reverse("gongkai-index-numbers:inspect", args=[number.pk]))
        assert number.number in page.content.decode()

    @pytest.mark.parametrize("role", ["office", "admin"])
    def test_nobody_writes_in_it(self, client, staff, items, role):
        client.force_login(getattr(staff, role))
        number = IndexNumber.objects.first()
        before = IndexNumber.objects.count()
        assert client.get(reverse("gongkai-index-numbers:index")).status_code == 200
        for view, args in (("add", []), ("edit", [number.pk]), ("delete", [number.pk])):
            url = reverse(f"gongkai-index-numbers:{view}", args=args)
            response = client.post(url, {"number": "x"})
            assert (response.status_code, response.url) == (302, "/admin/")
        assert IndexNumber.objects.count() == before


class TestChecks:
    def test_a_sound_platform_has_nothing_to_say(self):
        assert checks.check_scheme() == []
        assert checks.check_settings() == []

    @pytest.mark.parametrize("path", ["no.such.Scheme", "datetime.date", "builtins.object", ""])
    def test_a_scheme_that_is_none(self, settings, path):
        settings.GONGKAI_CATALOGUE_INDEX_NUMBER_SCHEME = path
        [error] = checks.check_scheme()
        assert error.id == "gongkai_catalogue.E001"

    def test_settings_that_leave_a_gap(self, settings):
        del settings.WAGTAIL_FINISH_WORKFLOW_ACTION
        settings.WAGTAILDOCS_DOCUMENT_FORM_BASE = ""
        settings.WAGTAILIMAGES_EXTENSIONS = ["png", "svg"]
        found = checks.check_settings()
        assert [each.id[-4:] for each in found] == ["W001", "W002", "W003"]
        assert all(isinstance(each, CheckWarning) for each in found)

    def test_organs_without_any_code_are_named(self):
        OrganFactory(name="无码镇", organisation_code="")
        assert checks.check_organs(databases=None) == []
        [warning] = checks.check_organs(databases=["default"])
        assert "无码镇" in warning.msg
        call_command("check", databases=["default"], stderr=io.StringIO())


def test_the_preview_api_of_wagtail_is_for_tokens_only(client, admin_client):
    """Mounted plainly it would list pages, documents and images to everybody."""
    address = reverse("wagtailapi_v3:openapi-json")
    for visitor in (client, admin_client):
        assert visitor.get(address).status_code == 401
    with pytest.raises(NoReverseMatch):
        reverse("wagtailapi_v3:openapi-view")
