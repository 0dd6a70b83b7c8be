"""What the registers count for a year, and that the list behind a figure shows just that."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from disclosure_pages.registers.counting import counted_figures
from disclosure_pages.registers.kinds import (
    APPLICANT_CHOICES,
    DISPUTE_CHOICES,
    RESULTS,
    ActivityKind,
    Channel,
    ChargeKind,
    DecisionKind,
    MessageKind,
    Outcome,
    Register,
)
from disclosure_pages.registers.models import ROWS_OF
from disclosure_pages.registers.sources import RegisterFigures, figures_of_year
from disclosure_pages.statistics import services
from disclosure_pages.statistics.figures import Provenance
from disclosure_pages.statistics.registry import Scope
from disclosure_pages.statutory.form_2019 import FORM_2019
from disclosure_pages.statutory.form_2021 import FORM_2021
from tests.factories import registers as make
from tests.factories.catalogue import OrganFactory, UserFactory, make_column

pytestmark = pytest.mark.django_db
YEAR = make.YEAR


@pytest.fixture
def town():
    return OrganFactory(name="泗门镇人民政府", short_name="泗门镇")


def counted(organ, year=YEAR):
    return RegisterFigures(Scope(organ, year, None)).compute()


def picked(numbers, expected):
    return {code: numbers.get(code) for code in expected}


APPLICATIONS = [
    # received, finished, result, and the figures of 2025 in which it counts
    ("2025-03-03", None, "", ["received", "carried_out"]),
    ("2025-03-03", "2025-03-20", "granted", ["received", "granted"]),
    ("2025-01-01", "2025-12-31", "partial", ["received", "partial"]),
    ("2025-12-31", "2026-01-01", "secret", ["received", "carried_out"]),
    ("2024-12-31", "2025-01-01", "secret", ["carried_in", "secret"]),
    ("2024-12-31", "2024-12-31", "secret", []),
    ("2024-06-01", None, "", ["carried_in", "carried_out"]),
    ("2024-06-01", "2026-02-01", "other", ["carried_in", "carried_out"]),
    ("2026-01-01", None, "", []),
    ("2026-01-01", "2026-01-05", "granted", []),
    ("2025-05-05", "2025-05-06", "other_handling", ["received", "other"]),
]


@pytest.mark.parametrize(("received", "finished", "result", "lines"), APPLICATIONS)
def test_an_application_counts_where_its_days_lie(town, received, finished, result, lines):
    make.ConfirmationFactory(organ=town)
    make.ApplicationFactory(
        organ=town,
        applicant="company",
        received_on=date.fromisoformat(received),
        finished_on=date.fromisoformat(finished) if finished else None,
        result=result,
    )
    numbers = counted(town)
    nonzero = {code for code, number in numbers.items() if code.startswith("t3.") and number}
    assert nonzero == {f"t3.{line}.company" for line in lines}
    assert all(numbers[f"t3.{line}.company"] == 1 for line in lines)


@pytest.mark.parametrize(
    ("year", "line", "results"),
    [
        (2021, "other", ["other", "other_handling"]),
        (2021, "not_corrected", ["not_corrected"]),
        (2021, "unpaid", ["unpaid"]),
        (2020, "other_handling", ["other_handling", "not_corrected", "unpaid", "other"]),
    ],
)
def test_either_form_finds_a_place_for_results_of_the_other(town, year, line, results):
    for result in RESULTS:
        make.ApplicationFactory(
            organ=town,
            received_on=date(year, 3, 1),
            finished_on=date(year, 3, 2),
            result=result,
        )
    assert counted(town, year)[f"t3.{line}.person"] == len(results)


@pytest.mark.parametrize("form", [FORM_2019, FORM_2021], ids=["2019", "2021"])
def test_the_official_rule_holds_whatever_the_rows_say(town, form):
    """新收 + 上年结转 = 办理结果总计 + 结转下年度, in each column."""
    year = form.first_year
    chance = random.Random(year)
    for _number in range(120):
        received = date(year - 1, 1, 1) + timedelta(days=chance.randrange(3 * 365))
        done = chance.random() < 0.8
        make.ApplicationFactory(
            organ=town,
            applicant=chance.choice(APPLICANT_CHOICES)[0],
            received_on=received,
            finished_on=received + timedelta(days=chance.randrange(400)) if done else None,
            result=chance.choice(RESULTS) if done else "",
        )
    statistics = services.get_or_create(town, year)
    values = services.values_of(statistics)
    for column in ("person", "company", "research", "charity", "legal", "other", "total"):
        new, before = values[f"t3.received.{column}"], values[f"t3.carried_in.{column}"]
        done, after = values[f"t3.total.{column}"], values[f"t3.carried_out.{column}"]
        assert new + before == done + after
    assert values["t3.received.total"] > 10
    assert values["t3.carried_in.total"] > 0
    following = services.values_of(services.get_or_create(town, year + 1))
    assert following["t3.carried_in.total"] == values["t3.carried_out.total"]


DISPUTES = [
    # accepted, concluded, outcome, column in 2025
    ("2025-03-03", None, "", "pending"),
    ("2025-03-03", "2025-12-31", "upheld", "upheld"),
    ("2024-03-03", "2025-01-01", "corrected", "corrected"),
    ("2025-03-03", "2026-01-01", "other", "pending"),
    ("2024-03-03", None, "", "pending"),
    ("2024-03-03", "2024-12-31", "upheld", None),
    ("2026-01-01", None, "", None),
]


@pytest.mark.parametrize("block", [code for code, _label in DISPUTE_CHOICES])
@pytest.mark.parametrize("case", DISPUTES)
def test_a_dispute_counts_by_outcome_in_the_year_it_ended_or_as_pending(town, block, case):
    accepted, concluded, outcome, column = case
    make.ConfirmationFactory(organ=town, register=Register.DISPUTES)
    make.DisputeFactory(
        organ=town,
        block=block,
        accepted_on=date.fromisoformat(accepted),
        concluded_on=date.fromisoformat(concluded) if concluded else None,
        outcome=outcome,
    )
    numbers = counted(town)
    nonzero = {code for code, number in numbers.items() if code.startswith("t4.") and number}
    assert nonzero == ({f"t4.{block}.{column}"} if column else set())
    total = "reconsiderations.total" if block == "reconsideration" else "lawsuits.total"
    other = "lawsuits.total" if block == "reconsideration" else "reconsiderations.total"
    assert (numbers[total], numbers[other]) == (1 if column else 0, 0)


def test_decisions_add_up_batches(town):
    make.DecisionFactory(organ=town, quantity=30)
    make.DecisionFactory(organ=town, quantity=10, decided_on=date(YEAR, 12, 31))
    make.DecisionFactory(organ=town, quantity=7, decided_on=date(YEAR - 1, 12, 31))
    make.DecisionFactory(organ=town, kind=DecisionKind.PENALTY, quantity=6)
    expected = {
        "t2.licences.decisions": 40,
        "t2.penalties.decisions": 6,
        "t2.coercion.decisions": 0,
    }
    assert picked(counted(town), expected) == expected
    assert counted(town, YEAR - 1)["t2.licences.decisions"] == 7


def test_form_2019_has_the_same_decisions_under_codes_of_its_own(town):
    make.DecisionFactory(organ=town, quantity=3, decided_on=date(2019, 5, 5))
    numbers = counted(town, 2019)
    assert numbers["t2a.licences.decisions"] == 3
    assert "t2.licences.decisions" not in numbers
    assert "t2a.services.decisions" not in numbers


def test_fees_are_told_in_ten_thousands_and_what_applicants_paid_in_yuan(town):
    make.ChargeFactory(organ=town, amount=Decimal("123456.78"))
    make.ChargeFactory(organ=town, amount=Decimal("400.50"), kind=ChargeKind.PROCESSING)
    expected = {"t2.fees.amount": Decimal("12.345678"), "fees.processing": Decimal("400.50")}
    assert picked(counted(town), expected) == expected


def test_messages_by_kind_and_answered(town):
    make.MessageFactory(organ=town, quantity=5, replied_on=date(YEAR, 3, 5))
    make.MessageFactory(organ=town, kind=MessageKind.COMPLAINT, quantity=2)
    expected = {
        "messages.total": 7,
        "messages.mailbox": 5,
        "messages.consultation": 0,
        "messages.complaint": 2,
        "messages.replied": 5,
    }
    assert picked(counted(town), expected) == expected


def test_activities(town):
    make.ActivityFactory(organ=town, participants=40)
    make.ActivityFactory(organ=town, kind=ActivityKind.TRAINING, participants=25)
    make.ActivityFactory(organ=town, kind=ActivityKind.TRAINING, participants=30)
    make.ActivityFactory(organ=town, kind=ActivityKind.INSPECTION, participants=9)
    expected = {
        "activities.meetings": 1,
        "activities.trainings": 2,
        "activities.trained": 55,
    }
    assert picked(counted(town), expected) == expected


class TestTheSheetOfBefore2019:
    YEAR = 2016

    def application(self, town, **fields):
        day = date(self.YEAR, 5, 5)
        return make.ApplicationFactory(organ=town, received_on=day, **fields)

    def test_applications_by_channel_and_time(self, town):
        for channel, number in zip(Channel, (1, 2, 3, 4), strict=True):
            for _ in range(number):
                self.application(town, channel=channel)
        for extended in (True, False, False):
            self.application(
                town, finished_on=date(self.YEAR, 6, 1), result="partial", is_extended=extended
            )
        expected = {
            "s.by_counter": 1,
            "s.by_fax": 2,
            "s.by_network": 6,
            "s.by_letter": 4,
            "s.on_time": 2,
            "s.extended": 1,
            "s.partial": 3,
        }
        assert picked(counted(town, self.YEAR), expected) == expected

    @pytest.mark.parametrize(
        ("result", "expected"),
        [
            ("secret", {"s.refused_secret": 1, "s.granted": 0}),
            ("endangering", {"s.refused_endangering": 1}),
            ("internal", {"s.refused_not_information": 1}),
            ("enquiry", {"s.other_channel": 1}),
            ("unclear", {"s.to_be_corrected": 1}),
            # Whether what was given had been public before, nobody can tell from the result.
            ("granted", {"s.granted": None, "s.already_public": None, "s.partial": 0}),
            ("third_party", {"s.refused_commercial": None, "s.refused_privacy": None}),
            ("not_held", {"s.other_organ": None, "s.not_existing": None}),
            ("other", {"s.partial": None, "s.granted": None}),
        ],
    )
    def test_answers_are_counted_as_far_as_the_result_tells(self, town, result, expected):
        self.application(town, finished_on=date(self.YEAR, 6, 1), result=result)
        assert picked(counted(town, self.YEAR), expected) == expected

    def test_disputes_complaints_charges_and_activities(self, town):
        day = date(self.YEAR, 5, 5)
        for block, outcome in (
            ("reconsideration", "upheld"),
            ("lawsuit", "upheld"),
            ("appeal", "upheld"),
            ("lawsuit", "corrected"),
        ):
            make.DisputeFactory(
                organ=town, block=block, accepted_on=day, concluded_on=day, outcome=outcome
            )
        make.MessageFactory(organ=town, kind=MessageKind.COMPLAINT, received_on=day, quantity=4)
        make.ChargeFactory(organ=town, kind=ChargeKind.PROCESSING, charged_on=day, amount=3000)
        make.ActivityFactory(organ=town, held_on=day)
        expected = {
            "s.reconsiderations_upheld": 1,
            "s.lawsuits_upheld": 2,
            "s.lawsuits_corrected": 1,
            "s.complaints": 4,
            "s.charges": Decimal("0.30"),
            "s.meetings": 1,
            "s.trainings": 0,
        }
        assert picked(counted(town, self.YEAR), expected) == expected


class TestNothingIsNotNought:
    def test_a_register_without_rows_and_confirmation_says_nothing(self, town):
        assert counted(town) == {}
        value = services.figures_of(services.get_or_create(town, YEAR)).get("t3.received.person")
        assert (value.value, value.provenance) == (None, Provenance.MISSING)

    def test_a_confirmed_register_without_rows_counts_nought(self, town):
        make.ConfirmationFactory(organ=town)
        numbers = counted(town)
        assert numbers["t3.received.person"] == 0
        assert numbers["applications.received"] == 0
        assert "t4.lawsuit.upheld" not in numbers

    def test_a_register_with_a_row_needs_no_confirmation(self, town):
        make.DisputeFactory(organ=town)
        numbers = counted(town)
        assert (numbers["t4.reconsideration.pending"], numbers["t4.lawsuit.pending"]) == (1, 0)

    def test_rows_of_another_year_say_nothing_about_this_one(self, town):
        make.DecisionFactory(organ=town, decided_on=date(YEAR - 1, 5, 5))
        assert counted(town) == {}

    def test_a_confirmation_holds_for_the_organs_below_but_not_above(self, town):
        office = OrganFactory(parent=town)
        make.ConfirmationFactory(organ=town)
        assert counted(office)["t3.received.person"] == 0
        make.ConfirmationFactory(organ=office, register=Register.MESSAGES)
        assert "messages.total" in counted(office)
        assert "messages.total" not in counted(town)

    def test_a_year_that_has_not_begun_has_no_figures(self, town):
        make.ApplicationFactory(organ=town)
        make.ConfirmationFactory(organ=town, year=2999)
        assert counted(town, 2999) == {}

    def test_an_entry_by_hand_still_counts(self, town):
        statistics = services.get_or_create(town, YEAR)
        services.enter(statistics, "applications.received", 4, "纸质台账")
        figure = services.figures_of(statistics).get("applications.received")
        assert (figure.value, figure.provenance) == (4, Provenance.ENTERED)
        make.ApplicationFactory(organ=town)
        figure = services.figures_of(statistics).get("applications.received")
        assert (figure.value, figure.computed) == (4, 1)
        assert figure.provenance == Provenance.OVERRIDDEN


class TestWhoseRows:
    def test_those_of_the_organ_and_of_all_below_it(self, town):
        office = OrganFactory(parent=town)
        team = OrganFactory(parent=office)
        for organ in (town, office, team, OrganFactory()):
            make.DecisionFactory(organ=organ)
        assert counted(town)["t2.licences.decisions"] == 3
        assert counted(office)["t2.licences.decisions"] == 2

    def test_many_organs_are_counted_in_as_many_queries_as_one(self, town):
        others = [OrganFactory() for _ in range(6)]
        for organ in (town, *others):
            make.ApplicationFactory(organ=organ)

        def scopes(*organs):
            return [Scope(organ, YEAR, None) for organ in organs]

        with CaptureQueriesContext(connection) as one:
            single = RegisterFigures.compute_many(scopes(town))
        with CaptureQueriesContext(connection) as many:
            together = RegisterFigures.compute_many(scopes(town, *others))
        # What is the same for every scope was kept meanwhile.
        assert len(many) <= len(one) == 5
        assert together[0] == single[0]
        assert [numbers["t3.received.person"] for numbers in together] == [1] * 7

    def test_the_number_of_queries_does_not_grow_with_the_rows(self, town):
        for _ in range(30):
            make.ApplicationFactory(organ=town)
        with CaptureQueriesContext(connection) as captured:
            counted(town)
        assert len(captured) == 5


def test_a_figure_is_kept_until_a_register_changes():
    column = make_column()
    cache.clear()

    def number():
        return services.figures_for(column.home, YEAR).get("t3.received.person").value

    assert number() is None
    row = make.ApplicationFactory(organ=column.office)
    assert number() == 1
    row.delete()
    assert number() is None
    make.ConfirmationFactory(organ=column.government)
    assert number() == 0


def fill(organ, year, seed=1):
    """Rows of every kind, in the year and around it."""
    chance = random.Random(seed)

    def day():
        return date(year - 1, 7, 1) + timedelta(days=chance.randrange(700))

    for _ in range(25):
        first, last = sorted((day(), day()))
        done = chance.random() < 0.7
        make.ApplicationFactory(
            organ=organ,
            applicant=chance.choice(APPLICANT_CHOICES)[0],
            channel=chance.choice(Channel.values),
            received_on=first,
            finished_on=last if done else None,
            result=chance.choice(RESULTS) if done else "",
            is_extended=chance.random() < 0.3,
        )
        make.DisputeFactory(
            organ=organ,
            block=chance.choice(DISPUTE_CHOICES)[0],
            accepted_on=first,
            concluded_on=last if done else None,
            outcome=chance.choice(Outcome.values) if done else "",
        )
        make.DecisionFactory(
            organ=organ,
            kind=chance.choice(DecisionKind.values),
            decided_on=first,
            quantity=chance.randrange(1, 9),
        )
        make.ChargeFactory(
            organ=organ,
            kind=chance.choice(ChargeKind.values),
            charged_on=first,
            amount=Decimal(chance.randrange(10**7)) / 100,
        )
        make.MessageFactory(
            organ=organ,
            kind=chance.choice(MessageKind.values),
            received_on=first,
            replied_on=last if done else None,
            quantity=chance.randrange(1, 9),
        )
        make.ActivityFactory(
            organ=organ,
            kind=chance.choice(ActivityKind.values),
            held_on=first,
            participants=chance.randrange(60),
        )


def shown(user, url):
    """Rows that the admin's list at ``url`` shows, all of them, and what it says of them."""
    request = RequestFactory().get(url)
    request.user = user
    match = resolve(request.path)
    context = match.func(request, *match.args, **match.kwargs).context_data
    return context["paginator"].object_list, context


@pytest.mark.parametrize("year", [2016, 2020, 2025])
def test_the_list_behind_every_figure_shows_what_was_counted(town, year):
    office = OrganFactory(parent=town)
    fill(town, year)
    fill(office, year, seed=2)
    fill(OrganFactory(), year, seed=3)
    admin = UserFactory(admin=True)
    figures = services.figures_of(services.get_or_create(town, year))
    seen = set()
    for code, definition in figures_of_year(year).items():
        figure = figures.get(code)
        rows, context = shown(admin, figure.admin_url)
        assert {row.organ_id for row in rows} <= {town.pk, office.pk}, code
        total = len(rows)
        if definition.measure:
            total = sum(getattr(row, definition.measure) for row in rows)
        if figure.value is not None:
            assert definition.number(total) == context["counted_number"] == figure.value, code
            seen.add(code.partition(".")[0])
    expected = {"applications", "reconsiderations", "lawsuits", "messages", "activities", "fees"}
    expected |= {2016: {"s"}, 2020: {"t2a", "t3", "t4"}, 2025: {"t2", "t3", "t4"}}[year]
    assert seen == expected


def test_every_cell_of_the_tables_that_registers_know_is_counted():
    codes = set(counted_figures())
    for form in (FORM_2019, FORM_2021):
        for table in ("3", "4"):
            assert set(form.table(table).by_code) <= codes
    assert {model.register for model in ROWS_OF.values()} == set(Register)


def test_registers_have_no_public_list(town):
    assert RegisterFigures(Scope(town, YEAR, None)).listing_url("messages.total") == ""
