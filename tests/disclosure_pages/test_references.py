"""References to figures in prose: which are accepted, and what is said of the others."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from disclosure_pages.models import AnnualReportPage
from disclosure_pages.statistics.references import (
    limited_to,
    resolve_references,
    validate_references,
)
from tests.factories.catalogue import make_column
from tests.factories.pages import report_body

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "html",
    [
        "<p>没有数字，也没有{单个}括号</p>",
        "<p>{{items.total}}、{{ items.kind.document }}、{{items.month.01}}</p>",
        "<p><b>{{items.total}}</b></p>",
        "<p>{{applications.received}}</p>",
        '<p><a href="https://example.org/?q={{nothing}}">链接</a></p>',
        "<p>{{items.organ.siwen}} {{items.category.20-01}}</p>",
    ],
)
def test_accepts(html):
    column = make_column()
    column.office.slug = "siwen"
    column.office.save()
    validate_references(html)


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<p>{{items.totals}}</p>", ["items.totals", "年度统计"]),
        ("<p>{{a.b}} {{c.d}}</p>", ["a.b", "c.d"]),
        ("<p>{{items.organ.nobody}}</p>", ["items.organ.nobody"]),
        ("<p>{{items.<b>total</b>}}</p>", ["写得不完整"]),
        ("<p>{{items.total}</p>", ["写得不完整"]),
        ("<p>｛｛items.total｝｝</p>", ["写得不完整", "半角"]),
        ("<p>{{}}</p>", ["写得不完整"]),
        ("<p>{{公开总数}}</p>", ["写得不完整"]),
        ("<p>&#123;{items.total}}x{{</p>", ["写得不完整"]),
    ],
)
def test_names_what_is_wrong(html, told):
    with pytest.raises(ValidationError) as caught:
        validate_references(html)
    for words in told:
        assert words in caught.value.messages[0]


def test_a_form_accepts_the_figures_of_its_own_column_only():
    with limited_to(frozenset({"items.total"})):
        validate_references("{{items.total}}")
        with pytest.raises(ValidationError):
            validate_references("{{items.kind.news}}")
    validate_references("{{items.kind.news}}")


@pytest.mark.parametrize(
    ("html", "resolved"),
    [
        ("<p>a{{x}}b</p>", "<p>a<i>x</i>b</p>"),
        ('<p title="{{x}}">&lt;{{ x }}&amp;</p>', '<p title="{{x}}">&lt;<i>x</i>&amp;</p>'),
        ('<a href="/">{{x}}</a>{{x}}', '<a href="/">x</a><i>x</i>'),
        ("<br/>1 < 2 {{x}}", "<br/>1 < 2 <i>x</i>"),
        ("{{unsafe}}", "&lt;i&gt;"),
        ("", ""),
    ],
)
def test_puts_the_number_in_place_of_the_reference(html, resolved):
    def render(code, inside_link):
        if code == "unsafe":
            return "<i>"
        return code if inside_link else format_html("<i>{}</i>", code)

    assert resolve_references(html, render) == resolved


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("prose", {"prose": "<p>{{no.such}}</p>"}),
        ("figures", {"codes": "items.total\nno.such"}),
    ],
)
def test_the_error_stands_at_the_block(part, wrong):
    block = AnnualReportPage._meta.get_field("body").stream_block
    value = AnnualReportPage(body=report_body(**wrong)).body
    with pytest.raises(ValidationError) as caught:
        block.clean(value)
    section = caught.value.block_errors[1].block_errors["content"]
    ((place, error),) = section.block_errors.items()
    assert value[1].value["content"][place].block_type == part
    if part == "figures":
        error = error.block_errors["codes"]
    assert "no.such" in error.messages[0]
