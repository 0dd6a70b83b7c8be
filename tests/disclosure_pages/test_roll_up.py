"""Roll-up: a county's tables are the sums of its members', and say who is missing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.models import Genre
from disclosure_pages.models import AnnualStatistics, ReportingBody, ReportingSettings
from disclosure_pages.reports.checking import check_statistics, open_breaches
from disclosure_pages.roll_up.bodies import Bodies
from disclosure_pages.roll_up.models import Level
from disclosure_pages.roll_up.standings import State
from disclosure_pages.roll_up.sums import roll_up
from disclosure_pages.roll_up.values import values_of_many
from disclosure_pages.statistics import services
from disclosure_pages.statistics.figures import Provenance
from disclosure_pages.statutory.forms import form_for
from tests.factories.catalogue import ItemPageFactory, OrganFactory, UserFactory, make_column
from tests.factories.pages import make_items, make_report
from tests.factories.roll_up import YEAR, balanced_numbers, make_county, report

pytestmark = pytest.mark.django_db


def member_of(found, organ):
    return next(member for member in found.members if member.body.organ_id == organ.pk)


def make_town(county, name, slug):
    """A town of a county that discloses here."""
    column = make_column(name=name, slug=slug, as_site_root=False)
    column.government.parent = county.government
    column.government.save()
    ReportingBody.objects.create(organ=column.government, level=Level.TOWNSHIP)
    return column


def county_values(county):
    return services.values_of(services.get_or_create(county.government, YEAR))


class TestSums:
    def test_of_twenty_towns_of_which_one_is_missing(self):
        county = make_county(towns=20)
        numbers = {
            organ.pk: balanced_numbers(place)
            for place, organ in enumerate(county.members)
            if organ != county.towns[7]
        }
        for organ in county.members:
            if organ.pk in numbers:
                report(organ, numbers[organ.pk])
        found = roll_up(county.government, YEAR)
        expected = {
            code: sum(each[code] for each in numbers.values()) for code in balanced_numbers()
        }
        assert {code: found.sums[code] for code in expected} == expected
        assert [each.body.organ for each in found.missing] == [county.towns[7]]
        assert found.incomplete == []
        received = sum(each["t3.received.person"] for each in numbers.values())
        assert found.sums["t3.received.total"] == received
        assert found.sums["t3.total.total"] == sum(
            each["t3.granted.person"] for each in numbers.values()
        )

    def test_are_what_the_countys_own_statistics_count(self):
        county = make_county()
        for place, organ in enumerate(county.members):
            report(organ, balanced_numbers(place))
        found = roll_up(county.government, YEAR)
        values = county_values(county)
        assert values == found.sums
        assert None not in values.values()
        figures = services.figures_of(services.get_or_create(county.government, YEAR))
        figure = figures.get("t3.received.person")
        assert figure.provenance == Provenance.COMPUTED
        assert f"organ={county.government.pk}" in figure.admin_url
        assert "cell=t3.received.person" in figure.admin_url
        total = figures.get("t3.received.total")
        assert total.provenance == Provenance.SUMMED
        assert "cell=t3.received.total" in total.admin_url

    def test_say_what_each_town_contributed(self):
        county = make_county()
        for place, organ in enumerate(county.members):
            report(organ, balanced_numbers(place))
        found = roll_up(county.government, YEAR)
        given = [member.contribution("t2.licences.decisions") for member in found.members]
        assert given == [0, 10, 20, 30]
        assert sum(given) == found.sums["t2.licences.decisions"]

    def test_follow_a_correction_at_once_unless_frozen(self):
        county = make_county()
        for organ in county.members:
            report(organ, balanced_numbers(1))
        before = county_values(county)["t3.received.total"]
        report(county.towns[0], {"t3.received.person": 5, "t3.granted.person": 4})
        assert county_values(county)["t3.received.total"] == before + 3

        town = AnnualStatistics.objects.get(organ=county.towns[1], year=YEAR)
        services.freeze(town, UserFactory(admin=True))
        with pytest.raises(ValidationError):
            report(county.towns[1], {"t3.received.person": 9})
        assert county_values(county)["t3.received.total"] == before + 3

        own = services.get_or_create(county.government, YEAR)
        services.freeze(own, UserFactory(admin=True))
        report(county.towns[0], {"t3.received.person": 50})
        assert county_values(county)["t3.received.total"] == before + 3
        found = roll_up(county.government, YEAR)
        assert found.is_frozen
        assert found.differs("t3.received.total")
        assert not found.differs("t4.suit_direct.total")

    def test_take_the_place_of_what_is_counted_of_the_whole_tree_below(self, monkeypatch):
        """Of a compiling organ nothing is counted twice: neither its own nor its members'."""
        county = make_county()

        class Register:
            counts_without_column = True

            def __init__(self, scope):
                pass

            def list_figures(self):
                yield "t2.licences.decisions", "行政许可", "件", "t2"
                yield "t2.penalties.decisions", "行政处罚", "件", "t2"

            def compute(self):
                return {"t2.licences.decisions": 1000, "t2.penalties.decisions": 1000}

        from wagtail import hooks

        with hooks.register_temporarily(
            "register_gongkai_statistics_source", lambda: Register, order=500
        ):
            report(county.office, {"t2.licences.decisions": 1})
            values = county_values(county)
            # The office's own entry of licences, and what the register counts of its penalties.
            assert values["t2.licences.decisions"] == 1
            assert values["t2.penalties.decisions"] == 1000

    def test_of_a_year_before_there_was_a_form_of_three_tables(self):
        county = make_county()
        for organ in county.members:
            report(organ, {"s.published": 7}, year=2013)
        found = roll_up(county.government, 2013)
        assert found.sums["s.published"] == 28

    def test_leave_empty_what_nobody_filled_in(self):
        county = make_county()
        report(county.office, {"t3.received.person": 2})
        found = roll_up(county.government, YEAR)
        assert found.sums["t3.received.person"] == 2
        assert found.sums["t3.received.company"] is None
        assert found.sums["t3.received.total"] is None
        assert [each.body.organ for each in found.incomplete] == [county.office]
        assert county_values(county)["t3.received.company"] is None


class TestMembers:
    def test_of_another_year_do_not_count(self):
        county = make_county()
        body = county.towns[0].reporting_body
        body.active_to = YEAR - 1
        body.save()
        for organ in county.members:
            report(organ, balanced_numbers(1))
        found = roll_up(county.government, YEAR)
        assert len(found.members) == 3
        assert found.sums["t2.normative.made"] == 3

    def test_may_name_whose_tables_they_go_into(self):
        county, other = make_county(), make_county(towns=1, name="慈溪市")
        body = other.towns[0].reporting_body
        body.compiled_into = county.government
        body.full_clean()
        body.save()
        assert other.towns[0] in [
            member.body.organ for member in roll_up(county.government, YEAR).members
        ]
        assert other.towns[0] not in [
            member.body.organ for member in roll_up(other.government, YEAR).members
        ]

    def test_that_compile_themselves_bring_their_own_members(self):
        city = OrganFactory(name="宁波市人民政府")
        ReportingBody.objects.create(organ=city, level=Level.COUNTY, compiles=True)
        county = make_county()
        county.government.parent = city
        county.government.save()
        for organ in county.members:
            report(organ, balanced_numbers(2))
        report(county.government, {})
        found = roll_up(city, YEAR)
        assert [member.body.organ for member in found.members] == [county.government]
        assert found.sums["t2.normative.made"] == 8
        assert services.values_of(services.get_or_create(city, YEAR)) == found.sums

    def test_below_another_member_are_not_counted_twice(self):
        county = make_county()
        lower = OrganFactory(name="镇农业办公室", parent=county.towns[0])
        body = ReportingBody(organ=lower, level=Level.DEPARTMENT)
        with pytest.raises(ValidationError, match="重复计算"):
            body.full_clean()
        # What the admin refuses may still come of a change of the tree of organs.
        body.save()
        for organ in (*county.members, lower):
            report(organ, balanced_numbers(1))
        found = roll_up(county.government, YEAR)
        assert member_of(found, lower).counted_in == county.towns[0].reporting_body
        assert found.sums["t2.normative.made"] == 4
        assert county_values(county)["t2.normative.made"] == 4

    def test_that_would_swallow_others_are_refused(self):
        county = make_county()
        ReportingBody.objects.filter(organ=county.towns[0]).delete()
        ReportingBody.objects.create(
            organ=OrganFactory(parent=county.towns[0]), level=Level.DEPARTMENT
        )
        with pytest.raises(ValidationError, match="重复计算"):
            ReportingBody(organ=county.towns[0], level=Level.TOWNSHIP).full_clean()

    def test_without_a_report_of_their_own_are_told_of(self):
        county = make_county()
        bureau = OrganFactory(name="余姚市水利局", parent=county.government)
        assert roll_up(county.government, YEAR).uncovered == [bureau]

    def test_never_run_in_circles(self):
        one, other = make_county(), make_county(name="慈溪市")
        first, second = one.government.reporting_body, other.government.reporting_body
        first.compiled_into = other.government
        first.full_clean()
        first.save()
        second.compiled_into = one.government
        with pytest.raises(ValidationError, match="循环汇总"):
            second.full_clean()
        second.save()
        report(one.office, balanced_numbers(1))
        assert roll_up(one.government, YEAR).sums["t2.normative.made"] == 1
        assert roll_up(other.government, YEAR).sums["t2.normative.made"] is None
        assert county_values(one)["t2.normative.made"] == 1

    @pytest.mark.parametrize("who", ["itself", "one that does not compile"])
    def test_go_into_tables_that_are_compiled(self, who):
        county = make_county()
        body = county.towns[0].reporting_body
        body.compiled_into = county.towns[0] if who == "itself" else county.towns[1]
        with pytest.raises(ValidationError) as caught:
            body.full_clean()
        assert list(caught.value.error_dict) == ["compiled_into"]

    def test_years_stand_in_their_order(self):
        county = make_county()
        body = county.towns[0].reporting_body
        body.active_from, body.active_to = 2024, 2020
        with pytest.raises(ValidationError) as caught:
            body.full_clean()
        assert list(caught.value.error_dict) == ["active_to"]


class TestStates:
    def test_from_nothing_to_public(self):
        county = make_county()
        column = make_column(name="泗门镇", slug="simen")
        town = column.government
        town.parent = county.government
        town.save()
        ReportingBody.objects.create(organ=town, level=Level.TOWNSHIP)

        def state():
            return member_of(roll_up(county.government, YEAR), town).standing

        assert state().state == State.ABSENT
        statistics = services.get_or_create(town, YEAR)
        assert state().state == State.STARTED
        make_report(
            column,
            year=YEAR,
            slug=str(YEAR),
            form="2021",
            body="[]",
            reported_on=date(YEAR + 1, 2, 3),
        )
        standing = state()
        assert standing.state == State.PUBLISHED
        assert (standing.due_on, standing.done_on) == (
            date(YEAR + 1, 1, 31),
            date(YEAR + 1, 2, 3),
        )
        assert standing.is_late(date(YEAR + 1, 1, 1))
        assert standing.statistics == statistics

    def test_of_an_organ_without_a_column_is_imported(self):
        county = make_county()
        report(county.towns[0], balanced_numbers(1))
        services.get_or_create(county.towns[1], YEAR)
        found = roll_up(county.government, YEAR)
        assert member_of(found, county.towns[0]).standing.state == State.IMPORTED
        # Nothing was entered yet.
        assert member_of(found, county.towns[1]).standing.state == State.STARTED
        late = found.late(date(YEAR + 1, 2, 1))
        assert [each.body.organ for each in late] == [
            organ for organ in county.members if organ != county.towns[0]
        ]
        assert found.late(date(YEAR + 1, 1, 31)) == []


class TestSignOff:
    def sentences(self, organ):
        statistics = services.get_or_create(organ, YEAR)
        return [
            each.breach.sentence
            for each in open_breaches(check_statistics(statistics))
            if each.breach.rule.id == "roll_up.members"
        ]

    def test_wants_a_remark_on_members_that_are_not_in_the_sums(self):
        county, admin = make_county(), UserFactory(admin=True)
        report(county.office, balanced_numbers(1))
        report(county.towns[0], balanced_numbers(1) | {"t3.received.person": 9})
        report(county.towns[1], {"t3.received.person": 1})
        missing, incomplete, wrong = self.sentences(county.government)
        assert missing == f"还有1个单位未报，汇总不包括：{county.towns[2]}。"
        assert incomplete == f"1个单位有数据未填：{county.towns[1]}。"
        assert county.towns[0].name in wrong
        statistics = services.get_or_create(county.government, YEAR)
        for each in check_statistics(statistics):
            if each.breach.rule.id == "roll_up.members":
                services.remark(statistics, each.breach, "已催报，另行更正。", admin)
        assert self.sentences(county.government) == []
        # Another town that is missing is another matter.
        AnnualStatistics.objects.filter(organ=county.office).delete()
        assert len(self.sentences(county.government)) == 1

    def test_wants_nothing_of_a_town(self):
        county = make_county()
        assert self.sentences(county.towns[0]) == []


class TestCost:
    def test_does_not_grow_with_the_towns(self):
        few, many = make_county(towns=2), make_county(towns=50, name="慈溪市")
        for county in (few, many):
            for place, organ in enumerate(county.members):
                report(organ, balanced_numbers(place))
        ReportingSettings.load()
        counted = []
        for county in (few, many):
            with CaptureQueriesContext(connection) as queries:
                roll_up(county.government, YEAR)
            counted.append(len(queries))
        assert counted[1] <= counted[0]
        assert counted[0] <= 45

        counted = []
        for county in (few, many):
            statistics = services.get_or_create(county.government, YEAR)
            with CaptureQueriesContext(connection) as queries:
                services.values_of(statistics)
            counted.append(len(queries))
        assert counted[1] <= counted[0]

    def test_does_not_grow_with_the_towns_that_disclose_here(self):
        county, counted = make_county(towns=1), []
        ReportingSettings.load()
        for turn in range(2):
            for number in range(1 + 3 * turn):
                column = make_town(county, f"第{turn}{number}镇", f"town-{turn}-{number}")
                make_items(column.category, column.office, 2, year=YEAR)
                services.get_or_create(column.government, YEAR)
            with CaptureQueriesContext(connection) as queries:
                roll_up(county.government, YEAR)
            counted.append(len(queries))
        assert counted[1] <= counted[0]

    def test_counts_of_many_towns_are_those_of_each(self):
        county = make_county(towns=1)
        normative = Genre.objects.get(statutory_class="normative")
        columns = [make_town(county, name, name) for name in ("simen", "linshan")]
        for number, column in enumerate(columns, start=1):
            for day in (date(YEAR, 3, 3), date(YEAR - 1, 3, 3)):
                for _item in range(number):
                    ItemPageFactory(
                        parent=column.category,
                        organ=column.office,
                        genre=normative,
                        written_on=day,
                        published_on=day,
                    )
            services.get_or_create(column.government, YEAR)
        found = roll_up(county.government, YEAR)
        for number, column in enumerate(columns, start=1):
            member = member_of(found, column.government)
            alone = services.values_of(services.get_or_create(column.government, YEAR))
            assert member.values == alone
            assert member.contribution("t2.normative.made") == number
        assert found.sums["t2.normative.made"] == 3
        assert found.sums["t2.normative.in_force"] == 6
        assert county_values(county) == found.sums

    def test_many_at_once_say_what_each_says_alone(self):
        county = make_county(towns=2)
        column = make_column(name="泗门镇", slug="simen")
        column.government.parent = county.government
        column.government.save()
        ReportingBody.objects.create(organ=column.government, level=Level.TOWNSHIP)
        report(column.government, {"t3.received.person": 3})
        report(county.towns[0], balanced_numbers(4))
        frozen = report(county.towns[1], balanced_numbers(5))
        services.freeze(frozen, UserFactory(admin=True))
        organs = [county.government, column.government, *county.members]
        counted = values_of_many(organs, YEAR, Bodies.of_year(YEAR))
        for organ in organs:
            alone = services.values_of(services.get_or_create(organ, YEAR))
            many = counted[organ.pk].values
            assert {code: many.get(code) for code in form_for(YEAR).cells} == alone
