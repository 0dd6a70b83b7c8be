"""The statutory tree in a column: which categories hold its entries, and making those missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from ..models import StatutoryBinding
from ..rooms import catalogue as catalogue_room
from ..statutory import Entry, statutory_tree, walk


class Step(models.TextChoices):
    """What becomes of an entry."""

    BOUND = "bound", _("已对应")
    BY_CODE = "by_code", _("按代码对应")
    BY_TITLE = "by_title", _("按名称对应")
    CREATE = "create", _("新建类别")


@dataclass
class Planned:
    """An entry and its category; ``code`` is that of a category that is to be made."""

    entry: Entry
    parent: Entry | None
    step: Step
    category: Any = None
    code: str = ""

    @property
    def differs(self) -> bool:
        """Whether the category has another name, which it keeps."""
        return self.category is not None and self.category.title != self.entry.title


@dataclass
class Plan:
    """All entries of the tree."""

    level: str
    planned: list[Planned] = field(default_factory=list)

    @property
    def missing(self) -> list[Planned]:
        """Entries that need a category."""
        return [each for each in self.planned if each.step == Step.CREATE]

    @property
    def to_bind(self) -> list[Planned]:
        """Entries whose category was found just now."""
        return [each for each in self.planned if each.step in (Step.BY_CODE, Step.BY_TITLE)]


def plan(column: Page, level: str) -> Plan:
    """What :func:`build` would do: nothing is changed. Three queries.

    A category is found by an earlier binding, then by its code, then by its title; a code that a
    category of quite another subject bears (its 公开依据 names another article) binds nothing.
    """
    model: Any = apps.get_model("gongkai_catalogue", "CategoryPage")
    categories = list(model.objects.descendant_of(column).order_by("path"))
    by_pk = {each.pk: each for each in categories}
    by_code = {each.code: each for each in categories}
    bound = dict(StatutoryBinding.objects.filter(column=column).values_list("code", "category_id"))
    found = Plan(level)
    used: set[int] = {key for key in bound.values() if key in by_pk}
    for entry, parent in walk(statutory_tree(level)):
        planned = _planned(entry, parent, by_pk.get(bound.get(entry.code, 0)), by_code, used)
        if planned is None:
            twin = next(
                (c for c in categories if c.pk not in used and entry.is_called(c.title)), None
            )
            planned = (
                Planned(entry, parent, Step.BY_TITLE, twin)
                if twin
                else Planned(entry, parent, Step.CREATE, code=_free_code(entry.code, by_code))
            )
        if planned.category is not None:
            used.add(planned.category.pk)
        found.planned.append(planned)
    return found


def _planned(
    entry: Entry, parent: Entry | None, bound: Any, by_code: dict[str, Any], used: set[int]
) -> Planned | None:
    if bound is not None:
        return Planned(entry, parent, Step.BOUND, bound)
    twin = by_code.get(entry.code)
    if twin is not None and twin.pk not in used and _speaks_of(twin, entry):
        return Planned(entry, parent, Step.BY_CODE, twin)
    return None


def _speaks_of(category: Any, entry: Entry) -> bool:
    """Whether a category with the code of an entry may be its: by title, or by its basis."""
    basis = category.statutory_basis
    return entry.is_called(category.title) or not basis or entry.article in basis


def _free_code(code: str, by_code: dict[str, Any]) -> str:
    free, suffix = code, 1
    while free in by_code:
        suffix += 1
        free = f"{code}-{suffix}"
    return free


@transaction.atomic
def build(column: Page, level: str, user: Any) -> Plan:
    """Bind the categories that were found and make those missing, below the column's catalogue.

    Existing categories are bound as they are, never renamed or moved. New ones are published by
    who may publish here; others leave drafts that go the way of every page.

    Args:
        user: who builds; None for the system, which may do everything.

    Raises:
        PermissionDenied: the user may not change the column or add pages to its catalogue.
        ValidationError: the column has no catalogue to put categories into.
    """
    catalogue = _catalogue_of(column)
    _require(user, column, catalogue)
    # Whoever builds at the same time waits here, and then finds these categories.
    list(Page.objects.select_for_update().filter(pk=catalogue.pk).values_list("pk"))
    told = plan(column, level)
    made: dict[str, Any] = {}
    for each in told.planned:
        if each.step == Step.CREATE:
            above = made.get(each.parent.code) if each.parent else None
            each.category = _make(each, above or catalogue, user)
        made[each.entry.code] = each.category
        if each.step != Step.BOUND:
            StatutoryBinding.objects.create(
                column=column, code=each.entry.code, category=each.category
            )
    if told.missing or told.to_bind:
        data = {"created": len(told.missing), "bound": len(told.to_bind), "level": level}
        log(column, "gongkai_standards.build_statutory_tree", user=user, data=data)
    return told


def _catalogue_of(column: Page) -> Any:
    model: Any = apps.get_model("gongkai_catalogue", "CataloguePage")
    found = model.objects.child_of(column).order_by("path").first()
    if found is None:
        raise ValidationError(
            _now("“%s”下还没有“公开目录”页面，请先在栏目下新建公开目录，再生成法定类别。")
            % column.title
        )
    return found


def _require(user: Any, column: Page, catalogue: Page) -> None:
    if user is None:
        return
    may_change = column.permissions_for_user(user).can_edit()
    if not (may_change and catalogue.permissions_for_user(user).can_add_subpage()):
        raise PermissionDenied(_now("您没有调整这个栏目结构的权限，请联系党政办。"))


def _free_slug(parent: Page, title: str) -> str:
    """An address below ``parent``; a draft gets none by itself."""
    base = catalogue_room("slugs").pinyin_slug(title, fallback="category")
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, suffix = base, 1
    while slug in taken:
        suffix += 1
        slug = f"{base}-{suffix}"
    return str(slug)


def _make(planned: Planned, parent: Any, user: Any) -> Any:
    model: Any = apps.get_model("gongkai_catalogue", "CategoryPage")
    entry = planned.entry
    page = model(
        title=entry.title,
        slug=_free_slug(parent, entry.title),
        code=planned.code,
        introduction=entry.text + "。",
        statutory_basis=entry.basis,
        items_required=not entry.children,
        owner=user,
        live=False,
    )
    parent.add_child(instance=page)
    log(page, "wagtail.create", user=user)
    revision = page.save_revision(user=user, log_action=False)
    if user is None or page.permissions_for_user(user).can_publish():
        revision.publish(user=user)
        page.refresh_from_db()
    return page
