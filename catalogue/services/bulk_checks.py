"""The checks of a batch: those of ``full_clean``, with a few queries for all items together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import router
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations

from ..models import ItemPage, Organ
from .bulk_numbers import taken_numbers
from .bulk_rows import unpublished_values
from .index_numbers import number_taken

if TYPE_CHECKING:
    from ..models import CategoryPage
    from .bulk_tree import Parent

Errors = dict[str, list[ValidationError]]

_REFERENCES: list[Any] = [
    each
    for each in ItemPage._meta.concrete_fields
    if each.remote_field and not getattr(each.remote_field, "parent_link", False)
]
CHILD_RELATIONS: list[Any] = get_all_child_relations(ItemPage)


@dataclass
class Draft:
    """An item on its way: where it came in the input, and what it was before anything was done."""

    position: int
    category: CategoryPage
    item: ItemPage
    at: datetime = field(default_factory=timezone.now)
    # Serialised values that publication changes, as they stood in the draft's revision.
    unpublished: dict[str, Any] = field(default_factory=dict)
    _handed_in: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._handed_in = dict(self.item.__dict__)

    def children(self) -> dict[Any, list[Any]]:
        """In-memory child objects (attachments, …) by relation."""
        return {
            relation: list(getattr(self.item, relation.get_accessor_name()).all())
            for relation in CHILD_RELATIONS
        }

    def note_unpublished(self) -> None:
        """Keep what the draft's revision says where publication will say something else."""
        self.unpublished = unpublished_values(self.item)

    def restore(self) -> None:
        """Undo in memory what a rolled-back transaction did."""
        self.item.__dict__.clear()
        self.item.__dict__.update(self._handed_in)
        self.item._state.adding = True
        for children in self.children().values():
            for child in children:
                child.pk = None
                child._state.adding = True


Refusals = list[tuple[Draft, ValidationError]]


def check(drafts: list[Draft], parents: dict[int, Parent], refused: Refusals) -> list[Draft]:
    """Return the drafts that may be published; the others go to ``refused`` with their errors."""
    _share_organs(drafts)
    taken = taken_numbers(draft.item.index_number for draft in drafts)
    missing = _missing_references(drafts)
    accepted = []
    for draft in drafts:
        parent = parents.get(draft.category.pk)
        if parent is None:
            errors = _whole(_("类别“%s”已被删除，请改选其他类别。") % draft.category.title)
        else:
            errors = _errors_of(draft, parent, missing)
            number = draft.item.index_number
            if number in taken:
                _add(errors, taken[number])
        if errors:
            refused.append((draft, ValidationError(errors)))
            continue
        if parent is not None:
            parent.reserve(draft.item)
        if number := draft.item.index_number:
            taken[number] = number_taken(number)
        accepted.append(draft)
    return accepted


def _errors_of(draft: Draft, parent: Parent, missing: dict[str, set[Any]]) -> Errors:
    item = draft.item
    if item.pk is not None:
        return _whole(_("条目已经保存过，不能再次批量发布。"))
    if item.go_live_at and item.go_live_at > timezone.now():
        return {
            "go_live_at": [ValidationError(_("批量发布立即生效，不能定时，请去掉定时发布时间。"))]
        }
    item.live = False
    item.has_unpublished_changes = False
    parent.invite(item)
    errors: Errors = {}
    known = {each.name for each in _REFERENCES if getattr(item, each.attname) is not None}
    try:
        item.full_clean(exclude=known, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        _add(errors, error)
    finally:
        del item._slug_is_available
    for each in _REFERENCES:
        if (value := getattr(item, each.attname)) in missing.get(each.name, ()):
            _add(errors, ValidationError({each.name: _invalid(each, value)}))
    for relation, children in draft.children().items():
        for child in children:
            try:
                child.full_clean(exclude=[relation.field.name], validate_unique=False)
            except ValidationError as error:
                _add(errors, ValidationError({relation.get_accessor_name(): error.messages}))
    return errors


def _share_organs(drafts: Iterable[Draft]) -> None:
    """Give the items their organs with all superior organs, read in one query."""
    organs = {organ.pk: organ for organ in Organ.objects.all()}
    for organ in organs.values():
        if organ.parent_id is not None:
            organ.parent = organs[organ.parent_id]
    for draft in drafts:
        if (organ_id := draft.item.organ_id) in organs:
            draft.item.organ = organs[organ_id]


def _missing_references(drafts: list[Draft]) -> dict[str, set[Any]]:
    """Keys of each foreign key that stand for no row, as ``ForeignKey.validate`` looks for."""
    missing = {}
    for each in _REFERENCES:
        keys = {getattr(draft.item, each.attname) for draft in drafts} - {None}
        if not keys:
            continue
        target = each.remote_field.field_name
        using = router.db_for_read(each.remote_field.model)
        rows = each.remote_field.model._base_manager.using(using)
        rows = rows.complex_filter(each.get_limit_choices_to()).filter(**{f"{target}__in": keys})
        if gone := keys - set(rows.values_list(target, flat=True)):
            missing[each.name] = gone
    return missing


def _invalid(each: Any, value: Any) -> ValidationError:
    params = {
        "model": each.remote_field.model._meta.verbose_name,
        "pk": value,
        "field": each.remote_field.field_name,
        "value": value,
    }
    return ValidationError(each.error_messages["invalid"], code="invalid", params=params)


def _add(errors: Errors, error: ValidationError) -> None:
    error.update_error_dict(errors)


def _whole(message: Any) -> Errors:
    return {NON_FIELD_ERRORS: [ValidationError(message)]}
