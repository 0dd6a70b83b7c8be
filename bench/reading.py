"""How much of real documents' metadata is read from their text: ``python -m bench.reading``.

Reads the 60 policies of ``../shared/corpus``, whose catalogue entries say what is right, and prints
precision and recall for document number, day and organ, with every difference.
"""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

from drafting.reading import suggestions

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "policies.jsonl"
# Field of a suggestion, key of the corpus.
PAIRS = (
    ("document_number", "doc_no"),
    ("written_on", "written_date"),
    ("organ", "organ"),
    ("title", "title"),
)


def main(path: Path = CORPUS) -> int:
    """Measure and print; 1 where the corpus is missing."""
    if not path.exists():
        print(f"{path} is missing")  # noqa: T201 - a bench prints
        return 1
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    begin = time.perf_counter()
    read = [{each.field: each.value for each in suggestions(row["text"])} for row in rows]
    seconds = time.perf_counter() - begin
    for field, key in PAIRS:
        measure(field, key, rows, read)
    print(f"{len(rows)} texts in {seconds:.2f} s")  # noqa: T201 - a bench prints
    return 0


def measure(field: str, key: str, rows: list[dict[str, Any]], read: list[dict[str, str]]) -> None:
    """Print precision and recall of one field."""
    right = given = there = 0
    for row, found in zip(rows, read, strict=True):
        wanted, got = folded(row.get(key) or ""), folded(found.get(field, ""))
        if field == "organ":
            # An item has one organ: of a joint document the one that leads it.
            wanted = wanted.split("、")[0]
        given += bool(got)
        there += bool(wanted)
        right += bool(wanted) and wanted == got
        if wanted != got:
            print(f"  {field}: {wanted!r} read as {got!r}")  # noqa: T201 - a bench prints
    precision = right / given if given else 0.0
    recall = right / there if there else 0.0
    told = f"({right} of {there}, {given} given)"
    print(f"{field}: precision {precision:.3f}, recall {recall:.3f} {told}")  # noqa: T201 - a bench prints


def folded(value: str) -> str:
    """A value without what writers do differently."""
    return (
        "".join(unicodedata.normalize("NFKC", value).split()).replace("[", "〔").replace("]", "〕")
    )


if __name__ == "__main__":
    sys.exit(main())
