"""Vectors of what pages mean: made in the background, deleted with their pages.

Only published pages have one, so that nothing else is ever sent to a model service.
"""

from __future__ import annotations

import logging
import math
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task_backends
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from ..backends.keys import key_space
from ..background import enqueue_on_commit
from ..conf import get_setting
from ..semantic.embedders import SETTING, EmbedderUnavailable, get_embedder, label_of
from ..semantic.passages import has_meaning
from .vector_rows import engines, forget, make

if TYPE_CHECKING:
    from ..semantic.embedders import Embedder

__all__ = [
    "VectorState",
    "are_made",
    "forget",
    "make_missing",
    "make_part",
    "make_scheduled",
    "part_seconds",
    "schedule",
    "schedule_missing",
    "state",
]

logger = logging.getLogger(__name__)

_PAGES = 200
_PART_SECONDS = 60.0
_RUN = 1
# A run that has not moved for so long was ended with its process.
_SILENT = timedelta(minutes=10)


def are_made() -> bool:
    """Whether this host has vectors at all."""
    return bool(get_setting(SETTING))


def schedule(model: type[models.Model], keys: Sequence[Any], using: str | None = None) -> None:
    """Have the vectors of some objects made, once the running transaction is stored.

    What is unchanged is not made again; what is not published any more loses its vector.
    """
    from ..tasks import make_vectors_of

    if keys and are_made() and has_meaning(model):
        label = model._meta.label_lower
        enqueue_on_commit(make_vectors_of, label, list(keys), using=using)


def schedule_missing(using: str | None = None) -> None:
    """Have all vectors made that are missing or out of date, once the transaction is stored."""
    from ..tasks import make_missing_vectors

    if are_made():
        enqueue_on_commit(make_missing_vectors, using=using)


def make_scheduled(model: type[models.Model], keys: Sequence[Any]) -> int:
    """Make the vectors of changed objects; returns how many. If the embedder is out of reach that
    is noted, and made up for as soon as it is back."""
    from ..models import VectorRun

    embedder = get_embedder()
    if embedder is None:
        return 0
    try:
        _prepare(embedder)
        made = make(model, keys)
    except EmbedderUnavailable as error:
        logger.warning("Vectors were not made: %s", error)
        _note(error)
        return 0
    except Exception:
        _note(_("程序出错，详细情况见系统日志。"))
        raise
    if made and VectorRun.objects.filter(pk=_RUN).exclude(error="").exists():
        schedule_missing()
    return made


def make_missing(progress: Callable[[int, int], None] | None = None) -> int:
    """Make all vectors that are missing or out of date, and delete those of what is gone.

    Nothing is done while another run moves.

    Args:
        progress: called with the number of pages looked at, and that of all.

    Returns:
        How many vectors were made.
    """
    return make_part(progress=progress)[0]


def make_part(
    after: int | None = None,
    seconds: float = math.inf,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, int | None]:
    """A part of :func:`make_missing`, so that other work in the background gets its turn.

    Args:
        after: where the part before it ended; None begins.
        seconds: when to end, give or take a few pages.
        progress: see :func:`make_missing`.

    Returns:
        How many vectors were made, and where to go on; None where everything is done.
    """
    embedder = get_embedder()
    if embedder is None or (after is None and not _begin(label_of(embedder))):
        return 0, None
    made, rest, ends = 0, None, time.monotonic() + seconds
    try:
        if after is None:
            _prepare(embedder)
            forget(list(_orphans().values_list("id", flat=True)))
        pages = _published_pages()
        done = 0 if after is None else bisect_right(pages, after, key=itemgetter(0))
        while done < len(pages) and rest is None:
            part = pages[done : done + _PAGES]
            for model in dict.fromkeys(model for _key, model in part):
                made += make(model, [key for key, its_model in part if its_model is model])
            done += len(part)
            _move(done, len(pages))
            if progress:
                progress(done, len(pages))
            if done < len(pages) and time.monotonic() > ends:
                rest = part[-1][0]
    except EmbedderUnavailable as error:
        logger.warning("Vectors were not made: %s", error)
        _note(error)
    except Exception:
        _note(_("程序出错，详细情况见系统日志。"))
        raise
    finally:
        if rest is None:
            _move(finished_at=timezone.now())
    return made, rest


def _prepare(embedder: Embedder) -> None:
    for backend in engines():
        backend.prepare_vectors(embedder)


def part_seconds() -> float:
    """How long a task makes vectors before the next one has its turn: as long as it takes where
    tasks do not wait for each other."""
    backend = task_backends[str(get_setting("GONGKAI_SEARCH_TASK_BACKEND"))]
    return _PART_SECONDS if backend.supports_defer else math.inf


def _models() -> list[Any]:
    return [model for model in get_indexed_models() if has_meaning(model)]


def _published_pages() -> list[tuple[int, Any]]:
    """Keys and models of all published pages, by key."""
    return sorted(
        (
            (key, model)
            for model in _models()
            for key in model.get_indexed_objects().filter(live=True).values_list("pk", flat=True)
        ),
        key=itemgetter(0),
    )


def _begin(label: str) -> bool:
    """Note the beginning of a run; False while another one moves."""
    from ..models import VectorRun

    now = timezone.now()
    beginning: dict[str, Any] = {
        "embedder": label, "total": 0, "done": 0, "error": "",
        "started_at": now, "moved_at": now, "finished_at": None,
    }  # fmt: skip
    _run, is_first = VectorRun.objects.get_or_create(pk=_RUN, defaults=beginning)
    if is_first:
        return True
    moving = models.Q(finished_at=None, moved_at__gte=now - _SILENT)
    return bool(VectorRun.objects.filter(pk=_RUN).exclude(moving).update(**beginning))


def _move(done: int | None = None, total: int | None = None, **values: Any) -> None:
    from ..models import VectorRun

    if done is not None:
        values |= {"done": done, "total": total}
    VectorRun.objects.filter(pk=_RUN).update(moved_at=timezone.now(), **values)


def _note(error: Exception | str) -> None:
    """Keep what went wrong for the maintenance page."""
    from ..models import VectorRun

    text = str(error)
    if isinstance(error, EmbedderUnavailable):
        text = _("语义模型暂时不能使用，缺少的语义向量在恢复后补齐。原因：%(reason)s") % {
            "reason": text
        }
    now = timezone.now()
    embedder = get_embedder()
    VectorRun.objects.update_or_create(
        pk=_RUN,
        defaults={"error": text[:500]},
        create_defaults={
            "error": text[:500], "embedder": label_of(embedder) if embedder else "",
            "started_at": now, "moved_at": now, "finished_at": now,
        },
    )  # fmt: skip


@dataclass(frozen=True)
class VectorState:
    """What the maintenance page shows of vectors.

    Attributes:
        embedder: name and version; empty where the search goes by letters only.
        total: published pages.
        made: those that have a vector of this embedder.
        missing: those that have none.
        stale: vectors of another embedder or another version of it, which are not used.
        orphans: vectors of what is not published any more.
        run_total, run_done, started_at, finished_at: the last time that all missing ones were
            made; None where there was none.
        is_running: it goes on.
        error: a sentence on what went wrong last, or empty.
    """

    embedder: str = ""
    total: int = 0
    made: int = 0
    missing: int = 0
    stale: int = 0
    orphans: int = 0
    run_total: int = 0
    run_done: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    is_running: bool = False
    error: str = ""


def state() -> VectorState:
    """How complete the vectors are; some counts, 0.3 s at 100,000 pages."""
    from ..models import Vector, VectorRun

    embedder = get_embedder()
    label = label_of(embedder) if embedder else ""
    total = sum(model.get_indexed_objects().filter(live=True).count() for model in _models())
    orphans = _orphans()
    current = Vector.objects.filter(embedder=label)
    made = current.count() - orphans.filter(embedder=label).count()
    known = VectorState(
        embedder=label,
        total=total,
        made=made,
        missing=max(total - made, 0),
        stale=Vector.objects.exclude(embedder=label).count(),
        orphans=orphans.count(),
    )
    run = VectorRun.objects.filter(pk=_RUN).first()
    if run is None:
        return known
    return replace(
        known,
        run_total=run.total,
        run_done=run.done,
        started_at=run.started_at,
        finished_at=run.finished_at,
        is_running=run.finished_at is None and run.moved_at >= timezone.now() - _SILENT,
        error=run.error,
    )


def _orphans() -> Any:
    """Vectors of what is not published."""
    from ..models import Vector

    key = Cast(OuterRef("id") - key_space(Page).first, BigIntegerField())
    return Vector.objects.exclude(Exists(Page.objects.filter(pk=key, live=True)))
