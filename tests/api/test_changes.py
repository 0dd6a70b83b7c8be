"""Changes: what is told of an item that was published, corrected, withdrawn, closed, deleted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from api.models import ItemChange
from api.services.changes import reconcile
from catalogue.enums import Kind
from catalogue.models import ItemPage
from catalogue.services.bulk import Publication, publish_items
from operations.offers import after_restore, jobs
from review.services.withdrawal import withdraw
from tests.factories.catalogue import (
    ItemPageFactory,
    UserFactory,
    imported,
    make_column,
)
from tests.factories.harvest import Harvester

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(column):
    return ItemPageFactory(parent=column.category, organ=column.office, title="养蜂补贴办法")


def read(client, **parameters):
    response = client.get("/api/v1/changes/", parameters)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def entry_of(client, item):
    entries = [each for each in read(client, limit=100)["items"] if each["id"] == item.pk]
    return entries[0] if entries else None


class TestWhatIsTold:
    def test_a_public_item_is_told_as_the_list_shows_it(self, client, item):
        entry = entry_of(client, item)
        assert entry["deleted"] is False
        assert entry["reason"] is None
        assert entry["title"] == "养蜂补贴办法"
        assert entry["item"] == client.get("/api/v1/items/").json()["items"][0]

    def test_fields_of_the_items_can_be_chosen(self, client, item):
        entry = read(client, fields="title")["items"][0]
        assert entry["item"] == {"id": item.pk, "title": "养蜂补贴办法"}

    def test_a_draft_is_never_told_of(self, client, column):
        draft = ItemPageFactory(parent=column.category, organ=column.office, draft=True)
        draft.title = "改过的草稿"
        draft.save_revision()
        draft.delete()
        assert read(client)["items"] == []

    def test_work_on_a_draft_of_a_public_item_is_nobodys_business(self, client, item):
        before = read(client)
        item.title = "更正中的名称"
        item.save_revision()
        assert client.get(before["resume"]).json()["items"] == []

    def test_a_withdrawn_item_is_told_as_its_notice_says(self, client, item):
        withdraw(item, UserFactory(admin=True), "有误", public_reason="内容有误")
        entry = entry_of(client, item)
        assert (entry["deleted"], entry["reason"]) == (True, "withdrawn")
        assert (entry["title"], entry["index_number"]) == (
            "养蜂补贴办法",
            item.index_number or None,
        )
        assert entry["item"] is None

    def test_what_the_notice_hides_is_hidden(self, client, item):
        withdraw(item, UserFactory(admin=True), "有误", shows_title=False)
        for _state in ("withdrawn", "deleted"):
            entry = entry_of(client, item)
            assert entry["deleted"] is True
            assert entry["title"] is None
            assert entry["index_number"] is None
            ItemPage.objects.filter(pk=item.pk).delete()

    def test_a_notice_under_a_restriction_tells_strangers_nothing(self, client, column, item):
        withdraw(item, UserFactory(admin=True), "有误")
        PageViewRestriction.objects.create(page=column.category, restriction_type="login")
        entry = entry_of(client, item)
        assert (entry["reason"], entry["title"], entry["index_number"]) == ("removed", None, None)

    def test_a_deleted_item_leaves_its_number(self, client, item):
        number = item.index_number
        Page.objects.get(pk=item.pk).delete()
        entry = entry_of(client, item)
        assert (entry["deleted"], entry["reason"], entry["title"]) == (True, "removed", None)
        assert entry["index_number"] == (number or None)

    def test_a_whole_category_closed_and_opened(self, client, column, item):
        resume = read(client)["resume"]
        restriction = PageViewRestriction.objects.create(
            page=column.catalogue, restriction_type="login"
        )
        page = client.get(resume).json()
        assert [each["deleted"] for each in page["items"]] == [True]
        restriction.delete()
        page = client.get(page["resume"]).json()
        assert [each["deleted"] for each in page["items"]] == [False]

    def test_a_restriction_that_is_given_to_another_page(self, client, column, item):
        other = ItemPageFactory(parent=column.categories[2], organ=column.office)
        restriction = PageViewRestriction.objects.create(page=item, restriction_type="login")
        resume = read(client)["resume"]
        restriction.page = other
        restriction.save()
        told = {each["id"]: each["deleted"] for each in client.get(resume).json()["items"]}
        assert told == {item.pk: False, other.pk: True}

    def test_what_is_published_in_a_closed_category_is_told_when_it_opens(self, client, column):
        restriction = PageViewRestriction.objects.create(
            page=column.category, restriction_type="login"
        )
        inside = ItemPageFactory(parent=column.category, organ=column.office)
        assert entry_of(client, inside) is None
        inside.delete()
        assert read(client)["items"] == []
        inside = ItemPageFactory(parent=column.category, organ=column.office)
        restriction.delete()
        assert entry_of(client, inside)["deleted"] is False

    def test_deleting_a_closed_category_tells_of_nothing_inside(self, client, column):
        PageViewRestriction.objects.create(page=column.category, restriction_type="login")
        inside = ItemPageFactory(parent=column.category, organ=column.office)
        column.category.delete()
        assert not ItemChange.objects.filter(page_id=inside.pk).exists()

    def test_items_loaded_together_are_told_of(self, client, column):
        pairs = [
            (
                column.category,
                ItemPage(
                    title=f"批量{number}",
                    kind=Kind.DOCUMENT,
                    organ=column.office,
                    written_on=date(2013, 3, 1),
                ),
            )
            for number in range(5)
        ]
        publish_items(pairs, Publication(reason="测试"))
        told = [each["title"] for each in read(client)["items"]]
        assert sorted(told) == [f"批量{number}" for number in range(5)]

    def test_another_column_is_another_list(self, client, column, item):
        other = make_column(name="临山镇", slug="other", as_site_root=False)
        theirs = ItemPageFactory(parent=other.category, organ=other.office)
        assert {each["id"] for each in read(client)["items"]} == {item.pk, theirs.pk}
        only = read(client, column=other.home.pk)
        assert [each["id"] for each in only["items"]] == [theirs.pk]
        theirs.move(column.category, pos="last-child")
        left = client.get(only["resume"]).json()["items"]
        assert [(each["id"], each["deleted"]) for each in left] == [(theirs.pk, True)]
        item.delete()
        assert read(client, column=other.home.pk)["items"] == left

    def test_another_site_hears_nothing_of_it(self, client, column, item):
        elsewhere = Page.objects.get(depth=1).add_child(instance=Page(title="外站", slug="else"))
        Site.objects.create(hostname="else.example", root_page=elsewhere)
        response = client.get("/api/v1/changes/", headers={"host": "else.example"})
        assert response.json()["items"] == []


class TestReadingOn:
    def test_each_item_comes_once_with_its_last_state(self, client, column):
        items = [ItemPageFactory(parent=column.category, organ=column.office) for _ in range(5)]
        harvester = Harvester(client, limit=2)
        harvester.read_page()
        items[0].title = "更正后的名称"
        with imported():
            items[0].save_revision().publish()
        items[4].delete()
        harvester.read_all()
        assert [each["id"] for each in harvester.seen] == [
            *(each.pk for each in items[:4]),
            items[0].pk,
            items[4].pk,
        ]
        assert harvester.copy[items[0].pk]["title"] == "更正后的名称"

    def test_since_leaves_out_what_is_older(self, client, column, item):
        ItemChange.objects.update(at=timezone.now() - timedelta(days=2))
        newer = ItemPageFactory(parent=column.category, organ=column.office)
        since = (timezone.localtime() - timedelta(days=1)).isoformat()
        assert [each["id"] for each in read(client, since=since)["items"]] == [newer.pk]
        # As who forgets to encode the plus sign sends it.
        spaced = client.get(f"/api/v1/changes/?since={since}")
        assert [each["id"] for each in spaced.json()["items"]] == [newer.pk]

    @pytest.mark.parametrize("since", ["gestern", "2013-13-01", "0001-01-01T00:00:00+08:00"])
    def test_a_time_that_is_none_is_told_so(self, client, column, since):
        response = client.get("/api/v1/changes/", {"since": since})
        assert response.status_code == 400
        assert response.json()["errors"][0]["name"] == "since"

    @pytest.mark.parametrize(
        "cursor", ["x", "a-1-2", "-1-1", "a-b-c-d", f"-{2**70}-{2**70}", "٣-٣-٣"]
    )
    def test_a_place_that_nobody_gave_is_told_so(self, client, item, cursor):
        response = client.get("/api/v1/changes/", {"cursor": cursor})
        assert response.status_code == 400
        assert "从头读取" in response.json()["detail"]

    def test_after_a_restored_backup_everybody_begins_anew(self, client, item, capsys):
        resume = read(client)["resume"]
        call_command("check_changes", begin_anew=True)
        assert "从头读取" in capsys.readouterr().out
        assert client.get(resume).status_code == 400
        assert len(read(client)["items"]) == 1

    def test_a_restore_sees_to_that_by_itself(self, client, item):
        resume = read(client)["resume"]
        assert any("从头读取" in sentence for sentence in after_restore())
        assert client.get(resume).status_code == 400

    def test_what_was_missed_is_looked_for_every_night(self, item, capsys):
        (job,) = [each for each in jobs() if each.command[0] == "check_changes"]
        call_command(*job.command[:1], verbosity=0)
        assert capsys.readouterr().out == ""
        assert job.at

    def test_queries_do_not_grow_with_the_page(self, client, column, settings):
        settings.GONGKAI_API_RATE_LIMIT = None
        counts = []
        for number in (2, 20):
            for _each in range(number):
                gone = ItemPageFactory(parent=column.category, organ=column.office)
                ItemPageFactory(parent=column.category, organ=column.office)
                withdraw(gone, UserFactory(admin=True), "有误")
            client.get("/api/v1/changes/?limit=100")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(f"/api/v1/changes/?limit={99 - number}")
            counts.append(len(queries))
        assert counts[0] == counts[1], counts


class TestWhatNobodyNoted:
    def test_a_check_finds_what_was_written_past_the_models(self, client, column, item):
        hidden = ItemPageFactory(parent=column.category, organ=column.office)
        lost = ItemPageFactory(parent=column.category, organ=column.office)
        resume = read(client)["resume"]
        ItemChange.objects.filter(page_id=lost.pk).delete()
        ItemPage.objects.filter(pk=hidden.pk).update(live=False)
        assert reconcile() == 2
        told = {each["id"]: each["deleted"] for each in client.get(resume).json()["items"]}
        assert told == {hidden.pk: True, lost.pk: False}
        assert reconcile() == 0

    def test_a_change_that_is_undone_was_none(self, client, column, item):
        resume = read(client)["resume"]
        with transaction.atomic():
            item.delete()
            transaction.set_rollback(True)
        assert client.get(resume).json()["items"] == []
