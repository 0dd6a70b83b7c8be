"""What refers to a value of a vocabulary, and how it comes to refer to another one.

Found through Django's models, so that apps above the catalogue are included, also such as are
installed later. Items are left out: ``merging.py`` changes them, many at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex, Revision, RevisionMixin

from ..models import ItemPage
from ..reviewed import review_module
from ..serving_app import serving_module

EXAMPLES = 5
_CHUNK = 200


@dataclass(frozen=True)
class Reference:
    """A field of a model that refers to a vocabulary."""

    model: type[models.Model]
    field: Any

    @property
    def label(self) -> str:
        """What refers, in words."""
        owner: Any = self.model._meta.auto_created
        if not owner:
            return f"{self.model._meta.verbose_name}－{self.field.verbose_name}"
        many = next(
            each for each in owner._meta.many_to_many if each.remote_field.through is self.model
        )
        return f"{owner._meta.verbose_name}－{many.verbose_name}"

    def rows(self, key: int) -> Any:
        """Rows that refer to the value ``key``."""
        return self.model._base_manager.filter(**{self.field.attname: key})


def references_to(vocabulary: type[models.Model]) -> Iterator[Reference]:
    """All fields that refer to a vocabulary but those of items and of merges themselves."""
    for relation in vocabulary._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        field = relation.field
        model = field.model
        if model is ItemPage or field.name == "merged_into" or model._meta.proxy:
            continue
        if not model._meta.managed:
            continue
        yield Reference(model, field)


def public_pages(reference: Reference, key: int) -> list[Any]:
    """Public pages that were reviewed with the value: only a review may give them another one."""
    if not issubclass(reference.model, Page):
        return []
    if not review_module("reviewed").is_reviewed_type(reference.model):
        return []
    return list(reference.rows(key).filter(live=True)[:EXAMPLES])


def move(reference: Reference, old: int, new: int) -> int:
    """Let rows refer to ``new`` in place of ``old``; return their number.

    Raises:
        ValidationError: the database allows but one such row for each value.
    """
    rows = reference.rows(old)
    if reference.model._meta.auto_created:
        return _move_pairs(reference, old, new)
    pages = list(rows) if issubclass(reference.model, Page) else []
    try:
        with transaction.atomic():
            count: int = rows.update(**{reference.field.attname: new})
    except IntegrityError as error:
        raise ValidationError(
            _("“%s”在两个值下各有一条，不能并作一条。请先在那里保留一条、删去另一条。")
            % reference.label,
            code="conflict",
        ) from error
    _change_revisions(reference, old, new)
    if count:
        serving_module("versions").renew(reference.model._meta.label)
    if pages:
        serving_module("changes").pages_changed(pages)
    return count


def _move_pairs(reference: Reference, old: int, new: int) -> int:
    """Rows of a many-to-many table: what is there already is not entered twice."""
    other = next(
        each
        for each in reference.model._meta.concrete_fields
        if each.is_relation and each is not reference.field
    )
    there = set(reference.rows(new).values_list(other.attname, flat=True))
    rows = reference.rows(old)
    rows.filter(**{f"{other.attname}__in": there}).delete()
    count: int = reference.rows(old).update(**{reference.field.attname: new})
    return count


def _change_revisions(reference: Reference, old: int, new: int) -> None:
    """Drafts and former versions name the new value too: they could not be read otherwise."""
    if not issubclass(reference.model, RevisionMixin):
        return
    kind = ContentType.objects.get_for_model(reference.model)
    name = reference.field.name
    found = Revision.objects.filter(content_type=kind, **{f"content__{name}": old}).order_by("pk")
    while chunk := list(found[:_CHUNK]):
        for revision in chunk:
            revision.content = {**revision.content, name: new}
        Revision.objects.bulk_update(chunk, ["content"])


def move_reference_index(vocabulary: type[models.Model], old: int, new: int) -> None:
    """The pages of Wagtail that say where a value is used follow."""
    kind = ReferenceIndex._get_base_content_type(vocabulary)
    rows = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(old))
    try:
        with transaction.atomic():
            rows.update(to_object_id=str(new))
    except IntegrityError:
        # Somebody refers to both: Wagtail writes the rows anew when that object is saved.
        rows.delete()
