"""The public table: every column, what fulfils a row, filters, and nothing that is not public."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html
from wagtail.models import PageViewRestriction

from catalogue.services import merging
from disclosure_pages.models import DisclosureIndexPage
from standards.models import StandardCataloguePage, StandardRowItem
from tests.factories.catalogue import ItemPageFactory, OrganFactory, make_column
from tests.factories.standards import (
    StandardCatalogueFactory,
    StandardCataloguePageFactory,
    StandardRowFactory,
)

pytestmark = pytest.mark.django_db
HEADINGS = [
    "序号", "公开事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体",
    "公开对象", "公开方式", "公开层级", "公开情况", "一级事项", "二级事项", "全社会", "特定群众",
    "主动", "依申请公开", "镇级", "村级",
]  # fmt: skip


@pytest.fixture
def catalogue(column):
    found = StandardCatalogueFactory(column=column.home, name="泗门镇标准目录")
    StandardRowFactory(
        catalogue=found, area="社会救助", matter="低保", sub_matter="名单",
        category=column.category, organ=column.office, sort_order=1,
    )  # fmt: skip
    StandardRowFactory(
        catalogue=found,
        area="救灾",
        matter="预案",
        due_kind="prompt",
        due_number=None,
        sort_order=2,
    )
    ItemPageFactory(parent=column.category, written_on=date(2013, 3, 1))
    return found


@pytest.fixture
def page(column, catalogue):
    return StandardCataloguePageFactory(parent=column.home, catalogue=catalogue)


def table(client, query=""):
    answer = client.get(f"/standards/{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def matters(tree):
    return [each.text_content().strip() for each in tree.xpath("//tbody//th[@scope='row']")]


def test_the_table_has_the_columns_of_the_form(client, page):
    tree = table(client)
    assert [each.text_content() for each in tree.xpath("//thead//th")] == HEADINGS
    assert tree.xpath("string(//table/caption)") == "泗门镇标准目录"
    assert matters(tree) == ["低保", "预案"]


def test_each_row_leads_to_its_content_and_blank_ones_are_named(client, column, page):
    tree = table(client)
    (link,) = tree.xpath("//td[contains(@class, 'gk-standard__content')]/a")
    assert link.get("href") == column.category.get_url()
    text = tree.xpath("string(//*[@class='gk-standard__coverage'])")
    assert "2项中1项有内容，以下1项没有。" in text
    (blank,) = tree.xpath("//*[@class='gk-standard__coverage']//a")
    assert tree.xpath(f"//tr[@id='{blank.get('href').partition('#')[2]}']")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?area=救灾", ["预案"]),
        ("?due=prompt", ["预案"]),
        ("?due=working_days", ["低保"]),
        ("?content=yes", ["低保"]),
        ("?content=no", ["预案"]),
        ("?content=late", []),
        ("?q=低保", ["低保"]),
        ("?q=名 单", ["低保"]),
        ("?q=没有这个", []),
        ("?content=no&area=社会救助", []),
    ],
)
def test_filters_narrow_the_table(client, page, query, found):
    assert matters(table(client, query)) == found


def test_an_organ_is_chosen_by_its_address_name(client, column, page):
    assert matters(table(client, f"?organ={column.office.slug}")) == ["低保"]


def test_the_address_of_an_organ_that_was_merged_leads_to_its_successors_rows(client, column, page):
    old = OrganFactory(slug="old")
    merging.merge(old, column.office, None, "重复录入")
    assert matters(table(client, "?organ=old")) == ["低保"]
    # Somebody else has the code now, and no row.
    OrganFactory(slug="old")
    assert len(matters(table(client, "?organ=old"))) == 2


def test_a_filter_that_is_none_is_told_and_ignored(client, page):
    tree = table(client, "?due=tomorrow")
    assert "没有“tomorrow”这个选项" in tree.xpath("string(//*[@class='gk-notices'])")
    assert len(matters(tree)) == 2


def test_an_item_that_is_named_is_linked_while_it_is_public(client, column, catalogue, page):
    row = catalogue.rows.last()
    public = ItemPageFactory(parent=column.policies, title="防汛预案")
    secret = ItemPageFactory(parent=column.policies, title="内部预案", draft=True)
    for each in (public, secret):
        StandardRowItem.objects.create(row=row, item=each)
    text = client.get("/standards/").content.decode()
    assert "防汛预案" in text
    assert "内部预案" not in text


def test_a_restricted_category_is_neither_named_nor_counted(client, column, page):
    PageViewRestriction.objects.create(
        page=column.category, restriction_type=PageViewRestriction.LOGIN
    )
    tree = table(client)
    assert tree.xpath("//td[contains(@class, 'gk-standard__content')]/a") == []


def test_a_change_of_a_row_is_seen_at_the_next_request(client, catalogue, page):
    assert "低保" in matters(table(client))
    row = catalogue.rows.first()
    row.matter = "特困供养"
    row.save()
    assert "特困供养" in matters(table(client))


def test_long_tables_have_pages(client, settings, page):
    settings.GONGKAI_STANDARDS_ROWS_PER_PAGE = 1
    assert matters(table(client, "?page=2")) == ["预案"]
    tree = table(client)
    assert tree.xpath("string(//*[@class='gk-standard__coverage']//a/@href)").startswith(
        "/standards/?page=2#row-"
    )


def test_of_many_blank_rows_the_first_are_named_and_all_are_one_step_away(client, catalogue, page):
    for number in range(20):
        StandardRowFactory(catalogue=catalogue, matter=f"空白{number}")
    tree = table(client)
    *named, everything = tree.xpath("//*[@class='gk-standard__coverage']//a")
    assert len(named) == 10
    assert everything.text_content() == "查看没有内容的全部21项"
    listed = table(client, everything.get("href").partition("/standards/")[2])
    assert len(matters(listed)) == 21


def test_the_number_of_queries_does_not_depend_on_the_rows(client, column, catalogue, page):
    def queries():
        client.get("/standards/?page=1&content=&area=&due=&organ=")
        with CaptureQueriesContext(connection) as asked:
            client.get("/standards/?nocache=1")
        return len(asked)

    StandardRowItem.objects.create(
        row=catalogue.rows.first(), item=ItemPageFactory(parent=column.policies)
    )
    few = queries()
    for _each in range(5):
        row = StandardRowFactory(
            catalogue=catalogue, category=column.categories[2], organ=column.office
        )
        StandardRowItem.objects.create(row=row, item=ItemPageFactory(parent=column.policies))
    assert queries() <= few


def test_a_page_shows_a_catalogue_of_its_own_column(column, catalogue):
    assert StandardCataloguePage in DisclosureIndexPage.clean_subpage_models()
    other = make_column(name="低塘镇", slug="ditang")
    page = StandardCataloguePage(title="目录", slug="mulu", catalogue=catalogue, live=False)
    other.home.add_child(instance=page)
    page.live = True
    with pytest.raises(Exception, match="另一个栏目的标准目录"):
        page.full_clean()
