"""Search by meaning: the same on every backend, and never of what is not published."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

from catalogue.models import ItemPage, Organ
from search.backends.keys import key_space
from search.models import Vector, VectorRun
from search.semantic.embedders import get_embedder
from search.services import vectors
from tests.factories.catalogue import ItemPageFactory
from tests.services.embedder import SETTING, PairsEmbedder

TITLES = ("最低生活保障标准", "农村公路养护计划", "最低生活保障金发放", "春耕备耕")


@pytest.fixture(autouse=True)
def embedder(settings, monkeypatch):
    settings.GONGKAI_SEARCH_EMBEDDER = SETTING
    monkeypatch.setattr(PairsEmbedder, "is_down", False)
    monkeypatch.setattr(PairsEmbedder, "passages", [])


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Does what a request does, and what follows when it is stored."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def items(column, commit):
    with commit():
        return [
            ItemPageFactory(parent=column.category, organ=column.office, title=title)
            for title in TITLES
        ]


def asked(text):
    return get_embedder().embed_query(text)


def nearest(engine, text, queryset=None, limit=10):
    queryset = ItemPage.objects.live() if queryset is None else queryset
    return [key for key, _cosine in engine.nearest_by_meaning(asked(text), queryset, limit)]


def stored(page):
    return Vector.objects.filter(pk=key_space(Page).key_of(page.pk)).first()


def test_the_nearest_come_first(engine, items):
    found = engine.nearest_by_meaning(asked("家里穷"), ItemPage.objects.live(), 10)
    assert {key for key, _cosine in found[:2]} == {items[0].pk, items[2].pk}
    assert [key for key, _cosine in found][2:] != []
    cosines = [cosine for _key, cosine in found]
    assert cosines == sorted(cosines, reverse=True)
    assert cosines[1] > cosines[2]


def test_no_more_are_found_than_wanted(engine, items):
    assert len(nearest(engine, "家里穷", limit=2)) == 2
    assert nearest(engine, "家里穷", limit=0) == []


def test_only_objects_of_the_queryset_are_found(engine, items):
    few = ItemPage.objects.live().filter(pk__in=[items[1].pk, items[3].pk])
    assert set(nearest(engine, "家里穷", few)) == {items[1].pk, items[3].pk}
    assert nearest(engine, "家里穷", ItemPage.objects.none()) == []
    assert nearest(engine, "家里穷", Page.objects.filter(pk=items[0].pk)) == [items[0].pk]


def test_far_away_objects_of_a_narrow_queryset_are_found(engine, column, commit):
    with commit():
        for number in range(30):
            ItemPageFactory(
                parent=column.category, organ=column.office, title=f"最低生活保障{number}"
            )
        far = ItemPageFactory(parent=column.category, organ=column.office, title="春耕备耕")
    assert nearest(engine, "最低生活保障", ItemPage.objects.filter(pk=far.pk), 2) == [far.pk]


def test_what_has_no_vectors_is_never_near(engine, items):
    assert nearest(engine, "家里穷", Organ.objects.all()) == []
    assert engine.cosines(asked("家里穷"), Organ.objects.all(), [1]) == {}


def test_cosines_are_those_of_the_nearest(engine, items):
    live = ItemPage.objects.live()
    found = dict(engine.nearest_by_meaning(asked("家里穷"), live, 10))
    cosines = engine.cosines(asked("家里穷"), live, [item.pk for item in items])
    assert cosines == pytest.approx(found, abs=0.003)
    exact = get_embedder().embed_passages([items[1].title])[0] @ asked("家里穷")
    assert cosines[items[1].pk] <= 1
    assert exact <= 1


def test_cosines_are_of_the_queryset_only(engine, items):
    few = ItemPage.objects.filter(pk=items[0].pk)
    assert list(engine.cosines(asked("低保"), few, [item.pk for item in items])) == [items[0].pk]
    assert engine.cosines(asked("低保"), few, []) == {}
    assert engine.cosines(asked("低保"), few, [10**9]) == {}


def test_likenesses_are_the_scores_of_a_question(engine, items):
    live = ItemPage.objects.live()
    scores = {hit.pk: hit.score for hit in engine.nearest("最低生活保障标准", live)}
    keys = [item.pk for item in items]
    likenesses = engine.likenesses("最低生活保障标准", live, keys)
    assert {key: likenesses[key] for key in scores} == pytest.approx(scores, rel=1e-4)
    assert likenesses.get(items[3].pk, 0.0) == 0.0


def test_likenesses_are_of_the_queryset_only(engine, items):
    few = ItemPage.objects.filter(pk=items[0].pk)
    found = engine.likenesses("最低生活保障", few, [item.pk for item in items])
    assert list(found) == [items[0].pk]
    assert engine.likenesses("最低生活保障", few, []) == {}
    assert engine.likenesses("", few, [items[0].pk]) in ({}, {items[0].pk: 0.0})


def test_a_vector_goes_with_its_page(engine, items, commit):
    with commit():
        items[0].delete()
    assert stored(items[0]) is None
    assert items[0].pk not in nearest(engine, "家里穷")


def test_a_branch_takes_its_vectors_along(engine, items, column, commit):
    with commit():
        Page.objects.get(pk=column.category.pk).delete()
    assert not any(map(stored, items))
    assert nearest(engine, "家里穷") == []


def test_what_is_not_published_has_no_vector(engine, items, commit):
    nearest(engine, "家里穷")
    with commit():
        items[0].unpublish()
    assert stored(items[0]) is None
    assert items[0].pk not in nearest(engine, "家里穷", ItemPage.objects.all())
    with commit():
        items[0].get_latest_revision_as_object().save_revision().publish()
    assert items[0].pk in nearest(engine, "家里穷")


def test_a_draft_is_never_shown_to_the_model(engine, column, items, commit):
    PairsEmbedder.passages.clear()
    with commit():
        new = ItemPageFactory(
            parent=column.category, organ=column.office, title="尚未公开的拆迁方案", live=False
        )
        items[1].title = "还在起草的公路计划"
        items[1].save_revision()
    call_command("update_index", verbosity=0)
    vectors.make_missing()
    assert stored(new) is None
    assert not any("拆迁" in text or "起草" in text for text in PairsEmbedder.passages)


def test_a_private_page_is_not_near_to_the_public(engine, items):
    PageViewRestriction.objects.create(page=items[0], restriction_type="login")
    public = ItemPage.objects.live().public()
    assert items[0].pk not in nearest(engine, "家里穷", public)
    assert items[0].pk not in engine.cosines(asked("家里穷"), public, [items[0].pk])
    assert items[0].pk not in engine.likenesses("最低生活保障", public, [items[0].pk])


def test_a_changed_text_gets_another_vector(engine, items, commit):
    assert nearest(engine, "马路")[0] == items[1].pk
    with commit():
        items[3].title = "公路公路公路"
        items[3].save()
    assert nearest(engine, "马路")[0] == items[3].pk


def test_an_unchanged_text_keeps_its_vector(engine, items, commit):
    PairsEmbedder.passages.clear()
    before = stored(items[0]).changed
    with commit():
        items[0].save()
        engine.add_bulk(ItemPage, items)
    assert (PairsEmbedder.passages, stored(items[0]).changed) == ([], before)
    assert items[0].pk in nearest(engine, "家里穷")


@pytest.mark.parametrize("other", [{"version": "2"}, {"version": "2", "dimension": 32}])
def test_vectors_of_another_model_are_not_used_and_made_again(engine, items, settings, other):
    settings.GONGKAI_SEARCH_EMBEDDER = {**SETTING, **other}
    assert nearest(engine, "家里穷") == []
    assert engine.cosines(asked("家里穷"), ItemPage.objects.all(), [items[0].pk]) == {}
    assert (vectors.state().stale, vectors.state().made) == (Vector.objects.count(), 0)
    vectors.make_missing()
    assert vectors.state().stale == vectors.state().missing == 0
    assert set(nearest(engine, "家里穷")[:2]) == {items[0].pk, items[2].pk}


def test_publishing_goes_on_while_the_model_is_out_of_reach(
    engine, items, column, commit, monkeypatch
):
    monkeypatch.setattr(PairsEmbedder, "is_down", True)
    with commit():
        late = ItemPageFactory(parent=column.category, organ=column.office, title="低保新办法")
    assert [page.pk for page in engine.search("低保新办法", ItemPage)] == [late.pk]
    assert stored(late) is None
    assert "暂时不能使用" in vectors.state().error
    # What was missed is made up for with the next page, without anybody's help.
    monkeypatch.setattr(PairsEmbedder, "is_down", False)
    with commit():
        ItemPageFactory(parent=column.category, organ=column.office, title="公路新办法")
    assert stored(late)
    assert vectors.state().error == ""


def test_a_new_index_has_all_vectors(engine, items, commit):
    lost = stored(items[0])
    lost.delete()
    Page.objects.filter(pk=items[1].pk).update(title="最低生活保障公路")
    with commit():
        call_command("update_index", verbosity=0)
    assert stored(items[0])
    assert set(nearest(engine, "家里穷")[:3]) == {item.pk for item in items[:3]}
    assert VectorRun.objects.get().error == ""


def test_vectors_of_what_is_gone_are_counted_and_deleted(engine, items, commit):
    before = vectors.state()
    Page.objects.filter(pk=items[0].pk).update(live=False)
    now = vectors.state()
    assert (now.orphans, now.made, now.total) == (1, before.made - 1, before.total - 1)
    with commit():
        vectors.make_missing()
    assert stored(items[0]) is None
    assert vectors.state().orphans == 0
    assert items[0].pk not in nearest(engine, "家里穷", ItemPage.objects.all())


def test_without_a_model_nothing_is_made_or_found(engine, items, column, settings, commit):
    vector = asked("家里穷")
    settings.GONGKAI_SEARCH_EMBEDDER = None
    with commit():
        new = ItemPageFactory(parent=column.category, organ=column.office, title="低保")
    assert stored(new) is None
    assert engine.nearest_by_meaning(vector, ItemPage.objects.all(), 10) == []
    assert engine.cosines(vector, ItemPage.objects.all(), [items[0].pk]) == {}
    with commit():
        items[0].delete()
    assert stored(items[0]) is None


def test_the_command_tells_how_far_it_is(engine, items, capsys):
    Vector.objects.all().delete()
    call_command("make_vectors")
    output = capsys.readouterr().out
    assert str(vectors.state().total) in output
    assert vectors.state().missing == 0
    call_command("make_vectors", verbosity=0)
    assert capsys.readouterr().out == ""
