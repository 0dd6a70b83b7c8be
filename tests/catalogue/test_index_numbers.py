"""索引号: given once, at first publication, and never again to anything else."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from catalogue.index_numbers import OrganYearScheme
from catalogue.models import IndexNumber, IndexNumberSeries, ItemPage
from catalogue.services import index_numbers
from catalogue.services.index_number_audit import find_gaps
from tests.factories.catalogue import (
    ItemPageFactory,
    OrganFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports")]


@pytest.fixture
def code(column):
    return column.government.organisation_code


def publish(item):
    item.get_latest_revision().publish()
    return ItemPage.objects.get(pk=item.pk)


def draft(column, **kwargs):
    return ItemPageFactory(parent=column.category, organ=column.office, draft=True, **kwargs)


def check():
    out = StringIO()
    try:
        call_command("check_index_numbers", stdout=out, no_color=True)
    except CommandError as error:
        return False, out.getvalue() + str(error)
    return True, out.getvalue()


def test_a_draft_has_no_number_and_gets_one_when_it_is_published(column, code):
    item = draft(column, published_on=date(2013, 5, 6))
    assert item.index_number == ""
    assert publish(item).index_number == f"{code}/2013-00001"


def test_numbers_of_one_organ_and_year_are_consecutive_and_every_year_begins_anew(column, code):
    dates = [date(2013, 1, 1), date(2013, 12, 31), date(2014, 1, 1), date(2013, 7, 1)]
    numbers = [
        ItemPageFactory(
            parent=column.category, organ=column.office, written_on=day, published_on=day
        ).index_number
        for day in dates
    ]
    assert [number.removeprefix(f"{code}/") for number in numbers] == [
        "2013-00001",
        "2013-00002",
        "2014-00001",
        "2013-00003",
    ]


def test_an_office_without_a_code_numbers_in_the_series_of_its_superior(column, code):
    village = OrganFactory(parent=column.office, organisation_code="")
    own = OrganFactory(parent=column.office)
    assert ItemPageFactory(parent=column.category, organ=village).index_number.startswith(code)
    assert ItemPageFactory(parent=column.category, organ=own).index_number == (
        f"{own.organisation_code}/2013-00001"
    )


def test_where_nobody_has_a_code_the_error_says_what_to_do(column):
    lost = OrganFactory(organisation_code="")
    with pytest.raises(ValidationError) as refused:
        ItemPageFactory(parent=column.category, organ=lost)
    assert "没有组织机构代码" in refused.value.message_dict["organ"][0]
    assert not IndexNumber.objects.exists()


def test_nothing_that_happens_to_an_item_changes_its_number(column, code):
    item = publish(draft(column, published_on=date(2013, 5, 6)))
    number = item.index_number
    other = OrganFactory()
    item.organ = other
    item.published_on = date(2014, 1, 1)
    item.index_number = "另一个号"
    publish_again = item.save_revision()
    publish_again.publish()
    assert ItemPage.objects.get(pk=item.pk).index_number == number

    item = ItemPage.objects.get(pk=item.pk)
    item.unpublish()
    item.refresh_from_db()
    assert item.index_number == number
    item.index_number = "再一个号"
    item.save()
    item.refresh_from_db()
    assert item.index_number == number
    assert publish(item).index_number == number
    item.move(column.categories[2], pos="last-child")
    assert ItemPage.objects.get(pk=item.pk).index_number == number


def test_a_revision_from_before_publication_keeps_number_date_and_address(column):
    item = draft(column)
    before = item.get_latest_revision()
    published = publish(item)
    published.title = "改了名称的通知"
    published.save_revision().publish()
    before.publish()
    restored = ItemPage.objects.get(pk=item.pk)
    assert restored.title == item.title
    assert restored.index_number == published.index_number
    assert restored.published_on == published.published_on
    assert restored.url_path == published.url_path


def test_the_number_of_a_deleted_item_is_never_given_again(column, code):
    first = ItemPageFactory(parent=column.category, organ=column.office)
    number = first.index_number
    first.delete()
    assert ItemPageFactory(parent=column.category, organ=column.office).index_number != number
    with pytest.raises(ValidationError, match="已被使用"):
        ItemPageFactory(parent=column.category, organ=column.office, index_number=number)
    late = draft(column)
    late.index_number = number
    with pytest.raises(ValidationError, match="已被使用"):
        late.save_revision()
    assert check()[0]


def test_a_copy_is_another_item_with_another_number(column):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    copy = item.copy(update_attrs={"slug": "copy"}, keep_live=True)
    assert copy.index_number not in ("", item.index_number)
    quiet = item.copy(update_attrs={"slug": "quiet"}, keep_live=False)
    assert quiet.index_number == ""
    assert publish(quiet).index_number not in ("", item.index_number, copy.index_number)


def test_an_alias_repeats_an_item_and_takes_no_number(column):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    alias = item.create_alias(parent=column.categories[2], update_slug="again")
    assert alias.live
    assert alias.index_number == ""
    item.title = "改了名称的通知"
    item.save_revision().publish()
    alias.refresh_from_db()
    assert (alias.title, alias.index_number) == ("改了名称的通知", "")
    assert IndexNumber.objects.count() == 1
    assert check()[0]

    ConvertAliasPageAction(alias).execute(skip_permission_checks=True)
    converted = ItemPage.objects.get(pk=alias.pk)
    assert converted.index_number not in ("", item.index_number)
    assert check()[0]


def test_a_number_given_by_hand_is_kept_and_the_counter_goes_on_after_it(column, code):
    given = ItemPageFactory(
        parent=column.category, organ=column.office, index_number=f"{code}/2013-00007"
    )
    assert given.index_number == f"{code}/2013-00007"
    assert IndexNumber.objects.get().origin == "given"
    following = ItemPageFactory(parent=column.category, organ=column.office)
    assert following.index_number == f"{code}/2013-00008"
    foreign = ItemPageFactory(
        parent=column.category, organ=column.office, index_number="国办-旧号 12"
    )
    assert foreign.index_number == "国办-旧号 12"
    assert ItemPageFactory(parent=column.category, organ=column.office).index_number == (
        f"{code}/2013-00009"
    )


def test_an_absurd_serial_given_by_hand_stands_but_moves_no_counter(column, code):
    huge = f"{code}/2013-{'9' * 30}"
    ItemPageFactory(parent=column.category, organ=column.office, index_number=huge)
    assert ItemPageFactory(parent=column.category, organ=column.office).index_number == (
        f"{code}/2013-00001"
    )


def test_a_number_typed_into_a_draft_is_held_for_it(column, code):
    waiting = draft(column)
    waiting.index_number = f"{code}/2013-00001"
    waiting.save_revision()
    rival = draft(column)
    rival.index_number = waiting.index_number
    with pytest.raises(ValidationError, match="使用"):
        rival.save_revision()
    assert ItemPageFactory(parent=column.category, organ=column.office).index_number == (
        f"{code}/2013-00002"
    )
    assert publish(waiting).index_number == f"{code}/2013-00001"


def test_a_number_taken_out_of_a_draft_is_free_again(column, code):
    waiting = draft(column)
    waiting.index_number = f"{code}/2013-00001"
    waiting.save_revision()
    waiting.index_number = ""
    waiting.save_revision()
    assert ItemPageFactory(parent=column.category, organ=column.office).index_number == (
        f"{code}/2013-00001"
    )


def test_in_the_admin_a_taken_number_is_an_error_beside_the_field(column, client):
    taken = ItemPageFactory(parent=column.category, organ=column.office)
    number = taken.index_number
    client.force_login(UserFactory(admin=True))
    address = reverse(
        "wagtailadmin_pages:add", args=("gongkai_catalogue", "itempage", column.category.pk)
    )
    form = nested_form_data(
        {
            "title": "通知",
            "index_number": number,
            "body": streamfield([]),
            "attachments": inline_formset([]),
        }
    )
    while_it_is_there = client.post(address, form)
    taken.delete()
    for response in (while_it_is_there, client.post(address, form)):
        assert response.status_code == 200
        assert "已被使用" in response.context["form"].errors["index_number"][0]


class ShortScheme:
    """A county's own numbers: organ slug and serial."""

    def series(self, item):
        return item.organ.slug

    def number(self, series, serial):
        return f"{series}:{serial}"

    def parse(self, number):
        series, _colon, serial = number.rpartition(":")
        return (series, int(serial)) if series and serial.isdecimal() else None


def test_a_host_may_number_by_a_scheme_of_its_own(column, settings):
    settings.GONGKAI_CATALOGUE_INDEX_NUMBER_SCHEME = f"{__name__}.ShortScheme"
    slug = column.office.slug
    numbers = [
        ItemPageFactory(
            parent=column.category, organ=column.office, index_number=given
        ).index_number
        for given in ("", f"{slug}:5", "")
    ]
    assert numbers == [f"{slug}:1", f"{slug}:5", f"{slug}:6"]
    assert check() == (
        True,
        f"人工号码之前留空，未曾分配：{slug}:2 – {slug}:4\n索引号检查：没有错误。\n",
    )


@pytest.mark.parametrize(
    ("number", "parsed"),
    [
        ("002948561/2013-00012", ("002948561/2013-", 12)),
        ("11441700007280420Y/2021-00050", ("11441700007280420Y/2021-", 50)),
        ("00294856X/2013-123456", ("00294856X/2013-", 123456)),
        ("002948561/2013-0012", None),
        ("002948561/2013-００012", None),
        ("002948561/2013-00012\n", None),
        ("2013-00012", None),
        ("", None),
    ],
)
def test_the_default_scheme_knows_its_own_numbers(number, parsed):
    scheme = OrganYearScheme()
    assert scheme.parse(number) == parsed
    if parsed:
        assert scheme.number(*parsed) == number


# --- the command ---------------------------------------------------------------------------------


def test_when_all_is_well_the_check_says_so(column):
    ItemPageFactory(parent=column.category, organ=column.office)
    draft(column)
    assert check() == (True, "索引号检查：没有错误。\n")


def test_a_crash_after_allocation_leaves_one_gap_that_the_check_reports(column, code):
    ItemPageFactory(parent=column.category, organ=column.office)
    lost = index_numbers.allocate(f"{code}/2013-")
    assert check()[0] is False
    assert f"断号，已分配而未登记：{lost}\n" in check()[1]
    following = ItemPageFactory(parent=column.category, organ=column.office)
    assert following.index_number == f"{code}/2013-00003"
    assert f"断号，已分配而未登记：{lost}\n" in check()[1]
    assert [(gap.first, gap.last) for gap in find_gaps()] == [(2, 2)]


def test_a_failure_during_publication_leaves_no_gap(column, code, monkeypatch):
    item = draft(column, published_on=date(2013, 5, 6))
    with monkeypatch.context() as broken:
        broken.setattr(index_numbers, "register", lambda _item: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            item.get_latest_revision().publish()
    assert not IndexNumberSeries.objects.filter(last_serial__gt=0).exists()
    assert publish(item).index_number == f"{code}/2013-00001"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda item: ItemPage.objects.filter(pk=item.pk).update(index_number=""), "没有索引号"),
        (lambda item: ItemPage.objects.filter(pk=item.pk).update(index_number="改"), "不一致"),
        (lambda item: IndexNumber.objects.all().delete(), "号码未登记"),
        (lambda item: IndexNumberSeries.objects.update(last_serial=0), "计数落后"),
    ],
)
def test_the_check_names_every_damage_and_the_item(column, damage, told):
    item = ItemPageFactory(parent=column.category, organ=column.office, title="受损的通知")
    damage(item)
    fine, output = check()
    assert not fine
    assert told in output
    assert "受损的通知" in output or item.index_number in output
