"""Keys of index entries in a database: computed from an object's own key, never looked up."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelsearch.backends.base import get_model_root

# An entry's key is the root model's content type in the upper bits, the object's key below.
_BITS = 48


@dataclass(frozen=True)
class KeySpace:
    """The entries of one root model: pages with all their kinds, images, documents, snippets.

    Keys lie between ``first`` and ``last``; ``counted`` tells whether the object's key is a whole
    number and the entry's key is ``first`` plus it.
    """

    first: int
    counted: bool

    @property
    def last(self) -> int:
        """The highest key."""
        return self.first + (1 << _BITS) - 1

    def key_of(self, pk: Any) -> int:
        """The entry's key of an object.

        Keys that are no whole numbers (UUIDs) are digested: with a million objects the chance
        that any two meet is one in five hundred.

        Raises:
            ValueError: a whole number that is negative or has more than 48 bits.
        """
        if not self.counted:
            digest = blake2b(str(pk).encode(), digest_size=_BITS // 8).digest()
            return self.first + int.from_bytes(digest)
        if not 0 <= int(pk) < 1 << _BITS:
            raise ValueError(f"The search index takes keys from 0 to 2^{_BITS}, not {pk}.")
        return self.first + int(pk)


def key_field(model: type[models.Model]) -> Any:
    """The field that a model's key is kept in: of a child model the one of its root."""
    field: Any = model._meta.pk
    while field.remote_field:
        field = field.target_field
    return field


def key_space(model: type[models.Model]) -> KeySpace:
    """Where the entries of a model are kept."""
    root = get_model_root(model)
    content_type = ContentType.objects.get_for_model(root, for_concrete_model=False)
    return KeySpace(
        first=content_type.pk << _BITS,
        counted=isinstance(root._meta.pk, models.IntegerField),
    )
