"""有效性 follows from the dates, the same in Python and in the database."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import ItemPage
from catalogue.validity import validity_on
from tests.factories.catalogue import ItemPageFactory, make_column

DAY = date(2013, 6, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("effective_on", "expires_on", "repealed_on", "validity"),
    [
        (None, None, None, "valid"),
        (BEFORE, None, None, "valid"),
        (DAY, None, None, "valid"),
        (AFTER, None, None, "pending"),
        (None, BEFORE, None, "expired"),
        (None, DAY, None, "valid"),
        (None, AFTER, None, "valid"),
        (None, None, BEFORE, "repealed"),
        (None, None, DAY, "repealed"),
        (None, None, AFTER, "valid"),
        (AFTER, None, BEFORE, "repealed"),
        (None, BEFORE, BEFORE, "repealed"),
        (None, BEFORE, AFTER, "expired"),
        (AFTER, BEFORE, None, "expired"),
        (AFTER, AFTER, AFTER, "pending"),
    ],
)
def test_dates_make_the_validity(effective_on, expires_on, repealed_on, validity):
    item = SimpleNamespace(
        effective_on=effective_on, expires_on=expires_on, repealed_on=repealed_on
    )
    assert validity_on(item, DAY) == validity


near = st.none() | st.integers(-2, 2).map(lambda days: DAY + timedelta(days=days))
any_date = st.none() | st.dates(date(1900, 1, 1), date(9999, 12, 31))
triples = st.lists(st.tuples(*[near | any_date] * 3), min_size=8, max_size=8)


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(triples, st.dates(date(1950, 1, 1), date(2100, 1, 1)) | st.just(DAY))
def test_the_database_comes_to_the_same_as_python(eight_items, dates, day):
    for item, (effective_on, expires_on, repealed_on) in zip(eight_items, dates, strict=True):
        ItemPage.objects.filter(pk=item.pk).update(
            effective_on=effective_on, expires_on=expires_on, repealed_on=repealed_on
        )
    for item in ItemPage.objects.with_validity(day):
        assert item.validity_today == validity_on(item, day)


@pytest.fixture
def eight_items(db):
    column = make_column()
    return [ItemPageFactory(parent=column.category, organ=column.office) for _number in range(8)]
