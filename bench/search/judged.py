"""Questions and judgements, as the corpus keeps them."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any


def questions(path: Path) -> list[dict[str, Any]]:
    """Rows with ``id``, ``question`` and ``keywords`` from JSON Lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def judgements(path: Path) -> dict[str, set[str]]:
    """Documents that answer each query: query, round, document and grade in columns."""
    relevant: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if fields := line.split():
                query, _round, document, grade = fields[:4]
                if int(grade) > 0:
                    relevant[query].add(document)
    return relevant
