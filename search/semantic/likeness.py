"""Vectors of questions: how they are kept, and how alike two of them are.

Cosines of a model lie close together: to multilingual-e5, questions that have nothing to do with
each other are alike by .8. So what unrelated questions have is measured once for each model, and
is no likeness at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from .embedders import label_of
from .quantised import lengths, quantised, rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .embedders import Embedder

# Questions of villagers on matters that have nothing in common.
UNRELATED = (
    "低保怎么申请",
    "养老保险断交了怎么补",
    "宅基地能不能卖给城里人",
    "孩子上小学要什么材料",
    "村里的路灯坏了找谁修",
    "拖欠工资去哪里投诉",
    "结婚登记需要带什么证件",
    "种粮补贴今年发多少",
    "狂犬疫苗在哪里打",
    "小饭馆办营业执照要多久",
    "河道里能不能钓鱼",
    "房子拆迁怎么赔偿",
    "残疾证丢了怎么补办",
    "垃圾分类投放时间是几点",
    "大学生回乡创业有贷款吗",
    "公交车末班车几点",
)


def packed(vector: NDArray[Any]) -> bytes:
    """A vector of unit length as it is stored."""
    return quantised(vector[None])[0].tobytes()


def unpacked(vectors: Sequence[bytes]) -> NDArray[Any]:
    """Packed vectors of one model as rows of unit length."""
    import numpy as np

    rows = rows_of(vectors, len(vectors[0]))
    return rows.astype(np.float32) / lengths(rows)[:, None]


def likeness_of(cosines: NDArray[Any], embedder: Embedder) -> NDArray[Any]:
    """Likeness by cosine: 0 for what is as near as unrelated questions are, 1 for the same."""
    least = unrelated(embedder)
    return ((cosines - least) / (1 - least)).clip(0.0, 1.0)


def unrelated(embedder: Embedder) -> float:
    """The cosine below which hardly any two unrelated questions are, as this model sees them.

    Raises:
        EmbedderUnavailable: the model does not answer.
    """
    name = f"gongkai_search.unrelated:{label_of(embedder).replace(' ', '_')}"
    known: float | None = cache.get(name)
    if known is None:
        known = _measured(embedder)
        cache.set(name, known, None)
    return known


def _measured(embedder: Embedder) -> float:
    import numpy as np

    vectors = np.stack([embedder.embed_query(each) for each in UNRELATED])
    cosines = (vectors @ vectors.T)[np.triu_indices(len(UNRELATED), k=1)]
    return min(float(np.percentile(cosines, 95)), 0.99)
