"""A policy beside its interpretation: what matches, and who may see it."""

from __future__ import annotations

import pytest
from wagtail.models import PageViewRestriction

from drafting.comparison import article_number, compare, passages_of
from tests.factories.catalogue import ItemPageFactory

POLICY = (
    "<p>第一条 为了养路，制定本办法。</p><p>第二条 各村是养路的责任主体。</p><p>每月巡查一次。</p>"
    "<p>第十二条 本办法自发布之日起施行。</p>"
)
INTERPRETATION = (
    "<p>一、背景</p><p>根据《公路法》第一条，各地要养路。</p>"
    "<p>办法第二条明确了责任，并要求“每月巡查一次”。</p><p>依照本办法第十二条施行。</p>"
)


def texts(*html):
    return [passages_of([("text", each)]) for each in html]


def matched(policy, interpretation, title="泗门镇公路养护办法"):
    found = compare(*texts(policy, interpretation), title)
    return {
        row.article: [(cited.passage.number, tuple(cited.reasons)) for cited in row.cited]
        for row in found.rows
        if row.cited
    }, [each.number for each in found.rest]


def test_passages_stand_at_the_articles_that_they_cite():
    rows, rest = matched(POLICY, INTERPRETATION)
    assert rows == {2: [(3, ("第二条", "“每月巡查一次”"))], 12: [(4, ("第十二条",))]}
    assert rest == [1, 2]


@pytest.mark.parametrize(
    ("sentence", "articles"),
    [
        ("第二条讲责任。", [2]),
        ("第2条讲责任。", [2]),
        ("《办法》第二条讲责任。", [2]),
        ("《泗门镇公路养护办法》第二条讲责任。", [2]),
        ("《农业法》第二条讲责任。", []),
        ("第一条例子。", []),
        ("第三条没有。", []),
        ("第一条、第二条都讲。", [1, 2]),
        ("“是养路的责任主体”写得清楚。", [2]),
        ("“责任”太短。", []),
    ],
)
def test_what_counts_as_a_citation(sentence, articles):
    rows, _rest = matched(POLICY, f"<p>{sentence}</p>")
    assert list(rows) == articles


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1),
        ("十二", 12),
        ("一百", 100),
        ("一百零五", 105),
        ("一百二十三", 123),
        ("45", 45),
        ("零", 0),
    ],
)
def test_article_numbers(text, number):
    assert article_number(text) == number


@pytest.fixture
def pair(column):
    policy = ItemPageFactory(
        parent=column.category, title="泗门镇公路养护办法", body=[("text", _rich(POLICY))]
    )
    interpretation = ItemPageFactory(
        parent=column.category, title="一图读懂养护办法", body=[("text", _rich(INTERPRETATION))],
        interprets=policy,
    )  # fmt: skip
    return policy, interpretation


def _rich(html):
    from wagtail.rich_text import RichText

    return RichText(html)


@pytest.mark.django_db
def test_both_pages_lead_to_the_comparison(client, pair):
    policy, interpretation = pair
    for page, other in (pair, pair[::-1]):
        shown = client.get(page.url).content.decode()
        assert f'href="?compare={other.pk}"' in shown
        answer = client.get(f"{page.url}?compare={other.pk}")
        html = answer.content.decode()
        assert "政策与解读对照" in html
        assert policy.title in html
        assert interpretation.title in html
        assert "解读引用" in html
        assert "解读的其他内容" in html


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "0", "abc", "999999", "9" * 40, "-1", "１"])
def test_anything_else_is_the_item_itself(client, pair, asked):
    answer = client.get(f"{pair[0].url}?compare={asked}")
    assert answer.status_code == 200
    assert "政策与解读对照阅读" in answer.content.decode()
    assert "解读引用" not in answer.content.decode()


@pytest.mark.django_db
def test_nothing_is_told_of_what_is_not_public(client, column, pair):
    policy, interpretation = pair
    stranger = ItemPageFactory(parent=column.category)
    assert "解读引用" not in client.get(f"{policy.url}?compare={stranger.pk}").content.decode()
    PageViewRestriction.objects.create(page=interpretation, restriction_type="login")
    assert "背景" not in client.get(f"{policy.url}?compare={interpretation.pk}").content.decode()


@pytest.mark.django_db
def test_a_restricted_policy_asks_for_a_login(client, pair):
    policy, interpretation = pair
    PageViewRestriction.objects.create(page=policy, restriction_type="login")
    assert client.get(policy.url).status_code == 302
    assert client.get(f"{policy.url}?compare={interpretation.pk}").status_code in {302, 403}


@pytest.mark.django_db
def test_without_citations_the_texts_stand_side_by_side(client, column):
    policy = ItemPageFactory(parent=column.category, body=[("text", _rich("<p>养路。</p>"))])
    other = ItemPageFactory(
        parent=column.category, body=[("text", _rich("<p>说明。</p>"))], interprets=policy
    )
    html = client.get(f"{other.url}?compare={policy.pk}").content.decode()
    assert "两篇并列" in html
    assert "养路。" in html
    assert "说明。" in html


@pytest.mark.django_db
def test_the_policy_stands_beside_the_form_of_its_interpretation(client, column, staff, pair):
    from tests.factories.catalogue import ItemPageFactory

    draft = ItemPageFactory(
        parent=column.category,
        organ=column.office,
        owner=staff.editor,
        interprets=pair[0],
        draft=True,
    )
    client.force_login(staff.editor)
    html = client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    assert "每月巡查一次" in html


@pytest.mark.django_db
def test_of_a_policy_for_some_only_the_form_tells_nothing_to_others(client, column, staff, pair):
    from tests.factories.catalogue import ItemPageFactory

    policy = pair[0]
    type(policy).objects.filter(pk=policy.pk).update(organ=column.government)
    PageViewRestriction.objects.create(page=policy, restriction_type="login")
    draft = ItemPageFactory(
        parent=column.category,
        organ=column.office,
        owner=staff.editor,
        interprets=policy,
        draft=True,
    )
    column.government.editors.remove(staff.editor)
    client.force_login(staff.editor)
    html = client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    assert "每月巡查一次" not in html
    assert "不能在这里查看" in html
    client.force_login(staff.admin)
    assert "每月巡查一次" in client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
