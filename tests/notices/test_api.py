"""Postings in the public API: what the page tells, and nothing else of the register."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from notices.models import Posting
from notices.photos import cleaned_photo
from tests.factories.catalogue import ItemPageFactory
from tests.factories.notices import NoticeBoardFactory, PostingFactory, photo
from tests.factories.pages import GuidePageFactory

pytestmark = pytest.mark.django_db
NOTHING = {"items": [], "next": None, "count": 0}


@pytest.fixture
def board(column):
    return NoticeBoardFactory(name="泗门村村务公开栏", organ=column.office)


def address(page):
    kind = "items" if hasattr(page, "index_number") else "guide"
    return f"/api/v1/{kind}/{page.pk}/postings/"


def postings_of(client, page):
    answer = client.get(address(page))
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture(params=["item", "guide"])
def page(request, column):
    if request.param == "item":
        return request.getfixturevalue("item")
    return GuidePageFactory(parent=column.home)


def test_a_program_reads_where_it_hangs_and_hung(client, page, board):
    assert postings_of(client, page) == NOTHING
    screen = NoticeBoardFactory(name="东街社区电子屏")
    PostingFactory(board=board, page=page, until=date(2013, 5, 13), removed_on=date(2013, 5, 15))
    PostingFactory(board=screen, page=page, posted_on=date(2014, 1, 1), until=date(2014, 2, 1))
    PostingFactory(board=screen, page=page, posted_on=date(2015, 1, 1))
    told = postings_of(client, page)
    assert told == {
        "items": [
            {"board": "东街社区电子屏", "posted_on": "2015-01-01", "until": None},
            {"board": "东街社区电子屏", "posted_on": "2014-01-01", "until": "2014-02-01"},
            {"board": "泗门村村务公开栏", "posted_on": "2013-05-03", "until": "2013-05-15"},
        ],
        "next": None,
        "count": 3,
    }
    html = client.get(page.url).content.decode()
    for each in told["items"]:
        assert f"{each['board']}（{each['posted_on']}" in html


def test_photo_people_notes_and_other_boards_never_leave(client, item, board):
    inner = NoticeBoardFactory(name="内部宣传栏", is_public=False)
    private = {"posted_by": "王五", "note": "贴在门口", "photo": cleaned_photo(photo())}
    posting = PostingFactory(board=board, page=item, title="旧名称", **private)
    PostingFactory(board=inner, page=item)
    tomorrow = timezone.localdate() + timedelta(days=1)
    PostingFactory(board=board, page=item, posted_on=tomorrow)
    PostingFactory(board=board, page=None, title="已经删除的条目")
    text = client.get(address(item)).content.decode()
    for hidden in ("王五", "贴在门口", posting.photo.name, "旧名称", "内部", "已经删除", tomorrow):
        assert str(hidden) not in text
    assert postings_of(client, item)["count"] == 1


def test_what_is_not_public_has_none(client, column, page, board):
    PostingFactory(board=board, page=page)
    PostingFactory(board=board, page=ItemPageFactory(parent=column.category, draft=True))
    login = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get(address(page)).status_code == 404
    login.delete()
    assert postings_of(client, page)["count"] == 1
    page.specific.unpublish()
    for each in Posting.objects.all():
        assert client.get(f"/api/v1/items/{each.page_id}/postings/").status_code == 404
        assert client.get(f"/api/v1/guide/{each.page_id}/postings/").status_code == 404


def test_an_address_is_of_its_own_kind_of_page(client, column, item, board):
    guide = GuidePageFactory(parent=column.home)
    for key in (guide.pk, column.home.pk, 2**63):
        assert client.get(f"/api/v1/items/{key}/postings/").status_code == 404
    for key in (item.pk, column.home.pk, 2**63):
        answer = client.get(f"/api/v1/guide/{key}/postings/")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"


def test_it_is_kept_until_something_was_posted(client, item, board):
    first = client.get(address(item))
    again = client.get(address(item), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    PostingFactory(board=board, page=item)
    changed = client.get(address(item), headers={"If-None-Match": first["ETag"]})
    assert changed.json()["count"] == 1
    board.is_public = False
    board.save()
    assert postings_of(client, item) == NOTHING


def test_many_postings_ask_as_much_as_one(client, item, board, django_assert_max_num_queries):
    PostingFactory(board=board, page=item)
    client.get(address(item))
    for number in range(20):
        PostingFactory(board=NoticeBoardFactory(name=f"{number}村公开栏"), page=item)
    with django_assert_max_num_queries(12):
        assert postings_of(client, item)["count"] == 21


def test_a_parameter_that_nobody_knows_is_refused(client, item):
    assert client.get(address(item), {"organ": "x"}).status_code == 400
