"""What vectors are made of, and how they are kept: in the database and in a process's memory."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from catalogue.models import ItemPage, Organ
from search.backends import matrix as matrix_module
from search.backends.keys import KeySpace, key_space
from search.backends.matrix import Matrix, matrix_of
from search.models import Vector, VectorLedger, VectorRun
from search.semantic.passages import LENGTH, digest_of, has_meaning, passage_of
from search.semantic.quantised import cosines, quantised
from search.services import vector_rows, vectors
from tests.factories.catalogue import ItemPageFactory, OrganFactory
from tests.services.embedder import SETTING, PairsEmbedder

SPACE = KeySpace(first=1000, counted=True)


def body(*paragraphs):
    return [("text", "".join(f"<p>{text}</p>" for text in paragraphs))]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "passage"),
    [
        ({}, "低保办法"),
        ({"summary": "按月发放。"}, "低保办法 按月发放。"),
        ({"summary": "按月", "body": body("第一条", "第二条")}, "低保办法 按月 第一条 第二条"),
        ({"document_number": "泗政〔2013〕12号", "index_number": "330281/2013-00123"}, "低保办法"),
        ({"body": body("依据泗政〔2013〕12号办理")}, "低保办法 依据泗政〔2013〕12号办理"),
        ({"body": body("繁體　ＡＢＣ &lt; 12")}, "低保办法 繁體 ＡＢＣ < 12"),
    ],
)
def test_a_passage_is_the_title_and_the_beginning_as_written(fields, passage):
    assert passage_of(ItemPage(title="低保办法", **fields)) == passage


@pytest.mark.django_db
def test_a_passage_is_short():
    long = ItemPage(title="低保", summary="按月", body=body("甲乙" * 5000))
    assert passage_of(long) == f"低保 按月 {'甲乙' * 500}"[: 3 + LENGTH]
    assert digest_of(passage_of(long)) != digest_of("低保")


@pytest.mark.once
def test_pages_have_meaning_and_nothing_else():
    assert has_meaning(ItemPage)
    assert has_meaning(Page)
    assert not has_meaning(Organ)


def kept(rows, label="m 1", start=0):
    """Store vectors as the service does: entries from 1000 on."""
    number = vector_rows._next_change()
    values = quantised(np.asarray(rows, dtype=np.float32))
    Vector.objects.filter(id__in=[1000 + start + place for place in range(len(rows))]).delete()
    Vector.objects.bulk_create(
        Vector(
            id=1000 + start + place, embedder=label, digest="x", values=row.tobytes(),
            changed=number,
        )
        for place, row in enumerate(values)
    )  # fmt: skip


def units(number, dimension=8, seed=3):
    rows = np.random.default_rng(seed).normal(size=(number, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def known(matrix, vector, space=SPACE):
    entries, found = matrix.cosines(vector, space)
    return dict(zip((entries - 1000).tolist(), found.tolist(), strict=True))


@pytest.mark.django_db
@pytest.mark.parametrize(("chunk", "read"), [(4096, 2000), (3, 2), (1, 1), (10, 10)])
def test_the_matrix_gives_the_cosines_of_all(monkeypatch, chunk, read):
    monkeypatch.setattr(matrix_module, "_CHUNK", chunk)
    monkeypatch.setattr(matrix_module, "_READ", read)
    monkeypatch.setattr(matrix_module, "_ROOM", 0)
    rows, asked = units(10), units(1, seed=4)[0]
    matrix = Matrix("default", "m 1", 8)
    assert known(matrix, asked) == {}
    kept(rows[:7])
    exact = cosines(asked, quantised(rows)).tolist()
    assert known(matrix, asked) == pytest.approx(dict(enumerate(exact[:7])), abs=1e-6)
    kept(rows[7:], start=7)
    assert known(matrix, asked) == pytest.approx(dict(enumerate(exact)), abs=1e-6)


@pytest.mark.django_db
def test_the_matrix_follows_changes():
    rows, asked = units(6), units(1, seed=4)[0]
    matrix = Matrix("default", "m 1", 8)
    kept(rows)
    first = known(matrix, asked)
    kept(rows[:2], start=3)
    changed = known(matrix, asked)
    assert (changed[3], changed[4]) == pytest.approx((first[0], first[1]))
    assert {key: changed[key] for key in (0, 1, 2, 5)} == {key: first[key] for key in (0, 1, 2, 5)}
    Vector.objects.filter(id__in=[1001, 1005]).delete()
    vector_rows._count_removal()
    assert set(known(matrix, asked)) == {0, 2, 3, 4}
    kept(rows[1:2], start=1)
    assert known(matrix, asked)[1] == pytest.approx(first[1])


@pytest.mark.django_db
def test_the_matrix_asks_only_for_what_is_new(django_assert_num_queries):
    rows, asked = units(6), units(1, seed=4)[0]
    matrix = Matrix("default", "m 1", 8)
    kept(rows)
    known(matrix, asked)
    with django_assert_num_queries(1):
        known(matrix, asked)
    kept(rows[:1], start=6)
    with django_assert_num_queries(2) as asked_for:
        known(matrix, asked)
    assert '"changed" >' in asked_for[1]["sql"]


@pytest.mark.django_db
def test_the_matrix_has_vectors_of_its_model_only():
    rows, asked = units(6), units(1, seed=4)[0]
    kept(rows[:2])
    kept(rows[2:3], label="m 2", start=2)
    # Of the same name and version by mistake: another dimension.
    kept(units(1, dimension=5), start=3)
    assert set(known(Matrix("default", "m 1", 8), asked)) == {0, 1}
    assert set(known(Matrix("default", "m 2", 8), asked)) == {2}
    # Of entries of other kinds of objects, nothing.
    other = KeySpace(first=1 << 48, counted=True)
    assert known(Matrix("default", "m 1", 8), asked, other) == {}
    within = KeySpace(first=1001, counted=True)
    assert set(known(Matrix("default", "m 1", 8), asked, within)) == {1}


@pytest.mark.django_db
def test_what_was_undone_is_forgotten():
    rows, asked = units(4), units(1, seed=4)[0]
    matrix = Matrix("default", "m 1", 8)
    kept(rows[:1])
    before = VectorLedger.objects.get().changed
    kept(rows[1:], start=1)
    known(matrix, asked)
    # As after a transaction that read its own vectors and was undone.
    Vector.objects.filter(id__gt=1000).delete()
    VectorLedger.objects.update(changed=before)
    assert set(known(matrix, asked)) == {0}


@pytest.mark.django_db
def test_a_process_has_one_matrix():
    first = matrix_of("default", "m 1", 8)
    assert matrix_of("default", "m 1", 8) is first
    assert matrix_of("default", "m 2", 8) is not first
    assert list(matrix_module._matrices) == ["default"]


@pytest.mark.django_db
def test_changes_are_numbered_upwards(monkeypatch):
    monkeypatch.setattr(vector_rows.time, "time_ns", lambda: 5)
    assert [vector_rows._next_change() for _turn in range(3)] == [5, 6, 7]
    monkeypatch.setattr(vector_rows.time, "time_ns", lambda: 9)
    assert vector_rows._next_change() == 9


@pytest.fixture
def semantic(settings, monkeypatch):
    settings.GONGKAI_SEARCH_EMBEDDER = SETTING
    monkeypatch.setattr(PairsEmbedder, "is_down", False)
    monkeypatch.setattr(PairsEmbedder, "passages", [])


@pytest.fixture
def item(column, semantic):
    return ItemPageFactory(parent=column.category, organ=column.office, title="低保办法")


def test_nothing_is_made_before_the_page_is_stored(item):
    assert not Vector.objects.exists()
    assert PairsEmbedder.passages == []


def test_a_page_that_goes_while_its_vector_is_made_has_none(item, monkeypatch):
    real = PairsEmbedder.embed_passages

    def slow(self, texts):
        Page.objects.filter(pk=item.pk).update(live=False)
        return real(self, texts)

    monkeypatch.setattr(PairsEmbedder, "embed_passages", slow)
    assert vectors.make_missing() > 0
    assert not Vector.objects.filter(id=key_space(Page).key_of(item.pk)).exists()


def test_an_engine_that_fails_is_tried_again(item, monkeypatch):
    def failing(self, model, objects):
        raise OSError("the cluster is away")

    with monkeypatch.context() as broken:
        broken.setattr("search.backends.meaning.MeaningMixin.vectors_changed", failing)
        with pytest.raises(OSError, match="away"):
            vectors.make_scheduled(ItemPage, [item.pk])
    assert not Vector.objects.exists()
    assert vectors.state().error
    assert vectors.make_scheduled(ItemPage, [item.pk]) == 1


def test_progress_is_told_and_kept(item, column):
    told = []
    made = vectors.make_missing(lambda done, total: told.append((done, total)))
    state = vectors.state()
    assert told[-1] == (state.total, state.total) == (state.run_done, state.run_total)
    assert (made, state.made, state.missing) == (state.total, state.total, 0)
    assert (state.embedder, state.is_running, state.error) == ("pairs 1", False, "")
    assert state.started_at <= state.finished_at
    assert vectors.make_missing() == 0


def test_one_run_goes_on_at_a_time(item):
    now = timezone.now()
    VectorRun.objects.create(pk=1, embedder="pairs 1", started_at=now, moved_at=now)
    assert vectors.state().is_running
    assert vectors.make_missing() == 0
    with pytest.raises(CommandError, match="under way"):
        call_command("make_vectors")
    # Its process was ended long ago.
    VectorRun.objects.update(moved_at=now - timedelta(hours=1))
    assert not vectors.state().is_running
    assert vectors.make_missing() > 0


def test_a_run_ends_with_the_model_and_says_so(item, monkeypatch):
    monkeypatch.setattr(PairsEmbedder, "is_down", True)
    assert vectors.make_missing() == 0
    state = vectors.state()
    assert "day off" in state.error
    assert (state.is_running, state.made, state.missing) == (False, 0, state.total)
    with pytest.raises(CommandError, match="暂时不能使用"):
        call_command("make_vectors")


def test_without_a_model_the_command_says_what_to_do(db, settings):
    settings.GONGKAI_SEARCH_EMBEDDER = None
    with pytest.raises(CommandError, match="pip install"):
        call_command("make_vectors")
    assert vectors.make_missing() == 0
    assert vectors.state().embedder == ""


def test_objects_without_meaning_get_no_vectors(
    column, semantic, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        OrganFactory(name="民政所")
    assert not any("民政所" in text for text in PairsEmbedder.passages)
    assert vectors.make_scheduled(Organ, [1]) == 0


def test_many_pages_take_few_queries(column, semantic, django_assert_max_num_queries):
    for number in range(20):
        ItemPageFactory(parent=column.category, organ=column.office, title=f"低保办法{number}")
    vectors.make_missing()
    # Nothing is to be made: a handful for each kind of page.
    with django_assert_max_num_queries(40):
        vectors.make_missing()


def test_long_work_is_done_in_parts(column, semantic, settings, monkeypatch):
    for number in range(3):
        ItemPageFactory(parent=column.category, organ=column.office, title=f"低保办法{number}")
    monkeypatch.setattr(vectors, "_PAGES", 2)
    total = vectors.state().total
    made, rest, parts = *vectors.make_part(seconds=0), 1
    assert vectors.state().is_running
    # Nobody else begins while it goes on.
    assert vectors.make_missing() == 0
    while rest is not None:
        more, rest = vectors.make_part(rest, seconds=0)
        made, parts = made + more, parts + 1
    assert (made, parts) == (total, (total + 1) // 2)
    assert (vectors.state().missing, vectors.state().is_running) == (0, False)


def test_only_tasks_that_wait_for_each_other_take_turns(settings):
    assert vectors.part_seconds() == float("inf")
    settings.TASKS = {"background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.GONGKAI_SEARCH_TASK_BACKEND = "background"
    assert vectors.part_seconds() < 600


def test_a_new_index_has_one_task_for_all_vectors(column, semantic, monkeypatch):
    scheduled = []
    monkeypatch.setattr(vectors, "schedule", lambda *arguments, **more: scheduled.append("some"))
    monkeypatch.setattr(vectors, "schedule_missing", lambda **more: scheduled.append("all"))
    call_command("update_index", verbosity=0)
    assert scheduled == ["all"]
