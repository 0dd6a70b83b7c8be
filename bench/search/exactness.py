"""Whether searches find all that is there, and nothing else: ``python -m bench.search.exactness``

The laws of ../shared/corpus as items; every query is compared with a plain scan of the texts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from datetime import date
from typing import Any

from .__main__ import say
from .collection import LAWS, load
from .environment import BACKENDS, prepared

GIVEN = ("信息公开", "年度报告", "行政复议", "低保", "卫星城市", "条例", "中华人民共和国")


def main() -> None:
    """Index the laws, ask, and print recall and precision over all queries."""
    parser = argparse.ArgumentParser(prog="python -m bench.search.exactness", description=__doc__)
    parser.add_argument("--backend", choices=BACKENDS, default="sqlite")
    parser.add_argument("--queries", type=int, default=200, help="random parts of two to eight")
    options = parser.parse_args()
    with prepared(options.backend):
        _compare(options.queries)


def _laws() -> list[dict[str, Any]]:
    with gzip.open(LAWS, "rt", encoding="utf-8") as lines:
        return [
            {"id": row["id"], "title": row["title"], "text": row["text"], "day": date(2000, 1, 1)}
            for row in map(json.loads, lines)
        ]


def _compare(number: int) -> None:
    from modelsearch.backends import get_search_backend

    from catalogue.models import ItemPage
    from search.backends.documents import document_of
    from search.query.tree import tree_of
    from search.text import is_han

    from .indexing import build

    load(_laws())
    build("default", say)
    texts = {item.pk: document_of(item).searched for item in ItemPage.objects.iterator(200)}
    queries = [*GIVEN, *_parts(list(texts.values()), number, is_han)]
    engine = get_search_backend()
    hits = wanted_hits = found_hits = 0
    for query in queries:
        results = engine.search(query, ItemPage.objects.defer("body"))
        node = tree_of(results.query_compiler.query)
        wanted = {key for key, text in texts.items() if node.stands_in(text)}
        found = {item.pk for item in results[: len(texts)]}
        hits += len(found & wanted)
        wanted_hits += len(wanted)
        found_hits += len(found)
        if found != wanted or results.count() != len(wanted):
            say(f"{query}: {len(wanted - found)} missing, {len(found - wanted)} wrong")
    say(
        f"{len(queries)} queries on {len(texts)} laws: recall {hits / wanted_hits:.6f}, "
        f"precision {hits / found_hits:.6f} ({wanted_hits} hits in the scan)"
    )


def _parts(texts: list[str], number: int, is_han: Any) -> list[str]:
    """Parts of runs of Han characters."""
    chance = random.Random(5)  # noqa: S311 - the same parts every time
    found: list[str] = []
    while len(found) < number:
        run = chance.choice(chance.choice(texts).split())
        length = chance.randint(2, 8)
        if is_han(run) and len(run) >= length:
            start = chance.randrange(len(run) - length + 1)
            found.append(run[start : start + length])
    return found


if __name__ == "__main__":
    main()
