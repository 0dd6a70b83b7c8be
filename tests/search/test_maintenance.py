"""The maintenance page: how the index is, and making it anew."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from modelsearch.backends import get_search_backend

from catalogue.models import ItemPage
from search.models import SearchJob
from search.services import extraction, jobs, vectors
from search.services.index_health import index_health
from tests.factories.catalogue import ItemPageFactory, make_staff

pytestmark = pytest.mark.django_db

PAGE = "gongkai_search_admin:maintenance"


def start(client, work="index", follow=True):
    return client.post(reverse("gongkai_search_admin:start", args=[work]), follow=follow)


@pytest.fixture
def item(column):
    item = ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴办法")
    # What migrations brought is in no index yet.
    call_command("update_index", verbosity=0)
    return item


def forget(item):
    get_search_backend().storage.delete([_entry(item)])


def _entry(item):
    from search.backends.keys import key_space

    return key_space(type(item)).key_of(item.pk)


def change_behind(item):
    ItemPage.objects.filter(pk=item.pk).update(title="养羊补贴办法")


def delete_behind(item):
    pk = item.pk
    entry = get_search_backend().storage
    ItemPage.objects.filter(pk=pk).delete()
    from search.backends.documents import Document

    item.pk = pk
    entry.write({_entry(item): (str(pk), Document(title="已删除"))})


def test_a_complete_index_is_well(item):
    health = index_health()
    assert health.is_well
    assert health.objects == health.entries > 1
    assert health.compared > 1


@pytest.mark.parametrize(
    ("damage", "figure"),
    [(forget, "missing"), (change_behind, "stale"), (delete_behind, "orphans")],
)
def test_what_is_wrong_is_found_and_made_good(
    admin_client, item, damage, figure, django_capture_on_commit_callbacks
):
    damage(item)
    health = index_health()
    assert {name: getattr(health, name) for name in ("missing", "stale", "orphans")} == {
        "missing": 0, "stale": 0, "orphans": 0, figure: 1,
    }  # fmt: skip
    assert "请重建索引" in admin_client.get(reverse(PAGE)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        start(admin_client)
    assert index_health().is_well
    assert "没有发现问题" in admin_client.get(reverse(PAGE)).content.decode()


def test_the_job_tells_who_started_it_and_how_far_it_is(
    admin_client, admin_user, item, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert "已开始“重建索引”" in start(admin_client).content.decode()
    job = SearchJob.objects.get()
    assert (job.status, job.started_by) == ("done", admin_user)
    assert job.done == job.total > 1
    assert job.percent == 100
    page = admin_client.get(reverse(PAGE)).content.decode()
    assert "已完成" in page
    assert f"{job.done} / {job.total}" in page
    assert client_finds(admin_client, "养蜂补贴") == 1


def client_finds(client, query):
    return client.get("/search/", {"q": query}).context["total"]


def test_only_one_is_under_way_and_it_can_be_done_again(
    admin_client, item, django_capture_on_commit_callbacks
):
    start(admin_client)  # Its task waits, since nothing is committed.
    assert "请等它做完" in start(admin_client).content.decode()
    assert SearchJob.objects.count() == 1
    jobs.run(SearchJob.objects.get().pk)
    with django_capture_on_commit_callbacks(execute=True):
        start(admin_client)
    assert [job.status for job in SearchJob.objects.all()] == ["done", "done"]


def test_a_job_that_was_left_can_be_started_again(admin_client, item):
    left = SearchJob.objects.create(
        kind="index", status="running", told_at=timezone.now() - timedelta(hours=1)
    )
    assert "可以重新启动" in admin_client.get(reverse(PAGE)).content.decode()
    start(admin_client)
    left.refresh_from_db()
    assert left.status == "failed"
    assert "中断" in left.error
    assert SearchJob.objects.filter(status="waiting").count() == 1


def test_a_task_that_comes_twice_does_the_work_once(item):
    job = SearchJob.objects.create(kind="index")
    jobs.run(job.pk)
    with patch.dict(jobs._WORK, {"index": lambda: 1 / 0}):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.status == "done"
    jobs.run(job.pk + 1)


def test_a_failure_is_told(admin_client, item, django_capture_on_commit_callbacks):
    def broken():
        yield 1, 10
        raise RuntimeError("disk is full")

    with (
        patch.dict(jobs._WORK, {"index": broken}),
        django_capture_on_commit_callbacks(execute=True),
    ):
        start(admin_client)
    job = SearchJob.objects.get()
    assert (job.status, job.done, job.total) == ("failed", 1, 10)
    page = admin_client.get(reverse(PAGE)).content.decode()
    assert "RuntimeError disk is full" in page


def test_searches_go_on_while_the_index_is_made_anew(client, item, settings):
    settings.GONGKAI_SEARCH_RATE_LIMIT = None
    ItemPageFactory(parent=item.get_parent(), organ=item.organ, title="养蜂补贴标准")
    from search.services import reindexing

    with patch.object(reindexing, "_AT_ONCE", 1):
        for _done in reindexing.reindex():
            assert client_finds(client, "养蜂补贴") == 2


def test_an_engine_that_does_not_answer_is_a_sentence(admin_client, item):
    with patch("search.services.index_health.index_health", side_effect=ConnectionError("x")):
        page = admin_client.get(reverse(PAGE))
    assert page.status_code == 200
    assert "检索服务没有应答" in page.content.decode()


def test_a_look_is_kept_until_somebody_wants_a_new_one(admin_client, item):
    admin_client.get(reverse(PAGE))
    forget(item)
    assert "没有发现问题" in admin_client.get(reverse(PAGE)).content.decode()
    assert "请重建索引" in admin_client.get(reverse(PAGE), {"check": "1"}).content.decode()


def test_the_progress_can_be_asked_for_alone(admin_client, item):
    SearchJob.objects.create(kind="index", status="running", done=30, total=120)
    part = admin_client.get(reverse("gongkai_search_admin:progress")).content.decode()
    assert "30 / 120" in part
    assert 'data-under-way="yes"' in part
    assert "<html" not in part
    SearchJob.objects.update(status="done")
    part = admin_client.get(reverse("gongkai_search_admin:progress")).content.decode()
    assert 'data-under-way="no"' in part


def test_only_the_office_maintains_the_search(column):
    staff = make_staff(column)
    for user, status in ((staff.office, 200), (staff.editor, 302), (staff.reviewer, 302)):
        client = Client()
        client.force_login(user)
        assert client.get(reverse(PAGE)).status_code == status
        assert client.get(reverse("gongkai_search_admin:progress")).status_code == status
        start(client, follow=False)
    assert SearchJob.objects.count() == 1
    cache.clear()


def test_vectors_and_files_are_made_up_for(admin_client, column, monkeypatch):
    begun = []
    monkeypatch.setattr(vectors, "schedule_missing", lambda: begun.append("vectors"))
    monkeypatch.setattr(extraction, "schedule_missing", lambda: begun.append("files"))
    page = admin_client.get(reverse(PAGE)).content.decode()
    assert "还没有读取" in page
    assert "已开始“补做向量”" in start(admin_client, "vectors").content.decode()
    assert "已开始“补提附件文字”" in start(admin_client, "files").content.decode()
    assert begun == ["vectors", "files"]


def test_an_unknown_work_is_not_found(admin_client):
    assert start(admin_client, "nothing").status_code == 404
    address = reverse("gongkai_search_admin:start", args=["index"])
    assert admin_client.get(address).status_code == 405
