"""Figures of a year: where their values come from, freezing, and who may freeze."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry, PageViewRestriction

from catalogue.enums import Kind
from disclosure_pages.models import AnnualStatistics, AnnualValue
from disclosure_pages.statistics import services
from disclosure_pages.statistics.figures import Provenance
from disclosure_pages.statistics.registry import Scope, known_codes
from tests.factories.catalogue import OrganFactory, UserFactory, make_column
from tests.factories.pages import make_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def statistics(column):
    return services.get_or_create(column.government, 2013)


@pytest.fixture
def admin():
    return UserFactory(admin=True)


def value(statistics, code):
    return services.figures_of(statistics).get(code).value


class TestCounting:
    def test_counts_by_kind_month_organ_and_category(self, column, statistics):
        make_items(column.category, column.offices[0], 3, kind=Kind.NEWS, month=2)
        make_items(column.categories[1], column.offices[1], 2, kind=Kind.DOCUMENT, month=12)
        make_items(column.policies, column.government, 1, kind=Kind.OTHER, month=2)
        expected = {
            "items.total": 6,
            "items.kind.document": 2,
            "items.kind.news": 3,
            "items.kind.message": 0,
            "items.kind.other": 1,
            "items.month.02": 4,
            "items.month.12": 2,
            f"items.organ.{column.government.slug}": 6,
            f"items.organ.{column.offices[0].slug}": 3,
            f"items.organ.{column.offices[1].slug}": 2,
            "items.category.policies": 1,
            "items.category.20-01": 5,
            "items.category.20-01-01": 2,
            "items.category.20-04": 0,
        }
        figures = services.figures_of(statistics)
        assert {code: figures.get(code).value for code in expected} == expected

    def test_kinds_and_months_add_up_to_the_total(self, column, statistics):
        for kind in Kind:
            make_items(column.category, column.office, 5, kind=kind)
        figures = services.figures_of(statistics)
        for group in ("items.kind", "items.month"):
            assert sum(figure.value for figure in figures.group(group)) == 20

    def test_leaves_out_other_years_organs_and_columns(self, column, statistics):
        other = make_column(name="临山镇", slug="linshan", as_site_root=False)
        make_items(column.category, column.office, 1)
        make_items(column.category, column.office, 2, year=2012)
        make_items(column.category, OrganFactory(), 3)
        make_items(other.category, other.office, 4)
        assert value(statistics, "items.total") == 1
        assert value(services.get_or_create(other.government, 2013), "items.total") == 4
        codes = known_codes(Scope(column.government, 2013, column.home))
        assert f"items.organ.{other.office.slug}" not in codes

    def test_leaves_out_what_is_not_for_everybody(self, column, statistics):
        make_items(column.category, column.office, 2)
        make_items(column.categories[2], column.office, 1)
        PageViewRestriction.objects.create(
            page=column.categories[2], restriction_type=PageViewRestriction.LOGIN
        )
        assert value(statistics, "items.total") == 2

    def test_an_office_counts_in_the_column_of_its_government(self, column):
        make_items(column.category, column.offices[0], 2)
        make_items(column.category, column.government, 1)
        office = services.get_or_create(column.offices[0], 2013)
        assert value(office, "items.total") == 2

    def test_an_organ_without_a_column_counts_no_items_and_can_be_entered(self):
        statistics = services.get_or_create(OrganFactory(name="某局"), 2022)
        assert services.figures_of(statistics).get("items.total") is None
        services.enter(statistics, "t3.received.person", 3, "年度报告")
        assert value(statistics, "t3.received.person") == 3


class TestProvenance:
    def test_of_each_value(self, column, statistics, admin):
        make_items(column.category, column.office, 2)
        services.enter(statistics, "items.kind.document", 3, "另有一件纸质公开")
        services.enter(statistics, "applications.received", 0, "依申请公开台账")
        expected = {
            "items.total": (2, Provenance.COMPUTED),
            "items.kind.document": (3, Provenance.OVERRIDDEN),
            "applications.received": (0, Provenance.ENTERED),
            "lawsuits.total": (None, Provenance.MISSING),
        }

        def found():
            figures = services.figures_of(statistics)
            values = {code: figures.get(code) for code in expected}
            return {code: (each.value, each.provenance) for code, each in values.items()}

        assert found() == expected
        services.freeze(statistics, admin)
        statistics.refresh_from_db()
        assert found() == {
            code: (number, Provenance.MISSING if number is None else Provenance.FROZEN)
            for code, (number, _provenance) in expected.items()
        }
        assert services.figures_of(statistics).get("items.kind.document").reason

    @pytest.mark.parametrize(
        ("entry", "field"),
        [
            (("items.totals", 1, "台账"), "code"),
            (("items.total", -1, "台账"), "override"),
            (("items.total", 1, "  "), "reason"),
        ],
    )
    def test_an_entry_is_checked(self, statistics, entry, field):
        with pytest.raises(ValidationError) as caught:
            services.enter(statistics, *entry)
        assert list(caught.value.message_dict) == [field]
        assert not AnnualValue.objects.exists()

    def test_an_entry_can_be_corrected(self, statistics):
        services.enter(statistics, "lawsuits.total", 1, "台账")
        services.enter(statistics, "lawsuits.total", 2, "法院来函")
        assert value(statistics, "lawsuits.total") == 2
        assert AnnualValue.objects.count() == 1

    def test_whole_numbers_are_whole_and_fees_keep_their_cents(self, statistics):
        services.enter(statistics, "lawsuits.total", 2, "台账")
        assert isinstance(value(statistics, "lawsuits.total"), int)
        services.enter(statistics, "lawsuits.total", Decimal("0.35"), "台账")
        assert value(statistics, "lawsuits.total") == Decimal("0.35")


class TestFreezing:
    def test_records_who_and_when(self, statistics, admin):
        services.freeze(statistics, admin)
        statistics.refresh_from_db()
        assert (statistics.is_frozen, statistics.frozen_by) == (True, admin)
        assert statistics.frozen_at
        assert ModelLogEntry.objects.get(action="gongkai_pages.freeze_statistics").user == admin

    def test_keeps_every_value(self, column, statistics, admin):
        make_items(column.category, column.office, 4)
        before = {each.code: each.value for each in services.figures_of(statistics)}
        services.freeze(statistics, admin)
        statistics.refresh_from_db()
        make_items(column.category, column.office, 3)
        services.get_or_create(column.government, 2013)
        assert {each.code: each.value for each in services.figures_of(statistics)} == before
        compared = services.figures_of(statistics, with_computed=True).get("items.total")
        assert (compared.value, compared.computed) == (4, 7)

    def test_unfreezing_keeps_what_was_entered_and_says_why(self, column, statistics, admin):
        services.enter(statistics, "lawsuits.total", 1, "台账")
        services.freeze(statistics, admin)
        services.unfreeze(statistics, admin, "漏报一件")
        row = AnnualValue.objects.get()
        assert (row.code, row.override, row.frozen) == ("lawsuits.total", 1, None)
        entry = ModelLogEntry.objects.get(action="gongkai_pages.unfreeze_statistics")
        assert "漏报一件" in entry.message

    def test_unfreezing_wants_a_reason(self, statistics, admin):
        services.freeze(statistics, admin)
        with pytest.raises(ValidationError) as caught:
            services.unfreeze(statistics, admin, " ")
        assert "reason" in caught.value.message_dict
        statistics.refresh_from_db()
        assert statistics.is_frozen

    def test_neither_is_done_twice(self, statistics, admin):
        with pytest.raises(ValidationError, match="没有冻结"):
            services.unfreeze(statistics, admin, "理由")
        services.freeze(statistics, admin)
        with pytest.raises(ValidationError, match="已经冻结"):
            services.freeze(statistics, admin)

    def test_needs_the_permission(self, statistics):
        user = UserFactory()
        with pytest.raises(PermissionDenied):
            services.freeze(statistics, user)
        with pytest.raises(PermissionDenied):
            services.unfreeze(statistics, user, "理由")
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="freeze_annualstatistics"))
        services.freeze(statistics, user)

    def test_frozen_values_are_not_changed_behind_its_back(self, statistics, admin):
        services.enter(statistics, "lawsuits.total", 1, "台账")
        services.freeze(statistics, admin)
        row = AnnualValue.objects.get(code="lawsuits.total")
        row.override = 5
        for change in (
            row.save,
            row.delete,
            AnnualStatistics.objects.get().delete,
            lambda: services.enter(statistics, "applications.received", 1, "台账"),
        ):
            with pytest.raises(ValidationError, match="已经冻结"):
                change()
        assert value(AnnualStatistics.objects.get(), "lawsuits.total") == 1
