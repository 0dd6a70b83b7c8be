"""Which links and files are found on public pages, and what is said of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from catalogue.models import ItemAttachment
from monitor.file_checks.models import FileFault
from monitor.file_checks.rules import all_file_rules
from monitor.links.checking import advance
from monitor.links.models import Link, LinkUse
from monitor.links.rules import BrokenLinks, MovedLinks
from review.services.imports import importing
from search.models import ExtractedFile
from tests.factories.catalogue import ItemPageFactory
from tests.factories.documents import attach, make_document
from tests.factories.images import make_image

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def item(column):
    """Publish an item with a body; a text stands for one of rich text."""

    def make(body="", **fields):
        blocks = [("text", body)] if isinstance(body, str) and body else body or []
        fields.setdefault("organ", column.office)
        return ItemPageFactory(parent=column.category, body=blocks, **fields)

    return make


def index(*pages):
    """Have Wagtail note what pages refer to, as saving them in the admin does."""
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)


def broken():
    advance(begin=True)
    return list(BrokenLinks().find(TODAY))


def faults(code):
    advance(begin=True)
    rule = next(rule for rule in all_file_rules() if rule.code == code)
    return list(rule.find(TODAY))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", None),
        ("/catalogue/20-01/", None),
        ("/catalogue/20-01/?year=2013#list", None),
        ("/catalogue/nothing/", "没有这个页面"),
        ("/documents/99999/a.pdf", "没有这个文件"),
        ("/static/gongkai_catalogue/nothing.css", "没有这个文件"),
        ("/healthz/live", None),
    ],
)
def test_own_addresses_are_judged_without_asking(column, item, path, said):
    column.categories[0].slug = "20-01"
    with importing("测试数据"):
        column.categories[0].save()
    page = item(f'<p><a href="{path}">见目录</a></p>')
    found = broken()
    if said is None:
        assert found == []
        assert Link.objects.get().state == "ok"
    else:
        [one] = found
        assert said in one.detail
        assert "“见目录”" in one.detail
        assert (one.page_id, one.organ_id) == (page.pk, column.office.pk)


def test_a_page_that_is_no_longer_public_is_a_broken_link(column, item):
    target = item(title="旧文件")
    page = item(f'<p><a linktype="page" id="{target.pk}">见旧文件</a></p>')
    index(page)
    assert broken() == []
    Page.objects.filter(pk=target.pk).update(live=False)
    [found] = broken()
    assert found.page_id == page.pk
    assert "已经删除或者没有公开" in found.detail
    Page.objects.filter(pk=target.pk).update(live=True)
    assert broken() == []
    assert not LinkUse.objects.exists()


def test_a_page_for_some_only_is_a_broken_link_for_the_public(column, item):
    target = item()
    page = item(f'<p><a linktype="page" id="{target.pk}">内部</a></p>')
    index(page)
    PageViewRestriction.objects.create(page=target, restriction_type="login")
    [found] = broken()
    assert "限定了查看范围" in found.detail


def test_a_field_that_names_an_item_is_no_link(column, item):
    draft = item(draft=True)
    page = item(repealed_by=draft, repealed_on=date(2014, 1, 1))
    index(page)
    assert broken() == []


def test_a_document_that_is_gone_is_a_broken_link(column, item):
    page = item('<p><a linktype="document" id="4711">附表</a></p>')
    index(page)
    [found] = broken()
    assert "文件已经删除" in found.detail


def test_an_old_address_that_is_redirected_has_moved(column, item):
    Redirect.objects.create(
        old_path="/old", redirect_page=column.categories[0], site=column.site, is_permanent=True
    )
    item('<p><a href="/old/">旧目录</a></p>')
    assert broken() == []
    [found] = MovedLinks().find(TODAY)
    assert column.categories[0].url in found.detail


def test_an_old_address_of_a_draft_is_broken(column, item):
    Redirect.objects.create(old_path="/old", redirect_page=item(draft=True), site=column.site)
    item('<p><a href="/old/">旧文件</a></p>')
    [found] = broken()
    assert "没有这个页面" in found.detail


def test_an_address_that_no_database_can_look_up_is_broken(item):
    item('<p><a href="/a%00b/">坏网址</a></p>')
    [found] = broken()
    assert "坏网址" in found.detail


def test_drafts_and_closed_pages_are_not_read(column, item):
    item('<p><a href="/nothing-1/">一</a></p>', draft=True)
    closed = item('<p><a href="/nothing-2/">二</a></p>')
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    assert broken() == []


def test_links_in_tables_and_in_the_guide_are_found(column, item):
    table = {"data": [["网址", '<a href="/nothing-table/">表</a>']], "first_row_is_table_header": 1}
    page = item([("table", table)])
    assert [found.page_id for found in broken()] == [page.pk]


def test_what_nobody_asks_for_is_left_out(item):
    item(
        '<p><a href="mailto:a@example.org">信箱</a><a href="tel:057462150001">电话</a>'
        '<a href="#top">回顶部</a><a href="javascript:void(0)">无</a></p>'
    )
    assert broken() == []
    assert not Link.objects.exists()


def test_a_link_that_is_taken_away_is_forgotten(item):
    page = item('<p><a href="/nothing/">见</a></p>')
    assert len(broken()) == 1
    page.body = []
    with importing("测试数据"):
        page.save()
    assert broken() == []
    assert not Link.objects.exists()


def test_one_link_on_many_pages_is_asked_for_once_and_found_on_each(item):
    pages = [item('<p><a href="/nothing/">见</a></p>').pk for _ in range(3)]
    assert sorted(found.page_id for found in broken()) == pages
    assert Link.objects.count() == 1


def test_many_pages_take_no_more_queries(item, django_assert_max_num_queries):
    for number in range(12):
        item(f'<p><a href="https://other{number}.example.org/">外</a></p>')
    with django_assert_max_num_queries(120):
        advance(begin=True)
    with django_assert_max_num_queries(6):
        broken_now = list(BrokenLinks().find(TODAY))
    assert broken_now == []


class TestFiles:
    def test_a_file_that_is_not_on_the_disk(self, column, item):
        page = item()
        document = make_document("内容", title="附表")
        attach(page, document)
        index(page)
        assert faults("file_missing") == []
        default_storage.delete(document.file.name)
        [found] = faults("file_missing")
        assert (found.page_id, found.organ_id) == (page.pk, column.office.pk)
        assert "“附表”" in found.detail

    def test_an_empty_file(self, item):
        page = item()
        attach(page, make_document(data=b"", title="空表"))
        index(page)
        [found] = faults("file_empty")
        assert "“空表”" in found.detail

    def test_a_file_that_is_not_what_its_name_says(self, item):
        page = item()
        attach(page, make_document(data=b"\x89PNG\r\n\x1a\n" + b"0" * 50, name="表.pdf"))
        index(page)
        assert len(faults("file_wrong_type")) == 1

    @pytest.mark.parametrize(
        ("status", "scanned", "code"),
        [
            ("no_text", 3, "file_scanned"),
            ("done", 1, "file_partly_scanned"),
            ("done", 0, None),
        ],
    )
    def test_a_scan_is_told_by_what_the_search_read(self, item, status, scanned, code):
        page = item()
        document = make_document("内容")
        attach(page, document)
        index(page)
        ExtractedFile.objects.update_or_create(
            document=document,
            defaults={
                "version": 1,
                "status": status,
                "pages": 3,
                "pages_without_text": scanned,
            },
        )
        advance(begin=True)
        kinds = {rule.code: list(rule.find(TODAY)) for rule in all_file_rules()}
        assert [each for each in kinds if kinds[each]] == ([code] if code else [])

    @pytest.mark.parametrize(
        ("alt", "decorative", "number"), [("", False, 1), ("桥的照片", False, 0), ("", True, 0)]
    )
    def test_a_picture_needs_words_unless_it_only_adorns(self, item, alt, decorative, number):
        image = make_image()
        image.contextual_alt_text, image.decorative = alt, decorative
        item([("image", image)])
        assert len(faults("picture_no_alt")) == number

    def test_what_was_put_right_is_forgotten(self, item):
        page = item()
        document = make_document(data=b"", title="空表")
        attach(page, document)
        index(page)
        assert len(faults("file_empty")) == 1
        ItemAttachment.objects.all().delete()
        index(Page.objects.get(pk=page.pk).specific)
        assert faults("file_empty") == []
        assert not FileFault.objects.exists()


def test_the_command_says_how_far_it_came(item, capsys):
    item('<p><a href="/nothing/">见</a></p>')
    call_command("check_links")
    assert "检查完毕" in capsys.readouterr().out
    call_command("check_links")
    assert "今天已经检查完毕" in capsys.readouterr().out
    call_command("check_links", "--begin", "--verbosity", "0")
    assert capsys.readouterr().out == ""
