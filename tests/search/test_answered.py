"""Answered questions: what editors said which page answers."""

from types import SimpleNamespace

import numpy as np
import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from catalogue.models import ItemPage, Organ
from search import answered
from search.answered import weights_of
from search.models import AnsweredQuestion
from search.semantic import embedders, likeness
from search.services import answers
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_staff
from tests.factories.search import AnsweredQuestionFactory

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_gongkai_search_answeredquestion"


@pytest.fixture(autouse=True)
def _letters(settings):
    settings.GONGKAI_SEARCH_EMBEDDER = None


@pytest.fixture
def pages(column):
    return [
        ItemPageFactory(parent=column.category, organ=column.office, title=f"第{n}号页面")
        for n in range(3)
    ]


@pytest.fixture
def answer(django_capture_on_commit_callbacks):
    def made(question, page):
        with django_capture_on_commit_callbacks(execute=True):
            return AnsweredQuestionFactory(question=question, page=page)

    return made


def weights(text, queryset=None):
    return weights_of(text, ItemPage.objects.all() if queryset is None else queryset)


def test_the_same_question_has_the_full_weight(answer, pages):
    answer("家里穷怎么领补助", pages[0])
    answer("孩子上小学要什么材料", pages[1])
    assert weights("家里穷怎么领补助") == {pages[0].pk: 1.0}
    assert weights("家里窮怎麼領補助？") == {pages[0].pk: 1.0}


def test_a_similar_question_has_less_and_another_none(answer, pages):
    answer("家里穷怎么领补助", pages[0])
    answer("孩子上小学要什么材料", pages[1])
    found = weights("家里很穷可以领补助吗")
    assert list(found) == [pages[0].pk]
    assert 0 < found[pages[0].pk] < 1
    assert weights("宅基地能不能卖") == {}


def test_words_that_every_question_has_are_no_similarity(answer, pages):
    answer("怎么申请低保", pages[0])
    assert weights("怎么办理执照") == {}


def test_squares_are_summed_and_bounded(answer, pages):
    for text in ("低保怎么申请", "低保如何申请", "申请低保"):
        answer(text, pages[0])
    answer("低保怎么申请", pages[1])
    found = weights("低保怎么申请")
    assert found[pages[0].pk] == 1.0
    assert found[pages[1].pk] == 1.0


def test_at_most_twenty_neighbours_count(answer, pages, monkeypatch):
    monkeypatch.setattr(answered, "NEIGHBOURS", 1)
    answer("低保怎么申请", pages[0])
    answer("低保怎么申请停保", pages[1])
    assert list(weights("低保怎么申请")) == [pages[0].pk]


def test_changes_are_live(answer, pages, django_capture_on_commit_callbacks):
    row = answer("低保怎么申请", pages[0])
    with django_capture_on_commit_callbacks(execute=True):
        row.page = pages[1]
        row.save()
    assert list(weights("低保怎么申请")) == [pages[1].pk]
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()
    assert weights("低保怎么申请") == {}


def test_only_pages_of_the_queryset_have_a_weight(answer, column, pages):
    for page in pages:
        answer("低保怎么申请", page)
    pages[0].unpublish()
    PageViewRestriction.objects.create(page=pages[1], restriction_type="login")
    assert list(weights("低保怎么申请", ItemPage.objects.all().disclosed())) == [pages[2].pk]
    assert weights("低保怎么申请", ItemPage.objects.none()) == {}
    assert weights("低保怎么申请", Organ.objects.all()) == {}
    assert len(weights("低保怎么申请", Page.objects.all())) == 3


@pytest.mark.parametrize("text", ["", "，。", "\x00", "x" * 10_000, "的了吗", "-低保", "😀"])
def test_odd_questions_weigh_nothing(answer, pages, text):
    answer("低保怎么申请", pages[0])
    assert weights(text) == {}


def test_a_page_that_is_deleted_takes_its_questions_along(answer, pages):
    answer("低保怎么申请", pages[0])
    pages[0].delete()
    assert not AnsweredQuestion.objects.exists()


# By meaning.


class Vectors:
    """Texts with 低保 or 补助 lie one way, texts with 学 another, all other ones each its own."""

    name, dimension = "tests", 64

    def __init__(self, version="1"):
        self.version = version

    def embed_query(self, text):
        vector = np.full(64, 0.05, np.float32)
        if "低保" in text or "补助" in text:
            vector[0] = 1
        elif "学" in text:
            vector[1] = 1
        else:
            vector[2 + sum(map(ord, text)) % 62] = 1
        return vector / np.linalg.norm(vector)


@pytest.fixture
def embedder(monkeypatch):
    chosen = SimpleNamespace(now=Vectors())
    for module in (embedders, answered, answers):
        monkeypatch.setattr(module, "get_embedder", lambda: chosen.now)
    return chosen


def test_what_means_the_same_counts(embedder, answer, pages):
    row = answer("家里穷怎么领补助", pages[0])
    answer("路灯坏了找谁", pages[1])
    row.refresh_from_db()
    assert len(row.vector) == 64
    assert row.made_by == "tests 1"
    found = weights("低保")
    assert list(found) == [pages[0].pk]
    assert found[pages[0].pk] > 0.9


def test_what_is_as_near_as_anything_counts_nothing(embedder, answer, pages):
    answer("家里穷怎么领补助", pages[0])
    assert weights("孩子上学") == {}
    assert 0 < likeness.unrelated(embedder.now) < 0.99


def test_vectors_of_another_model_are_not_compared_and_made_anew(embedder, answer, pages):
    row = answer("家里穷怎么领补助", pages[0])
    embedder.now = Vectors("2")
    answered.renew()
    assert weights("低保") == {}
    assert answers.make_vectors() == 1
    row.refresh_from_db()
    assert row.made_by == "tests 2"
    assert list(weights("低保")) == [pages[0].pk]


def test_a_changed_question_has_a_new_vector(
    embedder, answer, pages, django_capture_on_commit_callbacks
):
    row = answer("家里穷怎么领补助", pages[0])
    with django_capture_on_commit_callbacks(execute=True):
        row.question = "孩子上学的事"
        row.save()
    assert weights("低保") == {}
    assert list(weights("小学")) == [pages[0].pk]


def test_without_an_answer_of_the_model_letters_count(embedder, answer, pages, monkeypatch):
    answer("家里穷怎么领补助", pages[0])

    def unavailable(text):
        raise embedders.EmbedderUnavailable("no service")

    monkeypatch.setattr(embedder.now, "embed_query", unavailable)
    assert weights("家里穷怎么领补助") == {pages[0].pk: 1.0}


def test_a_thousand_questions_are_read_once(answer, pages, django_assert_num_queries):
    AnsweredQuestion.objects.bulk_create(
        AnsweredQuestion(question=f"第{n}村的路灯坏了找谁修{n}", page=pages[n % 3])
        for n in range(1000)
    )
    answered.renew()
    weights("路灯坏了")
    with django_assert_num_queries(1):
        weights("第7村的路灯坏了找谁修7")


# The admin.


def test_a_question_is_entered_with_who_did(admin_client, admin_user, pages):
    add = reverse(f"{LIST}:add")
    assert "家里穷" in admin_client.get(add, {"question": "家里穷"}).content.decode()
    form = {"question": " 家里穷  怎么办 ", "page": pages[0].pk, "note": "民政办定"}
    assert admin_client.post(add, form).status_code == 302
    row = AnsweredQuestion.objects.get()
    assert (row.question, row.page_id, row.created_by) == (
        "家里穷 怎么办", pages[0].pk, admin_user,
    )  # fmt: skip
    listed = admin_client.get(reverse(f"{LIST}:list")).content.decode()
    assert "家里穷 怎么办" in listed
    assert "第0号页面" in listed


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"question": ""}, "question", "此栏必填"),
        ({"question": "？"}, "question", "没有可以检索的文字"),
        ({"question": "长" * 101}, "question", "100"),
        ({"page": ""}, "page", "此栏必填"),
        ({"page": "999999"}, "page", ""),
    ],
)
def test_a_wrong_entry_is_explained(admin_client, pages, changes, field, message):
    form = {"question": "低保", "page": pages[0].pk, "note": ""} | changes
    response = admin_client.post(reverse(f"{LIST}:add"), form)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert message in response.content.decode()


def test_the_same_answer_is_entered_once(admin_client, answer, pages):
    answer("低保", pages[0])
    form = {"question": "低保", "page": pages[0].pk, "note": ""}
    page = admin_client.post(reverse(f"{LIST}:add"), form).content.decode()
    assert "不需要重复录入" in page


def test_only_the_office_keeps_answers(column):
    staff = make_staff(column)
    Group.objects.create(name="别人")
    for user, status in ((staff.office, 200), (staff.editor, 302), (UserFactory(), 302)):
        client = Client()
        client.force_login(user)
        assert client.get(reverse(f"{LIST}:list")).status_code == status
