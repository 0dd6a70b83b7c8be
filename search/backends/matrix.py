"""All vectors of one embedder in the memory of a process, for databases that cannot order by them.

A town has some ten thousand pages: 100,000 vectors of 384 bytes are 38 MB, and a product with all
of them takes some 30 ms.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from ..models import Vector, VectorLedger
from ..semantic.quantised import lengths, rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .keys import KeySpace

# Rows that are floats at the same time: 6 MB with 384 dimensions, which a processor keeps at hand.
_CHUNK = 4096
_READ = 2000
# Room for new vectors, so that one more does not copy all of them.
_ROOM = 1024


class Matrix:
    """The vectors with one label, as the database has them whenever they are asked for."""

    def __init__(self, alias: str, label: str, dimension: int) -> None:
        self._alias = alias
        self._label = label
        self._dimension = dimension
        self._lock = Lock()
        self._empty()

    def _empty(self) -> None:
        self._seen = (0, 0)
        self._count = 0
        self._ids = np.empty(0, dtype=np.int64)
        self._lengths = np.empty(0, dtype=np.float32)
        self._rows = np.empty((0, self._dimension), dtype=np.int8)

    def cosines(
        self, vector: NDArray[np.float32], space: KeySpace
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Entries of a space that have a vector, and the cosine of each with a given one."""
        with self._lock:
            self._refresh()
            found = np.empty(self._count, dtype=np.float32)
            wide = np.empty((min(_CHUNK, self._count), self._dimension), dtype=np.float32)
            for start in range(0, self._count, _CHUNK):
                stop = min(start + _CHUNK, self._count)
                part = wide[: stop - start]
                part[...] = self._rows[start:stop]
                np.dot(part, vector, out=found[start:stop])
            found /= self._lengths[: self._count]
            ids = self._ids[: self._count]
            within = (ids >= space.first) & (ids <= space.last)
            return (ids.copy(), found) if within.all() else (ids[within], found[within])

    def _vectors(self) -> Any:
        return Vector.objects.using(self._alias).filter(embedder=self._label)

    def _refresh(self) -> None:
        """Read what is new since the last time, and drop what is gone."""
        ledgers = VectorLedger.objects.using(self._alias).values_list("changed", "removed")
        ledger = ledgers.first() or (0, 0)
        if ledger == self._seen:
            return
        if ledger[0] < self._seen[0]:
            # What was seen was never stored.
            self._empty()
        if ledger[1] > self._seen[1]:
            self._drop_gone()
        new = self._vectors().filter(changed__gt=self._seen[0])
        ids: list[int] = []
        values: list[bytes] = []
        for key, value in new.values_list("id", "values").iterator(_READ):
            if len(value) == self._dimension:
                ids.append(key)
                values.append(value)
            if len(ids) == _READ:
                self._put(ids, values, new)
                ids, values = [], []
        self._put(ids, values, new)
        self._seen = ledger

    def _drop_gone(self) -> None:
        there = np.fromiter(self._vectors().values_list("id", flat=True), dtype=np.int64)
        kept = np.isin(self._ids[: self._count], there)
        count = int(kept.sum())
        for array in (self._ids, self._lengths, self._rows):
            array[:count] = array[: self._count][kept]
        self._count = count

    def _put(self, ids: list[int], values: list[bytes], new: Any) -> None:
        if not ids:
            return
        keys, rows = np.array(ids, dtype=np.int64), rows_of(values, self._dimension)
        old = np.flatnonzero(np.isin(self._ids[: self._count], keys))
        if len(old):
            order = np.argsort(keys)
            places = order[np.searchsorted(keys, self._ids[old], sorter=order)]
            self._rows[old] = rows[places]
            self._lengths[old] = lengths(rows[places])
            fresh = ~np.isin(keys, self._ids[old])
            keys, rows = keys[fresh], rows[fresh]
        stop = self._count + len(keys)
        if stop > len(self._ids):
            self._grow(max(stop, self._count + (new.count() if not self._count else 0)))
        self._ids[self._count : stop] = keys
        self._rows[self._count : stop] = rows
        self._lengths[self._count : stop] = lengths(rows)
        self._count = stop

    def _grow(self, count: int) -> None:
        room = count + count // 50 + _ROOM
        for name in ("_ids", "_lengths", "_rows"):
            old = getattr(self, name)
            wider = np.empty((room, *old.shape[1:]), dtype=old.dtype)
            wider[: self._count] = old[: self._count]
            setattr(self, name, wider)


_matrices: dict[str, Matrix] = {}
_lock = Lock()


def matrix_of(alias: str, label: str, dimension: int) -> Matrix:
    """The matrix of this process; of one embedder only, the last that was asked for."""
    with _lock:
        known = _matrices.get(alias)
        if known is None or (known._label, known._dimension) != (label, dimension):
            known = _matrices[alias] = Matrix(alias, label, dimension)
        return known


def forget() -> None:
    """Read everything again next time."""
    with _lock:
        _matrices.clear()
