"""A small model of meaning: texts that share pairs of characters are alike, and so are words that
mean the same. Deterministic, and as fast as tests need it."""

from __future__ import annotations

from itertools import pairwise
from zlib import crc32

import numpy as np

from search.semantic.embedders import EmbedderUnavailable

SETTING = {"CLASS": "tests.services.embedder.PairsEmbedder"}
ALIKE = {"家里穷": "最低生活保障", "低保": "最低生活保障", "补助": "最低生活保障", "马路": "公路"}


class PairsEmbedder:
    """Counts pairs of characters in ``dimension`` places."""

    name = "pairs"
    # Set by a test while the model is to be out of reach.
    is_down = False
    # All texts that any of them was given.
    passages: list[str] = []

    def __init__(self, version="1", dimension=96):
        self.version = version
        self.dimension = dimension

    def embed_query(self, text):
        if PairsEmbedder.is_down:
            raise EmbedderUnavailable("the model has its day off")
        for word, meaning in ALIKE.items():
            text = text.replace(word, meaning)
        vector = np.full(self.dimension, 0.01, dtype=np.float32)
        for pair in pairwise(text):
            place = crc32(f"{self.version}{''.join(pair)}".encode("utf-8", "replace"))
            vector[place % self.dimension] += 1
        return vector / np.linalg.norm(vector)

    def embed_passages(self, texts):
        PairsEmbedder.passages += texts
        return np.stack([self.embed_query(text) for text in texts])
