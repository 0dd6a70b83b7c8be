"""Permissions by ranges of paths say what Wagtail's own policy says."""

from __future__ import annotations

from random import Random

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from catalogue.models import ItemPage
from catalogue.page_policy import LeafPermissions, PathPolicy, within
from tests.factories.catalogue import ItemPageFactory, UserFactory

CODENAMES = ["add_page", "change_page", "publish_page", "lock_page", "bulk_delete_page"]
ASKED = [
    {"add"},
    {"change"},
    {"add", "change"},
    {"publish"},
    {"lock", "unlock"},
    {"bulk_delete"},
    {"add", "change", "publish", "lock", "unlock", "bulk_delete"},
]


def editor_of(rows):
    """A user in two groups that share some rows of page and codename."""
    user = UserFactory()
    groups = [Group.objects.create(name=f"{user.pk}-{number}") for number in range(2)]
    user.groups.add(*groups)
    for place, (page, codename) in enumerate(rows):
        GroupPagePermission.objects.create(
            group=groups[place % 2],
            page=page,
            permission=Permission.objects.get(
                codename=codename, content_type__app_label="wagtailcore"
            ),
        )
    return type(user).objects.get(pk=user.pk)


@pytest.mark.parametrize("seed", range(6))
def test_both_name_the_same_pages(column, seed):
    chance = Random(seed)
    pages = list(Page.objects.all())
    rows = {(chance.choice(pages), chance.choice(CODENAMES)) for _n in range(chance.randrange(9))}
    user = editor_of(sorted(rows, key=lambda row: (row[0].pk, row[1])))
    for category in column.categories[:2]:
        ItemPageFactory(parent=category, organ=column.office, owner=user)
        ItemPageFactory(parent=category, organ=column.office)
    ours, wagtails = PathPolicy(Page), PagePermissionPolicy(Page)
    for actions in ASKED:
        found = ours.instances_user_has_any_permission_for(user, actions)
        expected = wagtails.instances_user_has_any_permission_for(user, actions)
        assert set(found) == set(expected), actions
    assert ours.explorable_instances(user).count() == len(set(ours.explorable_instances(user)))
    if rows:
        assert set(ours.explorable_instances(user)) == set(wagtails.explorable_instances(user))
    else:
        assert not ours.explorable_instances(user).exists()
    for item in ItemPage.objects.all():
        plain = PagePermissionTester(user, item)
        assert isinstance(item.permissions_for_user(user), LeafPermissions)
        assert item.permissions_for_user(user).can_delete() == plain.can_delete()


def test_everything_is_a_superusers_and_nothing_is_somebodys_who_left(column):
    policy = PathPolicy(Page)
    admin, gone = UserFactory(is_superuser=True), UserFactory(is_superuser=True, is_active=False)
    assert policy.explorable_instances(admin).count() == Page.objects.count()
    assert Page.objects.filter(policy.explorable(admin)).count() == Page.objects.count()
    assert not policy.explorable_instances(gone).exists()
    assert not Page.objects.filter(policy.explorable(gone)).exists()


def test_wagtail_asks_this_policy():
    assert isinstance(policy_registry.get_by_type(Page), PathPolicy)
    assert isinstance(policy_registry.get_by_type(ItemPage), PathPolicy)


def test_ranges_inside_others_are_left_out(column):
    page = column.categories[0]
    parent = page.get_parent()
    assert within([page.path, parent.path, page.path]) == within([parent.path])
    assert set(Page.objects.filter(within([parent.path]))) == set(
        Page.objects.descendant_of(parent, inclusive=True)
    )
    assert not Page.objects.filter(within([])).exists()


def test_twenty_rows_take_no_more_queries_than_one(column):
    pages = list(Page.objects.filter(depth__gt=1))
    counts = []
    for rows in ([(pages[0], "change_page")], [(page, "change_page") for page in pages[:20]]):
        user = editor_of(rows)
        with CaptureQueriesContext(connection) as queries:
            list(Page.objects.filter(PathPolicy(Page).explorable(user)))
        counts.append(len(queries))
    assert counts[0] == counts[1]
