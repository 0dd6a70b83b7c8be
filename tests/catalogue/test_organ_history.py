"""Organs are renamed, merged and dissolved; what they made keeps the name of its day."""

from __future__ import annotations

import json
from datetime import date
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from wagtail.models import ModelLogEntry

from catalogue import kept
from catalogue.filters import ItemFilterSet
from catalogue.models import Organ
from catalogue.organ_history import Succession
from catalogue.services import organs
from tests.factories.catalogue import (
    ItemPageFactory,
    OrganFactory,
    UserFactory,
    make_staff,
)

pytestmark = pytest.mark.django_db
DAY = date(2019, 4, 1)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (None, "农业农村办公室"),
        (date(2008, 1, 1), "农办"),
        (date(2012, 12, 31), "农办"),
        (date(2013, 1, 1), "农业办公室"),
        (date(2019, 3, 31), "农业办公室"),
        (date(2019, 4, 1), "农业农村办公室"),
        (date(2030, 1, 1), "农业农村办公室"),
    ],
)
def test_an_organ_has_the_name_of_the_day(day, name):
    organ = OrganFactory(name="农办")
    organs.rename(organ, "农业办公室", date(2013, 1, 1), None)
    organs.rename(organ, "农业农村办公室", DAY, None)
    organ.refresh_from_db()
    assert organ.name_on(day) == name
    assert [each.name for each in organ.former_names.all()] == ["农业办公室", "农办"]


@pytest.mark.parametrize(
    ("name", "day", "field"),
    [
        ("", DAY, "new_name"),
        ("农业办公室", DAY, "new_name"),
        ("财政办公室", DAY, "new_name"),
        ("农业农村办公室", date(2013, 1, 1), "on"),
        ("农业农村办公室", date(2012, 1, 1), "on"),
    ],
)
def test_a_renaming_that_cannot_be_says_what_is_wrong(name, day, field):
    OrganFactory(name="财政办公室")
    organ = OrganFactory(name="农办")
    organs.rename(organ, "农业办公室", date(2013, 1, 1), None)
    with pytest.raises(ValidationError) as refused:
        organs.rename(organ, name, day, None)
    assert field in refused.value.message_dict


def test_who_may_not_change_organs_renames_none(column):
    with pytest.raises(PermissionDenied):
        organs.rename(column.office, "新名称", DAY, UserFactory())


def test_readers_see_the_name_of_the_day_in_page_list_and_downloads(client, column):
    old = ItemPageFactory(parent=column.category, organ=column.office, written_on=date(2013, 3, 1))
    new = ItemPageFactory(
        parent=column.category,
        organ=column.office,
        written_on=date(2020, 3, 1),
        published_on=date(2020, 3, 2),
    )
    former = column.office.name
    organs.rename(column.office, "泗门镇党建办公室", DAY, None)
    for item, name in ((old, former), (new, "泗门镇党建办公室")):
        assert f">{name}<" in client.get(item.url).content.decode()
    page = client.get(column.catalogue.url).content.decode()
    assert former in page
    assert "泗门镇党建办公室" in page
    answer = client.get(f"{column.catalogue.url}export/json/")
    rows = {row["title"]: row for row in json.loads(b"".join(answer.streaming_content))}
    assert rows[old.title]["organ"] == former
    assert rows[new.title]["organ"] == "泗门镇党建办公室"


def test_programs_get_both_names(client, column):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    former = column.office.name
    organs.rename(column.office, "泗门镇党建办公室", DAY, None)
    found = client.get(reverse("gongkai_api:item", args=[item.pk])).json()
    assert found["organ"] == {
        "code": column.office.slug,
        "label": former,
        "current_label": "泗门镇党建办公室",
    }


def test_who_asks_for_the_successor_gets_what_it_succeeded(client, column):
    first, second = column.offices
    mine = ItemPageFactory(parent=column.category, organ=first)
    other = ItemPageFactory(parent=column.category, organ=second)
    organs.merge([first], second, DAY, None)
    for slug, items in ((second.slug, {mine, other}), (first.slug, {mine})):
        filterset = ItemFilterSet(QueryDict(f"organ={slug}"), root=column.catalogue)
        assert set(filterset.qs) == items
        counts = filterset.facet_counts()
        organ = next(each for each in counts.facets if each.name == "organ")
        assert {value.value: value.count for value in organ.values}[second.slug] == 2
        assert counts.total == len(items)
    mine.refresh_from_db()
    assert mine.organ == first
    assert client.get(mine.url).status_code == 200


def test_a_visitor_of_an_organs_list_reads_what_it_was_and_became(client, column):
    town, (first, second) = column.government, column.offices
    third = OrganFactory(name="乡村振兴办公室", parent=town, valid_from=date(2021, 1, 1))
    ItemPageFactory(parent=column.category, organ=first)
    organs.rename(first, "农业办公室", date(2013, 1, 1), None)
    organs.merge([first], second, DAY, None)
    organs.merge([second], third, date(2021, 1, 1), None)
    former = column.office.name

    def told(organ):
        response = client.get(f"{column.catalogue.get_url()}?organ={organ.slug}&year=2013")
        (part,) = html.fromstring(response.content).xpath("//*[@class='gk-results']/dl")
        rows = [
            (row.findtext("dt"), " ".join(row.find("dd").text_content().split())) for row in part
        ]
        return dict(rows), [link.get("href") for link in part.iter("a")]

    rows, links = told(first)
    assert rows == {
        "存续时间": "至2019年3月31日（已由其他机构承继）",
        "承继机构": f"{second.name}，其后为乡村振兴办公室",
        "曾用名": f"{former}（至2012年12月31日）",
    }
    assert links == [f"?year=2013&organ={second.slug}", f"?year=2013&organ={third.slug}"]
    rows, links = told(second)
    assert rows["前身机构"] == "农业办公室（其条目也在本列表中）"
    assert told(third)[0] == {
        "存续时间": "自2021年1月1日起",
        "前身机构": f"{second.name}（其条目也在本列表中）",
    }


def test_of_an_organ_without_a_history_nothing_is_told(client, column):
    for query in ("", f"?organ={column.office.slug}"):
        page = client.get(f"{column.catalogue.get_url()}{query}").content.decode()
        assert "gk-basis" not in page


def test_the_history_of_an_organ_costs_no_query(client, column):
    first, second = column.offices

    def queries():
        kept.clear()
        with CaptureQueriesContext(connection) as asked:
            # An address that nobody asked for before.
            number = next(numbers)
            client.get(f"{column.catalogue.get_url()}?organ={first.slug}&utm_source={number}")
        return len(asked)

    numbers = count()
    # The first visit makes the settings of the site.
    queries()
    before = queries()
    organs.merge([first], second, DAY, None)
    assert queries() == before


@pytest.mark.parametrize(
    ("days", "has_successor", "state"),
    [
        ((None, None), False, "current"),
        ((None, DAY), False, "current"),
        ((None, date(2019, 3, 31)), False, "dissolved"),
        ((None, date(2019, 3, 31)), True, "succeeded"),
        ((DAY, None), False, "current"),
        ((date(2019, 4, 2), None), False, "planned"),
    ],
)
def test_the_state_of_an_organ_is_that_of_the_day(days, has_successor, state):
    organ = OrganFactory(valid_from=days[0], valid_until=days[1])
    if has_successor:
        organ.successor = OrganFactory()
    assert organ.state_on(DAY) == state


def test_organs_that_succeed_each_other_are_walked_once():
    pair = [OrganFactory(), OrganFactory()]
    for one, other in (pair, pair[::-1]):
        one.successor, one.valid_until = other, DAY
        one.save()
    assert Succession(pair).successors(pair[0]) == [pair[1]]


def test_a_merged_organ_ends_the_day_before_and_its_people_go_along(column):
    first, second = column.offices
    editor = UserFactory()
    first.editors.add(editor)
    below = OrganFactory(name="文书组", parent=first)
    organs.merge([first], second, DAY, None)
    first.refresh_from_db()
    below.refresh_from_db()
    assert (first.valid_until, first.successor) == (date(2019, 3, 31), second)
    assert below.parent == second
    assert editor in second.editors.all()
    entry = ModelLogEntry.objects.get(action="gongkai_catalogue.organ.merge")
    assert entry.data["into"] == second.name


@pytest.mark.parametrize("into", ["itself", "below", "ended"])
def test_a_merger_that_cannot_be_changes_nothing(column, into):
    town, (first, second) = column.government, column.offices
    organs.dissolve(second, date(2018, 1, 1), None)
    pair = {"itself": (first, first), "below": (town, first), "ended": (first, second)}[into]
    with pytest.raises(ValidationError):
        organs.merge([pair[0]], pair[1], DAY, None)
    assert Organ.objects.get(pk=pair[0].pk).valid_until is None


def test_an_organ_with_organs_below_it_is_not_dissolved(column):
    with pytest.raises(ValidationError, match="下属机构"):
        organs.dissolve(column.government, DAY, None)


@pytest.mark.parametrize(("day", "is_right"), [(date(2019, 3, 31), True), (DAY, False)])
def test_a_dissolved_organ_makes_nothing_after_its_end(column, day, is_right):
    first, second = column.offices
    organs.dissolve(first, DAY, None, successor=second)
    first.refresh_from_db()
    item = ItemPageFactory.build(organ=first, written_on=day, published_on=None)
    item.slug = "x"
    try:
        item.clean()
    except ValidationError as error:
        assert not is_right
        assert second.name in error.message_dict["organ"][0]
    else:
        assert is_right


def test_editors_of_the_successor_keep_what_it_succeeded(column):
    staff = make_staff(column)
    first, second = column.offices
    assert staff.editor in first.editors.all()
    organs.merge([second], first, DAY, None)
    own = Organ.objects.subtree_ids(staff.editor.disclosure_organs.values_list("pk", flat=True))
    assert second.pk in own
