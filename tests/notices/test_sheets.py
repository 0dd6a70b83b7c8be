"""Sheets for boards: what stands on them, on how many pages, and what never gets there."""

from __future__ import annotations

import ctypes
import re

import pypdfium2 as pdfium
import pytest
import segno
from django.core.cache import cache
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from notices.sheets import engine
from notices.sheets.content import qr_code
from tests.factories.catalogue import ItemPageFactory
from tests.factories.images import make_image
from tests.notices.conftest import PARAGRAPHS

pytestmark = pytest.mark.django_db
A4, A3 = (595, 842), (842, 1191)


def address(page, output="pdf", sheet="a4", **more):
    query = "&".join(f"{k}={v}" for k, v in {"sheet": sheet, "part": "whole", **more}.items())
    return f"{page.url}?{query}&output={output}"


def read(answer):
    """The pages of a PDF as texts without spaces, and the size of the first."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    document = pdfium.PdfDocument(answer.content)
    found = [each.get_textpage().get_text_range() for each in document]
    # PDFium gives a hyphen at the end of a line as U+FFFE.
    texts = [re.sub(r"\s", "", each).replace("\ufffe", "-") for each in found]
    return texts, tuple(round(each) for each in document[0].get_size())


def pictures_in(answer):
    document = pdfium.PdfDocument(answer.content)
    return sum(1 for page in document for _each in page.get_objects(filter=[3]))


def test_the_item_leads_to_its_sheet(client, item):
    html = client.get(item.url).content.decode()
    assert 'href="?sheet="' in html
    page = client.get(f"{item.url}?sheet=").content.decode()
    assert "打印张贴版" in page
    assert "打开PDF" in page


@pytest.mark.parametrize(("sheet", "size"), [("a4", A4), ("a3", A3)])
def test_the_pdf_has_the_whole_item(client, item, sheet, size):
    answer = client.get(address(item, sheet=sheet, since="2013-05-03", until="2013-05-13"))
    texts, found = read(answer)
    assert found == size
    assert len(texts) == 1
    for expected in (
        item.title, item.document_number, item.index_number, item.organ_name, "2013年3月1日",
        "泗周线", "3.2公里", "2013年5月3日至2013年5月13日", "用手机扫描二维码",
        item.full_url, "第1页共1页", *PARAGRAPHS,
    ):  # fmt: skip
        assert re.sub(r"\s", "", expected) in texts[0]
    assert pictures_in(answer) == 1


def test_a_long_text_goes_on_with_numbered_pages(client, make_item):
    paragraphs = [f"第{n}条　养路要求之{n:03}，" + "巡查修补" * 12 + "。" for n in range(1, 60)]
    texts, _size = read(client.get(address(make_item(paragraphs))))
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert f"第{number}页共{len(texts)}页" in text
    whole = "".join(texts)
    assert all(f"养路要求之{n:03}" in whole for n in range(1, 60))
    assert "用手机扫描二维码" in texts[-1]


def test_the_summary_alone_leads_to_the_text(client, item):
    texts, _size = read(client.get(address(item, part="summary")))
    assert "规定农村公路养护的责任和经费" in texts[0]
    assert "阅读全文" in texts[0]
    assert "编号甲001" not in texts[0]


def test_without_a_summary_it_is_not_offered(client, make_item):
    bare = make_item(summary="")
    assert "只张贴摘要" not in client.get(f"{bare.url}?sheet=").content.decode()
    answer = client.get(address(bare, part="summary"))
    assert answer["Content-Type"].startswith("text/html")


def font_sizes(answer):
    page = pdfium.PdfDocument(answer.content)[0]
    sizes = set()
    for each in page.get_objects(filter=[1]):
        size = ctypes.c_float()
        pdfium.raw.FPDFTextObj_GetFontSize(each.raw, ctypes.byref(size))
        sizes.add(round(size.value * each.get_matrix().get()[3], 1))
    return sizes


@pytest.mark.parametrize(
    ("sheet", "count", "expected"),
    [("a4", 1, 24), ("a4", 40, 16), ("a3", 1, 36), ("a3", 80, 22)],
)
def test_the_text_is_as_big_as_one_page_lets_it(client, make_item, sheet, count, expected):
    page = make_item(PARAGRAPHS[:1] * count)
    sizes = font_sizes(client.get(address(page, sheet=sheet)))
    assert any(abs(abs(each) - expected) < 0.2 for each in sizes), sizes


def test_the_code_is_that_of_the_address(client, item):
    html = client.get(address(item, "print")).content.decode()
    assert "<svg" in html
    expected = segno.make_qr(item.full_url, error="m")
    assert qr_code(item.full_url).matrix == expected.matrix
    assert expected.svg_inline(scale=4, border=4, omitsize=True, svgclass="gk-sheet__code") in html


def test_the_browser_prints_the_same_without_inline_style_or_script(client, item):
    html = client.get(address(item, "print", sheet="a3")).content.decode()
    assert "gongkai_notices/a3" in html
    assert all(each in html for each in PARAGRAPHS)
    assert " style=" not in html
    assert "<script" not in html


def test_without_the_engine_the_page_says_so_and_the_browser_prints(client, item, monkeypatch):
    monkeypatch.setattr(engine, "is_available", lambda: False)
    page = client.get(f"{item.url}?sheet=").content.decode()
    assert "没有安装制作PDF的组件" in page
    assert "打开PDF" not in page
    answer = client.get(address(item))
    assert answer["Content-Type"].startswith("text/html")
    assert PARAGRAPHS[0] in answer.content.decode()


@pytest.mark.parametrize(
    "foreign",
    [
        "http://192.0.2.1/x.png",
        "https://example.org/x.png",
        "file:///etc/passwd",
        "/etc/passwd",
        "/media/gongkai_notices/x.jpg",
        "../../etc/passwd",
        "data:image/png;base64,iVBORw0KGgo=",
    ],
)
def test_nothing_foreign_is_fetched(foreign, monkeypatch):
    import builtins
    import socket

    opened, real = [], builtins.open

    def refuse(*args, **kwargs):
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    html = (
        f'<p class="gk-sheet">字<img src="{foreign}"><link rel="stylesheet" href="{foreign}"></p>'
    )
    assert engine.open_pictures([foreign]) == {}

    def noting(file, *args, **kwargs):
        opened.append(str(file))
        return real(file, *args, **kwargs)

    monkeypatch.setattr(builtins, "open", noting)
    content = engine.pdf(html, "a4", {})
    assert content.startswith(b"%PDF")
    assert "/etc/passwd" not in opened


def test_a_picture_that_is_not_open_stays_away(client, make_item):
    """A rendition of another picture, by an address in the text: it is nobody's to see."""
    secret = make_image("机密").get_rendition("max-400x400").url
    assert engine.open_pictures([secret]) == {}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sheet=a5&part=whole&output=pdf", "a5"),
        ("sheet=&part=&output=pdf", 'id="id_sheet_error"'),
        ("sheet=a4&part=whole&since=2013-13-01&output=pdf", "有效"),
        (
            "sheet=a4&part=whole&since=2013-05-03&until=2013-05-01&output=pdf",
            "截止日期早于张贴日期",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, item, query, said):
    answer = client.get(f"{item.url}?{query}")
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "打印张贴版" in answer.content.decode()


def test_what_is_not_public_has_no_sheet(client, column, item):
    draft = ItemPageFactory(parent=column.category, draft=True)
    assert client.get(address(draft)).status_code == 404
    url = address(item)
    PageViewRestriction.objects.create(page=item, restriction_type="login")
    assert client.get(url).status_code in {302, 403}


def test_a_page_for_some_readers_is_not_posted_even_by_them(client, item, staff):
    restriction = PageViewRestriction.objects.create(page=item, restriction_type="login")
    client.force_login(staff.admin)
    assert client.get(item.url).status_code == 200
    assert client.get(address(item)).status_code == 404
    assert client.get(f"{item.url}?sheet=").status_code == 404
    restriction.delete()
    assert client.get(f"{item.url}?sheet=").status_code == 200


def test_a_withdrawn_item_has_no_sheet(client, item):
    url = address(item)
    item.unpublish()
    assert client.get(url).status_code in {404, 410}


def test_the_same_sheet_is_made_once(client, item, monkeypatch):
    made = []
    real = engine._made
    monkeypatch.setattr(engine, "_made", lambda *args: made.append(1) or real(*args))
    first = client.get(address(item)).content
    assert client.get(address(item)).content == first
    assert len(made) == 1
    with_body = item.specific
    with_body.body = [("text", RichText("<p>改过的正文。</p>"))]
    from tests.factories.catalogue import imported

    with imported():
        with_body.save_revision().publish()
    texts, _size = read(client.get(address(item)))
    assert "改过的正文" in texts[0]


def test_who_asks_too_often_has_to_wait(client, item, settings):
    settings.GONGKAI_NOTICES_RATE_LIMIT = (1, 60)
    assert client.get(address(item)).status_code == 200
    answer = client.get(address(item, sheet="a3"))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "秒后再试" in answer.content.decode()
    assert client.get(address(item, "print")).status_code == 200


def test_when_another_is_being_made_it_says_so(client, item, settings):
    settings.GONGKAI_NOTICES_WAIT = 0
    cache.clear()
    turns = engine._turns()
    with engine._turn():
        answer = client.get(address(item))
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert turns is engine._turns()


def test_a_text_that_is_too_long_is_left_to_the_browser(client, item, settings):
    settings.GONGKAI_NOTICES_LONGEST = 20
    answer = client.get(address(item))
    assert "正文太长" in answer.content.decode()
    assert read(client.get(address(item, part="summary")))


def test_the_guide_has_a_sheet(client, column):
    from tests.factories.pages import GuidePageFactory

    guide = GuidePageFactory(parent=column.home)
    assert "打印张贴版" in client.get(guide.url).content.decode()
    texts, _size = read(client.get(address(guide)))
    whole = "".join(texts)
    assert guide.office_name in whole
    assert guide.office_phone in whole
    assert "编排体系" in whole
