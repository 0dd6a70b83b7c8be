"""What the public gets on each type of page: tags, landmarks, links, words, and nothing inline."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import Site

from catalogue.chrome import chrome_of
from catalogue.models import DisclosureSiteSettings, ItemAttachment, ItemPage
from serving import versions
from tests.factories.catalogue import (
    AudienceFactory,
    CategoryPageFactory,
    GenreFactory,
    ItemPageFactory,
    OrganFactory,
    TopicFactory,
    make_column,
)
from tests.factories.pages import GuidePageFactory, make_report

pytestmark = pytest.mark.django_db

FOOTER = {
    "site_name": "泗门镇人民政府网站",
    "site_code": "3302810012",
    "icp_number": "浙ICP备00000001号",
    "police_number": "浙公网安备33028100000001号",
    "sponsor": "余姚市泗门镇人民政府",
    "organiser": "泗门镇党政综合办公室",
    "contact_phone": "0574-62150001",
    "contact_address": "泗门镇光明路101号",
    "contact_email": "office@example.org",
    "postcode": "315470",
}


class Document(HTMLParser):
    """A page as a reader of its source sees it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.headings: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def all(self, tag, **wanted):
        return [
            attrs
            for name, attrs in self.tags
            if name == tag and all(attrs.get(key) == value for key, value in wanted.items())
        ]

    def meta(self):
        return {attrs["name"]: attrs["content"] for attrs in self.all("meta") if "name" in attrs}

    def canonical(self):
        return [attrs["href"] for attrs in self.all("link", rel="canonical")]


@pytest.fixture
def column():
    column = make_column()
    DisclosureSiteSettings.objects.update_or_create(site=column.site, defaults=FOOTER)
    Site.objects.update(hostname="simen.example.org", port=80)
    return column


@pytest.fixture
def item(column):
    return ItemPageFactory(
        parent=column.category,
        organ=column.government,
        title="关于防汛防台工作的通知",
        document_number="泗政〔2013〕12号",
        summary="部署全镇防汛防台工作。",
        keywords="防汛 防台",
        body=[("text", "<p>各村、社区：</p><h2>一、责任</h2><p>落实到人。</p>")],
    )


@pytest.fixture
def get(client, settings):
    settings.ALLOWED_HOSTS = ["*"]

    def get(url: str, status: int = 200) -> str:
        response = client.get(url, headers={"host": "simen.example.org"})
        assert response.status_code == status
        return response.content.decode()

    return get


@pytest.fixture
def pages(column, item):
    """One address for each type of public page."""
    guide = GuidePageFactory(parent=column.home)
    report = make_report(column)
    return {
        "home": column.home.url,
        "guide": guide.url,
        "policies": column.policies.url,
        "catalogue": column.catalogue.url,
        "filtered": f"{column.catalogue.url}?kind=document&year=2013",
        "empty": f"{column.catalogue.url}?q=没有",
        "notice": f"{column.catalogue.url}?year=abc&page=99",
        "category": column.category.url,
        "item": item.url,
        "reports": report.get_parent().url,
        "report": report.url,
    }


def test_every_page_is_in_chinese_has_one_main_heading_and_headings_in_order(pages, get):
    for name, url in pages.items():
        document = Document(get(url))
        assert document.all("html", lang="zh-Hans"), name
        assert document.headings.count(1) == 1, name
        below = [after - before for before, after in pairwise(document.headings)]
        assert max(below, default=0) <= 1, (name, document.headings)
        assert len(document.all("main", id="main")) == 1, name
        assert document.all("a", href="#main"), name


def test_nothing_is_inline_and_nothing_comes_from_another_host(pages, get):
    for name, url in pages.items():
        html = get(url)
        for tag, attrs in Document(html).tags:
            assert "style" not in attrs, (name, tag)
            assert not [key for key in attrs if key.startswith("on")], (name, tag)
            if tag == "script":
                own = attrs.get("src", "").startswith("/static/") and "defer" in attrs
                assert own or attrs == {"type": "application/ld+json"}, name
            source = attrs.get("src") or (attrs.get("href", "") if tag == "link" else "")
            assert not source.startswith(("//", "http")) or attrs.get("rel") == "canonical", name
        assert "<style" not in html, name


def test_ids_are_unique(pages, get):
    for name, url in pages.items():
        ids = [attrs["id"] for _, attrs in Document(get(url)).tags if "id" in attrs]
        assert len(ids) == len(set(ids)), name


@pytest.mark.parametrize(
    ("name", "column_type"),
    [
        ("home", "首页"),
        ("guide", "信息公开指南"),
        ("policies", "信息公开目录"),
        ("catalogue", "信息公开目录"),
        ("category", "信息公开目录"),
        ("reports", "信息公开年报"),
        ("report", "信息公开年报"),
    ],
)
def test_sections_carry_the_tags_of_site_and_column(pages, get, name, column_type):
    meta = Document(get(pages[name])).meta()
    assert meta["SiteName"] == FOOTER["site_name"]
    assert meta["SiteDomain"] == "simen.example.org"
    assert meta["SiteIDCode"] == FOOTER["site_code"]
    assert meta["ColumnType"] == column_type
    assert all(meta[f"Column{each}"] for each in ("Name", "Description", "Keywords"))


def test_an_item_carries_the_tags_of_an_article(item, get):
    meta = Document(get(item.url)).meta()
    assert meta["ArticleTitle"] == "关于防汛防台工作的通知"
    assert re.fullmatch(r"2013-03-04 \d\d:\d\d", meta["PubDate"])
    assert meta["ContentSource"] == "泗门镇人民政府"
    assert meta["Keywords"] == "防汛,防台"
    assert meta["Description"] == "部署全镇防汛防台工作。"
    assert meta["Url"] == item.full_url
    assert "ColumnType" not in meta


@pytest.fixture
def two_pages(column, settings):
    """A list of two pages."""
    settings.GONGKAI_CATALOGUE_PAGE_SIZE = 1
    for _ in range(2):
        ItemPageFactory(parent=column.category, organ=column.office, title="防汛通知")
    return column.catalogue


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ("", None)),
        ("?utm_source=x&order=written_on", ("", None)),
        ("?kind=document&utm_source=x", ("?kind=document", None)),
        ("?kind=document&kind=nonsense", ("", None)),
        ("?year=2013&kind=document", ("?kind=document&year=2013", "noindex, follow")),
        ("?q=防汛", ("?q=%E9%98%B2%E6%B1%9B", "noindex, follow")),
        ("?page=2", ("?page=2", None)),
        ("?page=1", ("", None)),
    ],
)
def test_a_list_has_one_canonical_address(two_pages, get, query, expected):
    document = Document(get(f"{two_pages.url}{query}"))
    canonical, robots = expected
    assert document.canonical() == [f"{two_pages.full_url}{canonical}"]
    assert document.meta().get("robots") == robots


def json_ld(html: str) -> dict:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return json.loads(text)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"kind": "document", "document_number": "泗政〔2013〕12号"}, "Legislation"),
        ({"kind": "document"}, "DigitalDocument"),
        ({"kind": "news"}, "NewsArticle"),
        ({"kind": "message"}, "Article"),
        ({"kind": "other"}, "DigitalDocument"),
    ],
)
def test_json_ld_describes_the_item_and_its_place(column, get, fields, kind):
    item = ItemPageFactory(parent=column.category, organ=column.government, **fields)
    described, place = json_ld(get(item.url))["@graph"]
    assert described["@type"] == kind
    assert described["identifier"] == item.index_number
    assert described["datePublished"] == "2013-03-04"
    assert described.get("legislationIdentifier") == (
        item.document_number if kind == "Legislation" else None
    )
    assert [each["name"] for each in place["itemListElement"]] == [
        column.home.title,
        column.catalogue.title,
        column.category.title,
        item.title,
    ]


def test_no_text_breaks_out_of_the_json_ld(column, get):
    title = "</script><script>alert(1)</script><!-- & 通知"
    item = ItemPageFactory(parent=column.category, organ=column.government, title=title)
    html = get(item.url)
    assert "<script>alert" not in html
    assert json_ld(html)["@graph"][0]["name"] == title


def test_the_footer_shows_the_statutory_lines_and_nothing_empty(column, get):
    html = get(column.home.url)
    for value in FOOTER.values():
        assert value in html
    for label in ("网站标识码", "ICP备案编号", "公安机关备案号", "主办单位", "联系电话"):
        assert label in html
    DisclosureSiteSettings.objects.update(**dict.fromkeys(FOOTER, ""))
    versions.renew()
    html = get(column.home.url)
    for label in ("网站标识码", "ICP备案编号", "公安机关备案号", "主办单位", "联系电话"):
        assert label not in html
    assert "<dt></dt>" not in html
    assert "SiteIDCode" not in Document(html).meta()


def test_sections_stand_in_the_mandated_order_and_say_where_the_reader_is(column, pages, get):
    document = Document(get(pages["item"]))
    home = [attrs["href"] for attrs in document.all("a")]
    order = [pages[name] for name in ("guide", "policies", "catalogue", "reports")]
    assert [url for url in home if url in order][:4] == order
    assert document.all("a", href=pages["catalogue"])[0]["aria-current"] == "true"
    on_list = Document(get(pages["catalogue"]))
    assert on_list.all("a", href=pages["catalogue"])[0]["aria-current"] == "page"


def test_a_restricted_section_is_not_offered(column, pages, get):
    column.policies.view_restrictions.create(restriction_type="login")
    assert pages["policies"] not in get(pages["home"])


def test_every_facet_link_leads_to_as_many_items_as_it_says(column, item, client, get):
    ItemPageFactory(parent=column.categories[2], organ=column.office, kind="news")
    html = get(column.catalogue.url)
    links = re.findall(r'<a href="(\?[^"]+)" rel="nofollow">[^<]*'
                       r'<span class="gk-facet__count">(\d+)', html)  # fmt: skip
    assert len(links) >= 8
    for url, count in links:
        response = client.get(column.catalogue.url + unescape(url))
        assert response.context["total"] == int(count), url


def test_a_tree_shows_its_branches_and_stands_open_where_its_choice_is_inside(column, get):
    offices = [
        OrganFactory(parent=column.government, name=f"第{n}办", organisation_code="")
        for n in range(4)
    ]
    villages = [
        OrganFactory(parent=office, name=f"{office.name}第{n}村", organisation_code="")
        for office in offices
        for n in range(3)
    ]
    for organ in villages:
        ItemPageFactory(parent=column.category, organ=organ)
    html = get(column.catalogue.url)
    assert "全部 17 项" in html
    assert '<details class="gk-facet__more gk-facet__more--all">' in html
    html = get(f"{column.catalogue.url}?organ={villages[-1].slug}")
    assert '<details class="gk-facet__more gk-facet__more--all" open>' in html


def test_a_long_facet_without_branches_goes_on_where_it_was_folded(column, get):
    for year in range(2001, 2015):
        ItemPageFactory(
            parent=column.category,
            organ=column.office,
            written_on=date(year, 3, 1),
            published_on=date(year, 3, 4),
        )
    html = get(column.catalogue.url)
    assert "其余 6 项" in html
    assert [html.count(f'<a href="?year={year}"') for year in range(2001, 2015)] == [1] * 14
    assert '<details class="gk-facet__more" open>' in get(f"{column.catalogue.url}?year=2002")


def test_an_empty_list_says_how_to_go_on(column, pages, get):
    html = get(f"{column.catalogue.url}?q=没有&kind=document")
    assert "没有符合全部条件的条目" in html
    assert 'href="?q=%E6%B2%A1%E6%9C%89"' in html
    assert 'href="?kind=document"' in html
    assert f'<a href="{pages["guide"]}">' in html
    assert "<table" not in html


def test_a_search_keeps_the_other_conditions(column, item, get):
    document = Document(get(f"{column.catalogue.url}?kind=document&order=written_on&q=防汛"))
    assert document.all("input", type="hidden", name="kind", value="document")
    assert document.all("input", type="hidden", name="order", value="written_on")
    assert [attrs["value"] for attrs in document.all("input", id="gk-list-q")] == ["防汛"]


def test_notices_are_announced(column, get):
    html = get(f"{column.catalogue.url}?year=abc&nonsense=1")
    status = html.partition('role="status"')[2].partition("</div>")[0]
    assert "年份" in status
    assert "nonsense" in status


def test_a_category_states_what_the_law_demands_of_it(column, get):
    category = column.category
    category.statutory_basis = "《条例》第二十条第（一）项"
    category.update_rule = "随时更新"
    category.save()
    html = get(category.url)
    for text in ("第二十条第（一）项", "随时更新", "20个工作日", column.offices[0].name):
        assert text in html
    assert column.categories[1].url in html


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"expires_on": date(2014, 6, 30)}, "有效期至2014年6月30日"),
        ({"effective_on": date(2999, 1, 1)}, "自2999年1月1日起施行"),
        ({"repealed_on": date(2014, 1, 1)}, "自2014年1月1日起不再执行"),
    ],
)
def test_a_banner_says_why_an_item_is_not_in_force(column, get, fields, sentence):
    item = ItemPageFactory(parent=column.category, organ=column.office, **fields)
    html = get(item.url)
    assert sentence in html
    assert 'class="gk-banner' in html


def test_the_banner_of_a_repealed_item_names_what_replaced_it(column, item, get):
    old = ItemPageFactory(
        parent=column.category, organ=column.office, repealed_by=item, repealed_on=date(2014, 1, 1)
    )
    assert f'<a href="{item.url}">关于防汛防台工作的通知</a>（泗政〔2013〕12号）' in get(old.url)
    item.unpublish()
    assert item.title not in get(old.url).partition("gk-metadata")[0]


def test_an_attachment_shows_its_type_and_size(item, get):
    document = get_document_model()(title="责任人名单", file_size=183_009)
    document.file.save("list.pdf", ContentFile(b"%PDF-1.4"), save=False)
    document.file_size = 183_009
    document.save()
    get_document_model().objects.filter(pk=document.pk).update(file_size=183_009)
    ItemAttachment.objects.create(item=item, document=document, title="防汛责任人名单")
    html = get(item.url)
    assert "防汛责任人名单" in html
    assert re.search(r"PDF，178\.7\sKB", html)
    assert Document(html).all("a", href=document.url)[0]["download"].endswith(".pdf")


def test_tables_scroll_by_keyboard(column, get):
    table = {
        "data": [["险段", "责任人"], ["海塘", "张某"]],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": "险段责任人",
    }
    item = ItemPageFactory(parent=column.category, organ=column.office, body=[("table", table)])
    region = Document(get(item.url)).all("div", role="region")
    assert [(each["tabindex"], each["aria-label"]) for each in region] == [("0", "险段责任人")]


def test_an_alias_is_known_by_the_address_of_its_item(column, item, get):
    alias = item.create_alias(parent=column.categories[2])
    assert Document(get(alias.url)).canonical() == [item.full_url]


def test_large_text_is_remembered_by_a_cookie(client, column, get):
    assert "size=large" in get(column.home.url)
    client.cookies["gongkai_text"] = "large"
    html = get(column.home.url)
    assert Document(html).all("html", **{"class": "large-text"})
    assert "size=normal" in html


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_the_worst_need_nothing(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string(name)
    assert len(Document(html).headings) == 1
    assert "{" not in html


def test_a_page_not_found_is_in_the_towns_look_and_helps(column, get, settings):
    settings.DEBUG = False
    html = get("/nothing-here/", status=404)
    assert "没有找到这个网页" in html
    assert column.catalogue.url in html
    assert FOOTER["site_code"] in html


def test_the_chrome_of_a_page_is_read_in_two_queries(column, item, client, get):
    get(item.url)
    request = RequestFactory().get(item.url, headers={"host": "simen.example.org"})
    page = column.site.root_page.specific.route(
        request, [each for each in item.url.split("/") if each]
    ).page
    Site.find_for_request(request)
    page.get_url(request)
    with CaptureQueriesContext(connection) as captured:
        chrome = chrome_of(page, request)
    assert len(captured) <= 3
    assert [crumb.title for crumb in chrome.crumbs] == [
        column.home.title,
        column.catalogue.title,
        column.category.title,
    ]


def test_an_item_deep_in_the_catalogue_takes_at_most_twenty_queries(column, get):
    category = column.categories[1]
    for level in range(3):
        category = CategoryPageFactory(parent=category, title=f"第{level}级", code=f"level-{level}")
    item = ItemPageFactory(
        parent=category,
        organ=column.office,
        topic=TopicFactory(parent=TopicFactory()),
        genre=GenreFactory(),
        audience=AudienceFactory(),
    )
    get(item.url)
    with CaptureQueriesContext(connection) as captured:
        get(item.url)
    assert len(captured) <= 20, [query["sql"][:90] for query in captured]


@pytest.mark.parametrize("way", ["nothing/", "20-01/nothing/", "export/csv/nothing/", "a/" * 40])
def test_addresses_below_the_catalogue_that_lead_nowhere_are_not_found(column, get, way):
    assert "没有找到这个网页" in get(f"{column.catalogue.url}{way}", status=404)


def test_a_draft_and_what_stands_below_an_address_of_nothing_is_not_found(column, item, get):
    ItemPage.objects.filter(pk=item.pk).update(live=False)
    get(item.url, status=404)
    get(f"{column.category.url}nothing/{item.slug}/", status=404)
