"""What the catalogue counts for the forms of the annual report, and the lists behind it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue.form_counts import CountedItems
from catalogue.form_figures import FormFigures
from catalogue.models import Genre
from disclosure_pages.statistics.registry import Scope
from tests.factories.catalogue import ItemPageFactory, OrganFactory

pytestmark = pytest.mark.django_db
THIS_YEAR = timezone.localdate().year


@pytest.fixture
def normative():
    return Genre.objects.get(statutory_class="normative")


def figures(column, year, organ=None):
    return FormFigures(Scope(organ or column.government, year, column.home))


def counted(column, year, organ=None):
    return figures(column, year, organ).compute()


def publish(column, **fields):
    fields.setdefault("written_on", date(2023, 5, 5))
    fields.setdefault("published_on", fields["written_on"])
    return ItemPageFactory(**({"parent": column.category, "organ": column.office} | fields))


def day(text):
    return date.fromisoformat(text) if text else None


STOCK = [
    # written, effective, expires, repealed; made, abolished and in force in 2022, 2023 and 2024
    (("2023-05-05", "", "", ""), [(0, 0, 0), (1, 0, 1), (0, 0, 1)]),
    (("2022-12-31", "", "", "2023-01-01"), [(1, 0, 1), (0, 1, 0), (0, 0, 0)]),
    (("2023-01-01", "", "", "2023-12-31"), [(0, 0, 0), (1, 1, 0), (0, 0, 0)]),
    (("2021-01-01", "", "", ""), [(0, 0, 1), (0, 0, 1), (0, 0, 1)]),
    # Its last day is one on which it is in force.
    (("2022-05-05", "", "2022-12-31", ""), [(1, 0, 1), (0, 1, 0), (0, 0, 0)]),
    (("2022-05-05", "", "2022-12-30", ""), [(1, 1, 0), (0, 0, 0), (0, 0, 0)]),
    (("2022-05-05", "", "2024-06-30", "2023-03-01"), [(1, 0, 1), (0, 1, 0), (0, 0, 0)]),
    (("2022-05-05", "", "2023-06-30", "2024-03-01"), [(1, 0, 1), (0, 1, 0), (0, 0, 0)]),
    # What is not in force yet belongs to the stock: it was made and not abolished.
    (("2023-12-30", "2024-02-01", "", ""), [(0, 0, 0), (1, 0, 1), (0, 0, 1)]),
    # A date of expiry before its own date is a slip; it comes and goes in one year.
    (("2023-05-05", "", "2022-05-05", ""), [(0, 0, 0), (1, 1, 0), (0, 0, 0)]),
]


@pytest.mark.parametrize(("dates", "years"), STOCK)
def test_normative_documents_are_a_stock(column, normative, dates, years):
    written, effective, expires, repealed = map(day, dates)
    publish(
        column,
        genre=normative,
        written_on=written,
        published_on=written,
        effective_on=effective,
        expires_on=expires,
        repealed_on=repealed,
    )
    found = []
    for year in (2022, 2023, 2024):
        numbers = counted(column, year)
        found.append(
            tuple(numbers[f"t2.normative.{name}"] for name in ("made", "abolished", "in_force"))
        )
    assert found == years


def test_the_stock_goes_on_from_year_to_year_whatever_the_dates(column, normative):
    chance = random.Random(7)
    for _ in range(60):
        written = date(2020, 1, 1) + timedelta(days=chance.randrange(4 * 365))

        def later(written=written):
            return written + timedelta(days=chance.randrange(-200, 1200))

        ends = chance.random() < 0.5
        publish(
            column,
            genre=normative,
            written_on=written,
            published_on=written,
            effective_on=later() if not ends and chance.random() < 0.3 else None,
            expires_on=later() if ends else None,
            repealed_on=max(later(), written) if chance.random() < 0.4 else None,
        )
    before = None
    for year in range(2021, THIS_YEAR + 1):
        numbers = counted(column, year)
        made, abolished, in_force = (
            numbers[f"t2.normative.{name}"] for name in ("made", "abolished", "in_force")
        )
        if before is not None:
            assert in_force == before + made - abolished
        before = in_force
    assert 0 < before < 60


def test_the_running_year_ends_today(column, normative):
    today = timezone.localdate()
    publish(
        column,
        genre=normative,
        written_on=date(2023, 5, 5),
        expires_on=today + timedelta(days=1),
    )
    publish(
        column,
        genre=normative,
        written_on=date(2023, 5, 5),
        repealed_on=today,
    )
    numbers = counted(column, THIS_YEAR)
    assert (numbers["t2.normative.in_force"], numbers["t2.normative.abolished"]) == (1, 1)
    assert counted(column, THIS_YEAR + 1) == {}


def test_regulations_and_normative_documents_are_told_by_their_genre(column, normative):
    publish(column, genre=normative)
    publish(column, genre=Genre.objects.get(statutory_class="regulation"))
    publish(column, genre=Genre.objects.get(code="tong-zhi"))
    publish(column)
    numbers = counted(column, 2023)
    assert numbers["t2.normative.made"] == numbers["t2.regulations.made"] == 1


def test_form_2019_counts_what_was_made_published_and_public(column, normative):
    publish(column, genre=normative, written_on=date(2018, 12, 28), published_on=date(2019, 1, 4))
    publish(column, genre=normative, written_on=date(2019, 3, 1))
    publish(column, genre=normative, written_on=date(2017, 3, 1))
    numbers = counted(column, 2019)
    assert {code: numbers[f"t2a.normative.{code}"] for code in ("made", "disclosed", "total")} == {
        "made": 1,
        "disclosed": 2,
        "total": 3,
    }
    assert not any(code.startswith(("t2.", "s.")) for code in numbers)


def test_the_sheet_counts_items_normative_documents_and_interpretations(column, normative):
    paper = publish(column, genre=normative, written_on=date(2016, 3, 1))
    publish(column, written_on=date(2016, 3, 5), interprets=paper)
    publish(column, genre=normative, written_on=date(2016, 12, 30), published_on=date(2017, 1, 4))
    numbers = counted(column, 2016)
    assert {code: number for code, number in numbers.items() if code.startswith("s.")} == {
        "s.published": 2,
        "s.normative_published": 1,
        "s.normative_made": 2,
        "s.interpretations": 1,
    }


class TestTimeliness:
    @pytest.mark.parametrize(
        ("written", "published", "late"),
        [
            ("2025-03-03", "2025-03-03", False),
            ("2025-03-03", "2025-03-31", False),
            ("2025-03-03", "2025-04-01", True),
            # The twentieth working day is Sunday 27 April, worked for the holidays of May.
            ("2025-03-28", "2025-04-27", False),
            ("2025-03-28", "2025-04-28", True),
            # Due on Friday 28 November: the day after is late, though nobody works on it.
            ("2025-10-31", "2025-11-28", False),
            ("2025-10-31", "2025-11-29", True),
        ],
    )
    def test_is_counted_in_working_days(self, column, written, published, late):
        publish(column, written_on=day(written), published_on=day(published))
        numbers = counted(column, 2025)
        assert numbers["timeliness.late"] == late
        assert numbers["timeliness.on_time"] == (not late)

    def test_a_category_may_say_otherwise(self, column):
        column.category.publication_deadline = 3
        column.category.save()
        publish(column, written_on=date(2025, 3, 3), published_on=date(2025, 3, 7))
        publish(
            column,
            parent=column.categories[2],
            written_on=date(2025, 3, 3),
            published_on=date(2025, 3, 7),
        )
        numbers = counted(column, 2025)
        assert (numbers["timeliness.on_time"], numbers["timeliness.late"]) == (1, 1)
        assert numbers["timeliness.rate"] == Decimal("50.0")

    def test_the_rate_has_one_decimal_place(self, column):
        for number in range(3):
            publish(
                column,
                written_on=date(2025, 3, 3),
                published_on=date(2025, 3, 7) if number else date(2025, 8, 8),
            )
        assert str(counted(column, 2025)["timeliness.rate"]) == "66.7"

    def test_of_nothing_there_is_no_rate(self, column):
        numbers = counted(column, 2025)
        assert "timeliness.rate" not in numbers
        assert numbers["timeliness.late"] == 0


def test_only_what_anybody_may_read_is_counted(column, normative):
    publish(column, genre=normative, live=False)
    publish(column, genre=normative, parent=column.policies)
    PageViewRestriction.objects.create(page=column.policies.page_ptr, restriction_type="login")
    publish(column, genre=normative, organ=OrganFactory())
    assert counted(column, 2023)["t2.normative.made"] == 0


def test_an_office_has_its_own(column, normative):
    publish(column, genre=normative)
    publish(column, genre=normative, organ=column.offices[1])
    assert counted(column, 2023)["t2.normative.made"] == 2
    assert counted(column, 2023, column.office)["t2.normative.made"] == 1


@pytest.mark.parametrize("year", [2016, 2019, 2023])
def test_the_public_list_behind_a_figure_shows_what_was_counted(client, column, normative, year):
    chance = random.Random(year)
    regulation = Genre.objects.get(statutory_class="regulation")
    paper = None
    for _ in range(30):
        written = date(year - 1, 7, 1) + timedelta(days=chance.randrange(500))
        paper = publish(
            column,
            organ=chance.choice([*column.offices, column.government]),
            genre=chance.choice([normative, normative, regulation, None]),
            written_on=written,
            published_on=written + timedelta(days=chance.randrange(60)),
            expires_on=chance.choice([None, written + timedelta(days=300)]),
            repealed_on=chance.choice([None, None, written + timedelta(days=100)]),
            interprets=chance.choice([None, paper]),
        )
    for organ in (column.government, column.office):
        source = figures(column, year, organ)
        numbers = source.compute()
        assert any(numbers.values())
        for code, number in numbers.items():
            if code == "timeliness.rate":
                assert source.listing_url(code) == ""
                continue
            response = client.get(source.listing_url(code))
            assert response.context["total"] == number, code
            assert response.context["notices"] == []
            assert f"{year}年" in response.context["conditions"][-1].label, code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "t2.normative.made",
        "t2.normative.made.20255",
        "t2.nothing.2025",
        "x.٢٠٢٥",
        "..0000",
    ],
)
def test_a_list_that_counts_nothing_known_says_so(client, column, text):
    assert CountedItems.parse(text) is None
    publish(column)
    response = client.get(column.catalogue.url, {"counted": text})
    assert response.context["total"] == 1
    assert bool(response.context["notices"]) == bool(text)


def test_the_number_of_queries_is_constant(column, normative):
    publish(column, genre=normative)
    with CaptureQueriesContext(connection) as few:
        counted(column, 2023)
    for _ in range(20):
        publish(column, genre=normative)
    with CaptureQueriesContext(connection) as many:
        counted(column, 2023)
    assert len(many) <= len(few) <= 8


def test_the_office_says_which_genres_are_reported(admin_client):
    genre = Genre.objects.get(code="tong-zhi")
    url = f"/admin/snippets/gongkai_catalogue/genre/edit/{genre.pk}/"
    data = {"code": genre.code, "name": genre.name, "sort_order": 8}
    assert admin_client.post(url, {**data, "statutory_class": "normative"}).status_code == 302
    genre.refresh_from_db()
    assert genre.statutory_class == "normative"
    response = admin_client.post(url, {**data, "statutory_class": "law"})
    assert "statutory_class" in response.context["form"].errors
