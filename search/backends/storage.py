"""What a database must be able to do to keep a search index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ..query.tree import Node
from .documents import Document
from .keys import KeySpace


class Storage(Protocol):
    """Where a database keeps its index; every method is a few statements, whatever its size."""

    connection: Any

    def write(self, documents: Mapping[int, tuple[str, Document]]) -> None:
        """Add or replace entries: key, object's key as text, document."""

    def in_bulk(self) -> AbstractContextManager[None]:
        """While it is entered, very many entries are written."""

    def delete(self, keys: Sequence[int]) -> None:
        """Take entries out."""

    def clear(self) -> None:
        """Take all entries out."""

    def optimise(self) -> None:
        """Put the index in order after many changes."""

    def read(self, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Zones of entries."""

    def count(self, space: KeySpace) -> int:
        """Number of entries."""

    def sample(self, space: KeySpace, size: int) -> list[tuple[str, ...]]:
        """Zones of about ``size`` entries from all over the space; all where there are fewer."""

    def frequencies(self, space: KeySpace, tokens: Sequence[str]) -> dict[str, int]:
        """Number of entries that each token stands in."""

    def matching_sql(self, node: Node, space: KeySpace, zones: str) -> tuple[str, list[Any]]:
        """SELECT of the keys (``id``) of what matches a positive tree."""

    def ranked_sql(self, node: Node, space: KeySpace, zones: str) -> tuple[str, list[Any]]:
        """SELECT of ``id`` and ``score`` (lower is better) of what matches a positive tree."""
