"""How well and how fast the search finds, beside the stock search on the same backend.

Without ``--items``: the law articles of ../shared/corpus as items, its questions and keywords (or
other ones by ``--queries`` and ``--qrels``), quality and latency. With ``--items N``: N made-up
items of 760 characters, latency of plain and faceted searches, and the rate of publishing.
With ``--semantic`` letters and meaning are ranked together.
Results are printed, and written to ``--json``; nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from bench.corpus import CORPUS

from .environment import BACKENDS, prepared


def main() -> None:
    """Build the index, ask, and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--backend", choices=BACKENDS, default="sqlite")
    parser.add_argument("--queries", type=Path, default=CORPUS / "retrieval" / "queries.jsonl")
    parser.add_argument("--qrels", type=Path, default=CORPUS / "retrieval" / "qrels.tsv")
    parser.add_argument("--articles", type=Path, default=None, help="the pool, JSON Lines (.gz)")
    parser.add_argument("--size", type=int, help="only so many articles, for a quick look")
    parser.add_argument("--items", type=int, help="made-up items instead of the articles")
    parser.add_argument("--no-stock", action="store_true", help="leave the stock search out")
    parser.add_argument("--semantic", action="store_true", help="with meaning beside letters")
    parser.add_argument(
        "--vectors",
        type=Path,
        default=CORPUS / "retrieval" / "vectors-e5-int8.npy",
        help="file of vectors: the corpus's, or one (.npz) that is made and added to",
    )
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args()
    if options.semantic:
        if options.vectors.suffix not in (".npy", ".npz"):
            parser.error("--vectors: a file of the bench's own ends in .npz.")
        os.environ["GONGKAI_BENCH_VECTORS"] = str(options.vectors.resolve())
    with prepared(options.backend):
        from . import runs

        report: dict[str, Any] = {"backend": options.backend, "semantic": options.semantic}
        if options.items:
            report |= runs.scale(options.items, stock=not options.no_stock, say=say)
        else:
            report |= runs.retrieval(options, say, lambda known: save(report | known, options.json))
    save(report, options.json)


def save(report: dict[str, Any], path: Path | None) -> None:
    """Write the figures to a file, where one was named."""
    if path:
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def say(line: str) -> None:
    """Write one line at once, so that a pipe shows it while the bench goes on."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
