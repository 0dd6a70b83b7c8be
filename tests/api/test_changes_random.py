"""Whatever happens in whatever order: who reads the changes ends with the public items."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from catalogue.models import ItemPage
from review.services.withdrawal import withdraw
from tests.factories.catalogue import (
    CataloguePageFactory,
    CategoryPageFactory,
    ItemPageFactory,
    UserFactory,
    imported,
    make_column,
)
from tests.factories.harvest import Harvester

pytestmark = pytest.mark.django_db

STEPS = 50


def public_items(client) -> dict[int, dict]:
    """All that the list of items has, page by page."""
    found, address = {}, "/api/v1/items/?limit=7"
    while address:
        page = client.get(address).json()
        found |= {item["id"]: item for item in page["items"]}
        address = page["next"]
    return found


class World:
    """A column in which things happen at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.column = make_column()
        self.admin = UserFactory(admin=True)
        self.never_public: set[int] = set()
        other = CataloguePageFactory(parent=self.column.home, title="旧目录", slug="old")
        CategoryPageFactory(parent=other, title="旧类别", code="90-01")
        for _each in range(8):
            self.publish()

    @property
    def categories(self):
        categories = list(Page.objects.exclude(depth__lt=4).not_type(ItemPage))
        return [page.specific for page in categories if page.content_type.model == "categorypage"]

    def an_item(self, **conditions):
        items = list(ItemPage.objects.filter(**conditions))
        return self.chance.choice(items) if items else None

    def step(self) -> str:
        """Do something; what it was."""
        acts = {
            self.publish: 6,
            self.draft: 2,
            self.correct: 3,
            self.edit_draft: 2,
            self.withdraw: 3,
            self.unpublish: 2,
            self.restore: 3,
            self.restrict: 4,
            self.unrestrict: 5,
            self.move_item: 3,
            self.move_category: 1,
            self.delete_item: 2,
            self.delete_category: 0.3,
            self.rename_category: 1,
            self.expire: 1,
            self.copy: 1,
            self.alias: 1,
        }
        act = self.chance.choices(list(acts), weights=list(acts.values()))
        act[0]()
        return act[0].__name__

    def publish(self):
        ItemPageFactory(parent=self.chance.choice(self.categories), organ=self.column.office)

    def draft(self):
        ItemPageFactory(
            parent=self.chance.choice(self.categories), organ=self.column.office, draft=True
        )

    def correct(self):
        if item := self.an_item(live=True, alias_of=None):
            item.title = f"更正{self.chance.random()}"
            with imported():
                item.save_revision().publish()

    def edit_draft(self):
        if item := self.an_item(alias_of=None):
            item.title = f"草稿{self.chance.random()}"
            item.save_revision()

    def withdraw(self):
        if item := self.an_item(live=True, alias_of=None):
            withdraw(item, self.admin, "有误", shows_title=self.chance.random() < 0.5)

    def unpublish(self):
        if item := self.an_item(live=True):
            Page.objects.get(pk=item.pk).unpublish()

    def restore(self):
        if item := self.an_item(live=False, alias_of=None):
            with imported():
                item.save_revision().publish()

    def restrict(self):
        kinds = [self.categories, self.categories, list(ItemPage.objects.all())]
        page = self.chance.choice(self.chance.choice(kinds) or self.categories)
        if not page.view_restrictions.exists():
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def unrestrict(self):
        restrictions = list(PageViewRestriction.objects.all())
        if restrictions:
            self.chance.choice(restrictions).delete()

    def move_item(self):
        if item := self.an_item():
            target = self.chance.choice(self.categories)
            if not target.get_children().filter(slug=item.slug).exists():
                item.move(target, pos="last-child")

    def move_category(self):
        category = self.chance.choice(self.categories)
        targets = [
            page
            for page in [self.column.catalogue, Page.objects.get(slug="old")]
            if not page.get_children().filter(slug=category.slug).exists()
        ]
        if targets:
            category.move(self.chance.choice(targets), pos="last-child")

    def delete_item(self):
        if item := self.an_item():
            (item if self.chance.random() < 0.5 else Page.objects.get(pk=item.pk)).delete()

    def delete_category(self):
        categories = self.categories
        if len(categories) > 3:
            self.chance.choice(categories).delete()

    def rename_category(self):
        category = self.chance.choice(self.categories)
        category.slug = f"renamed-{self.chance.randrange(10**9)}"
        category.save()

    def expire(self):
        if item := self.an_item(live=True, alias_of=None):
            ItemPage.objects.filter(pk=item.pk).update(expire_at=timezone.now() - timedelta(days=1))
            call_command("publish_scheduled")

    def copy(self):
        if item := self.an_item(alias_of=None):
            slug = f"copy-{self.chance.randrange(10**9)}"
            item.copy(to=self.chance.choice(self.categories), update_attrs={"slug": slug})

    def alias(self):
        if item := self.an_item(alias_of=None):
            with imported():
                item.create_alias(
                    parent=self.chance.choice(self.categories),
                    update_slug=f"alias-{self.chance.randrange(10**9)}",
                )


@pytest.mark.parametrize("seed", range(6))
def test_a_copy_by_changes_is_the_list_of_items(client, settings, seed):
    settings.GONGKAI_API_RATE_LIMIT = None
    world = World(seed)
    patient, steady, hasty = Harvester(client), Harvester(client, limit=2), Harvester(client, 50)
    once_public = set(public_items(client))
    done = []
    for number in range(STEPS):
        done.append(world.step())
        once_public |= set(public_items(client))
        steady.read_page()
        if number % 9 == 0:
            assert hasty.read_all() == public_items(client), done
    expected = public_items(client)
    assert patient.read_all() == steady.read_all() == hasty.read_all() == expected, done
    assert Harvester(client, 100).read_all() == expected
    told = {entry["id"] for each in (patient, steady, hasty) for entry in each.seen}
    assert told <= once_public, "an item was told of that never was public"
