"""The tree of 条例 第二十条 and 第二十一条: bound to what is there, made where it is missing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from catalogue.models import CategoryPage
from standards.enums import Level
from standards.models import StatutoryBinding
from standards.services.statutory import Step, build, plan
from standards.statutory import statutory_tree, walk
from tests.factories.catalogue import CategoryPageFactory, make_staff

pytestmark = pytest.mark.django_db


def steps(told):
    return {each.entry.code: each.step for each in told.planned}


@pytest.mark.parametrize(("level", "entries"), [(Level.TOWNSHIP, 25), (Level.COUNTY, 24)])
def test_the_tree_has_every_entry_of_the_law(level, entries):
    codes = [entry.code for entry, _above in walk(statutory_tree(level))]
    assert len(codes) == len(set(codes)) == entries
    assert codes[1:16] == [f"20-{number:02d}" for number in range(1, 16)]


def test_a_plan_changes_nothing_and_says_what_it_binds(column):
    before = CategoryPage.objects.count()
    told = plan(column.home, Level.TOWNSHIP)
    assert CategoryPage.objects.count() == before
    assert steps(told)["20-01"] == Step.BY_CODE
    assert steps(told)["20-04"] == Step.BY_CODE
    assert steps(told)["20-02"] == Step.CREATE


def test_categories_are_bound_as_they_are_and_the_others_made(column):
    first, _part, _other = column.categories
    build(column.home, Level.TOWNSHIP, None)
    first.refresh_from_db()
    assert first.title == "规范性文件"
    binding = StatutoryBinding.objects.get(code="20-01")
    assert binding.category_id == first.pk
    made = CategoryPage.objects.get(code="20-07")
    assert (made.title, made.live) == ("财政预算决算", True)
    assert made.statutory_basis == "《中华人民共和国政府信息公开条例》第二十条第（七）项"
    assert made.get_parent().specific.code == "20"
    assert StatutoryBinding.objects.filter(column=column.home).count() == 25


def test_a_second_time_nothing_is_left_to_do(column):
    build(column.home, Level.TOWNSHIP, None)
    number = CategoryPage.objects.count()
    again = build(column.home, Level.TOWNSHIP, None)
    assert set(steps(again).values()) == {Step.BOUND}
    assert CategoryPage.objects.count() == number


def test_a_category_is_found_by_its_name(column):
    named = CategoryPageFactory(parent=column.catalogue, title="财政预决算", code="caizheng")
    told = plan(column.home, Level.TOWNSHIP)
    (found,) = [each for each in told.planned if each.entry.code == "20-07"]
    assert (found.step, found.category.pk, found.differs) == (Step.BY_TITLE, named.pk, True)


def test_a_code_of_another_subject_binds_nothing_and_is_not_given_again(column):
    CategoryPageFactory(
        parent=column.catalogue, title="党建", code="20-07", statutory_basis="本地规定"
    )
    told = build(column.home, Level.TOWNSHIP, None)
    (found,) = [each for each in told.planned if each.entry.code == "20-07"]
    assert (found.step, found.category.code) == (Step.CREATE, "20-07-2")


def test_the_office_builds_drafts_and_editors_nothing(column):
    staff = make_staff(column)
    with pytest.raises(PermissionDenied):
        build(column.home, Level.TOWNSHIP, staff.editor)
    assert not StatutoryBinding.objects.exists()
    build(column.home, Level.TOWNSHIP, staff.office)
    assert CategoryPage.objects.get(code="20-07").live is False


def test_the_command_lists_and_builds(column, capsys):
    call_command("build_statutory_tree", dry_run=True)
    assert "20-07\t新建类别\t财政预算决算" in capsys.readouterr().out
    assert not StatutoryBinding.objects.exists()
    call_command("build_statutory_tree")
    assert StatutoryBinding.objects.count() == 25
