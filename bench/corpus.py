"""Real texts for ``load_items``: ``python -m bench.corpus policies|laws [--out FILE]``.

Turns ``../shared/corpus`` into JSON Lines in the shape of docs/loading.md. Titles, texts, numbers,
topics, organs and dates go through unaltered; only what the corpus does not have is chosen here:
category, genre, and for laws the corpus's own id as index number. Laws with no date that could be
read take the day on which they came into force or were last amended, else ``UNDATED``.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
UNDATED = "1949-10-01"
POLICY_CATEGORY = "20-01-01"
LAW_CATEGORY = "20-01-02"
UNKNOWN_ORGAN = "未注明机关"
# 体裁 is the last word of an official title (党政机关公文处理工作条例第八条).
GENRES = (
    ("复函", "函"),
    ("命令", "命令（令）"),
    *((name, name) for name in ("决议", "决定", "公报", "公告", "通告", "意见", "通知", "通报")),
    *((name, name) for name in ("报告", "请示", "批复", "议案", "函", "纪要")),
)
_CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def policies(folder: Path = CORPUS) -> Iterator[dict[str, Any]]:
    """The State Council's documents, newest first as in the corpus."""
    with (folder / "policies.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield {
                "title": row["title"],
                "body": row["text"],
                "index_number": row["index_no"],
                "document_number": row["doc_no"],
                "written_on": row["written_date"],
                "published_on": row["publish_date"],
                "organ": row["organ"],
                "topic": row["topic"],
                "genre": genre_of(row["title"]),
                "kind": "document",
                "category": POLICY_CATEGORY,
            }


def laws(folder: Path = CORPUS) -> Iterator[dict[str, Any]]:
    """Laws, regulations and judicial interpretations."""
    with gzip.open(folder / "laws.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            day = row["date"] or row["effective_date"] or _last_date(row["history"]) or UNDATED
            yield {
                "title": row["title"],
                "body": row["text"],
                "index_number": row["id"],
                "document_number": row["doc_no"],
                "written_on": day,
                "published_on": day,
                "organ": row["organ"] or UNKNOWN_ORGAN,
                "genre": genre_of(row["title"]),
                "kind": "document",
                "category": LAW_CATEGORY,
                "keywords": [row["category"].split("/")[0]],
            }


def genre_of(title: str) -> str:
    """The genre that ``title`` ends with; 其他 where it names none."""
    return next((genre for ending, genre in GENRES if title.endswith(ending)), "其他")


def _last_date(history: list[str]) -> str:
    for line in reversed(history):
        if found := _CHINESE_DATE.search(line):
            year, month, day = map(int, found.groups())
            return f"{year:04d}-{month:02d}-{day:02d}"
    return ""


def main() -> None:
    """Write one of the two sets."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description=__doc__)
    parser.add_argument("set", choices=["policies", "laws"])
    parser.add_argument("--out", help="file to write; standard output if absent")
    options = parser.parse_args()
    rows = {"policies": policies, "laws": laws}[options.set]()
    with contextlib.ExitStack() as stack:
        target = (
            stack.enter_context(Path(options.out).open("w", encoding="utf-8"))
            if options.out
            else sys.stdout
        )
        for row in rows:
            target.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
