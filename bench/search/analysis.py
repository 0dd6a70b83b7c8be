"""What to index: words, bigrams, or both. ``python -m bench.search.analysis``

The law articles of ../shared/corpus in FTS5 tables without texts, one for each kind of token; all
tokens of a question joined by OR, ranked by FTS5's BM25. Beside nDCG@10 the size of the index over
that of the text, and the share of random parts of two to four characters that find their text.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from typing import Any

import rjieba

from bench.corpus import CORPUS
from search.text import canonical, index_tokens, is_han
from search.text.tokens import bigrams

from .__main__ import say
from .collection import ARTICLES, articles
from .judged import judgements, questions
from .measures import percentiles, quality, timed

Tokens = Callable[[str], list[str]]
_PARTS = 500
_DEPTH = 50


def words(text: str) -> list[str]:
    """The segmenter's words, long ones and their parts."""
    return [word for word in rjieba.cut_for_search(text) if word.strip()]


def both(text: str) -> list[str]:
    """Bigrams, and the segmenter's words of other lengths."""
    return index_tokens(text) + [word for word in words(text) if len(word) > 2]  # noqa: PLR2004 - a bigram's length


def main() -> None:
    """Index, ask, and print a line for each kind."""
    pool = list(articles(ARTICLES))
    texts = [(canonical(row["title"]), canonical(row["text"])) for row in pool]
    bytes_of_text = sum(len((row["title"] + row["text"]).encode()) for row in pool)
    relevant = judgements(CORPUS / "retrieval" / "qrels.tsv")
    asked = questions(CORPUS / "retrieval" / "queries.jsonl")
    ids = [row["id"] for row in pool]
    say(
        f"{'tokens':<18}{'nDCG@10':>9}{'R@10':>7}{'index/text':>12}{'parts found':>13}{'p95 ms':>8}"
    )
    kinds: dict[str, Tokens] = {"words": words, "bigrams": index_tokens, "bigrams + words": both}
    for name, tokens in kinds.items():
        table = _table(texts, tokens)
        answers, spent = [], []
        for row in asked:
            found, milliseconds = timed(_ask, table, tokens, canonical(row["question"]))
            spent.append(milliseconds)
            answers.append(([ids[place] for place in found], relevant[row["id"]]))
        figures = quality(answers)
        size = table.execute("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'f_%'").fetchone()[0]
        say(
            f"{name:<18}{figures['ndcg10']:>9.3f}{figures['recall10']:>7.3f}"
            f"{size / bytes_of_text:>12.2f}{_parts_found(table, texts, tokens):>13.3f}"
            f"{percentiles(spent)['p95']:>8.1f}"
        )


def _table(texts: list[tuple[str, str]], tokens: Tokens) -> sqlite3.Connection:
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE f USING fts5(title, body, content='', tokenize='ascii')")
    table.executemany(
        "INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)",
        (
            (place, " ".join(tokens(title)), " ".join(tokens(body)))
            for place, (title, body) in enumerate(texts)
        ),
    )
    return table


def _ask(table: sqlite3.Connection, tokens: Tokens, question: str) -> list[int]:
    asked = dict.fromkeys(tokens(question))
    query = " OR ".join(f'"{token}"' for token in asked if not token.isspace())
    rows = table.execute(
        "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT ?", (query, _DEPTH)
    )
    return [row[0] for row in rows]


def _parts_found(table: sqlite3.Connection, texts: list[Any], tokens: Tokens) -> float:
    """Share of random parts that find the text they are taken from, as a phrase of their tokens."""
    chance = random.Random(3)  # noqa: S311 - the same parts every time
    found = asked = 0
    while asked < _PARTS:
        place = chance.randrange(len(texts))
        run = chance.choice(texts[place][1].split() or [""])
        length = chance.randint(2, 4)
        if not is_han(run) or len(run) <= length:
            continue
        start = chance.randrange(len(run) - length)
        part = run[start : start + length]
        phrase = " ".join(words(part) if tokens is words else bigrams(part))
        asked += 1
        found += bool(
            table.execute(
                "SELECT 1 FROM f WHERE f MATCH ? AND rowid = ?", (f'"{phrase}"', place)
            ).fetchone()
        )
    return found / asked


if __name__ == "__main__":
    main()
