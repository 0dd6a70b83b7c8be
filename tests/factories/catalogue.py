"""Organs, vocabularies, pages and people of a small disclosure column."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import factory
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from catalogue.enums import Kind
from catalogue.models import (
    Audience,
    CataloguePage,
    CategoryPage,
    Genre,
    ItemPage,
    Organ,
    Topic,
)
from catalogue.validators import organisation_code_check_digit
from review.services.imports import importing

PASSWORD = "correct-horse-battery"


def organisation_code(serial: int) -> str:
    """Return an organisation code with a right check digit."""
    body = f"{serial:08d}"
    return body + organisation_code_check_digit(body)


class OrganFactory(DjangoModelFactory):
    """An organ with a code of its own; give ``organisation_code=""`` to inherit the parent's."""

    class Meta:
        model = Organ
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"第{n}办公室")
    organisation_code = factory.Sequence(lambda n: organisation_code(10_000_000 + n))

    @factory.post_generation
    def editors(self, create, extracted, **kwargs):
        if create and extracted:
            self.editors.set(extracted)


class TermFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    code = factory.Sequence(lambda n: f"test-{n}")


class TopicFactory(TermFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"主题{n}")


class GenreFactory(TermFactory):
    class Meta:
        model = Genre

    name = factory.Sequence(lambda n: f"体裁{n}")


class AudienceFactory(TermFactory):
    class Meta:
        model = Audience

    name = factory.Sequence(lambda n: f"对象{n}")


class UserFactory(DjangoModelFactory):
    """A person; ``groups`` takes a list of groups. The password is :data:`PASSWORD`."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password(PASSWORD)

    class Params:
        admin = factory.Trait(is_superuser=True, is_staff=True)

    @factory.post_generation
    def groups(self, create, extracted, **kwargs):
        if create and extracted:
            self.groups.set(extracted)


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = Group

    name = factory.Sequence(lambda n: f"组{n}")


def imported():
    """What is published inside counts as brought in from elsewhere, with a record that says so."""
    return importing("测试数据")


class PageFactory(DjangoModelFactory):
    """A page; it is put below ``parent``. A public one counts as imported."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        parent = parent or Page.objects.get(depth=1)
        with imported():
            return parent.add_child(instance=model_class(*args, **kwargs))


class CataloguePageFactory(PageFactory):
    class Meta:
        model = CataloguePage

    title = "法定主动公开内容"
    slug = "catalogue"


class CategoryPageFactory(PageFactory):
    class Meta:
        model = CategoryPage

    title = factory.Sequence(lambda n: f"类别{n}")
    code = factory.Sequence(lambda n: f"test-{n}")


class ItemPageFactory(PageFactory):
    """A published item of 2013; ``draft=True`` makes one that was never public.

    ``parent`` is the category, ``organ`` an organ with a code.
    """

    class Meta:
        model = ItemPage

    class Params:
        draft = factory.Trait(
            live=False, has_unpublished_changes=True, first_published_at=None, published_on=None
        )

    title = factory.Sequence(lambda n: f"关于第{n}件事项的通知")
    kind = Kind.DOCUMENT
    organ = factory.SubFactory(OrganFactory)
    written_on = date(2013, 3, 1)
    published_on = date(2013, 3, 4)
    first_published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        if parent is None:
            raise TypeError("ItemPageFactory needs parent=, the category of the item")
        item = super()._create(model_class, *args, parent=parent, **kwargs)
        if not item.live:
            item.save_revision(user=item.owner)
        return item


@dataclass
class Column:
    """What :func:`make_column` made."""

    home: Page
    catalogue: CataloguePage
    policies: CategoryPage
    categories: list[CategoryPage]
    government: Organ
    offices: list[Organ]
    site: Site = field(repr=False)

    @property
    def category(self) -> CategoryPage:
        """A category that takes items."""
        return self.categories[0]

    @property
    def office(self) -> Organ:
        """An office below the government, with no code of its own."""
        return self.offices[0]


def make_column(*, name: str = "泗门镇", slug: str = "column", as_site_root: bool = True) -> Column:
    """Make the column of one town: home, catalogue with categories, policies, and its organs.

    The home is the root page of the default site, unless ``as_site_root`` is false. Categories:
    ``20-01``, its part ``20-01-01``, and ``20-04``. A second call makes a second town, given
    another ``name`` and ``slug``.
    """
    town = OrganFactory(name=f"{name}人民政府", short_name=name)
    offices = [
        OrganFactory(name=f"{name}{office}", parent=town, organisation_code="")
        for office in ("党政综合办公室", "农业办公室")
    ]
    home_model = apps.get_model("gongkai_pages", "DisclosureIndexPage")
    site = Site.objects.get(is_default_site=True)
    parent = Page.objects.get(depth=1) if as_site_root else site.root_page
    home = parent.add_child(instance=home_model(title=f"{name}政府信息公开", slug=slug, organ=town))
    if as_site_root:
        site.root_page = home
        site.save()
    policies = CategoryPageFactory(
        parent=home, title="政府信息公开制度", slug="policies", code="policies"
    )
    catalogue = CataloguePageFactory(parent=home)
    first = CategoryPageFactory(
        parent=catalogue, title="规范性文件", code="20-01", organ=offices[0]
    )
    part = CategoryPageFactory(parent=first, title="行政规范性文件", code="20-01-01")
    other = CategoryPageFactory(parent=catalogue, title="统计信息", code="20-04", organ=offices[1])
    return Column(
        home=home,
        catalogue=catalogue,
        policies=policies,
        categories=[first, part, other],
        government=town,
        offices=offices,
        site=site,
    )


@dataclass
class Staff:
    """The people of a column, one of each role, and what :func:`setup_moderation` gave them."""

    editor: Any
    reviewer: Any
    approver: Any
    office: Any
    admin: Any
    groups: Any


def make_staff(column: Column) -> Staff:
    """Make one person of each role; the editor works for ``column.office``."""
    from catalogue.services.roles import setup_moderation

    groups = setup_moderation(column.home)
    editor = UserFactory(username="editor", groups=[groups.editors])
    column.office.editors.add(editor)
    return Staff(
        editor=editor,
        reviewer=UserFactory(username="reviewer", groups=[groups.reviewers]),
        approver=UserFactory(username="approver", groups=[groups.approvers]),
        office=UserFactory(username="office", groups=[groups.office]),
        admin=UserFactory(username="admin", admin=True),
        groups=groups,
    )
