"""Whose organs somebody works for, as the registers and the boards ask it."""

from __future__ import annotations

import pytest

from catalogue.organ_reach import organ_ids_of, organs_of, reaches
from tests.factories.catalogue import OrganFactory, UserFactory, make_column, make_staff

pytestmark = pytest.mark.django_db


def test_an_editor_has_the_own_organ_and_those_below_and_no_others():
    user = UserFactory()
    own = OrganFactory(editors=[user])
    below, other = OrganFactory(parent=own), OrganFactory()
    assert organ_ids_of(user) == {own.pk, below.pk}
    assert set(organs_of(user)) == {own, below}
    assert reaches(user, below.pk)
    assert not reaches(user, other.pk)
    assert not reaches(user, None)


def test_who_acts_for_any_organ_has_them_all():
    office = make_staff(make_column()).office
    other = OrganFactory()
    assert organ_ids_of(office) is None
    assert other in organs_of(office)
    assert reaches(office, other.pk)


def test_who_works_for_none_has_none():
    OrganFactory()
    assert not organs_of(UserFactory()).exists()


def test_it_is_asked_once(django_assert_num_queries):
    user = UserFactory()
    organ = OrganFactory(editors=[user])
    organ_ids_of(user)
    with django_assert_num_queries(0):
        assert reaches(user, organ.pk)
