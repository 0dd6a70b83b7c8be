"""The two runs of the bench: quality on judged questions, speed on many items."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from modelsearch.backends import get_search_backend

from catalogue.models import ItemPage
from search.finding import find

from . import collection
from .indexing import build, publishing_rates
from .judged import judgements, questions
from .measures import percentiles, quality, timed
from .pages import faceted, whole_page

Say = Callable[[str], None]
Save = Callable[[dict[str, Any]], None]
DEPTH = 50
# The stock search takes seconds a question here: a few show enough.
STOCK_QUERIES = 20


def retrieval(options: argparse.Namespace, say: Say, save: Save) -> dict[str, Any]:
    """Quality and latency on the law articles; what is known is saved before the stock search."""
    path = options.articles or collection.ARTICLES
    ids, seconds = timed(collection.load, collection.articles(path, options.size))
    say(f"{len(ids)} articles as items in {seconds / 1000:.0f} s")
    report: dict[str, Any] = {"items": len(ids), "index": build("default", say)}
    if options.semantic:
        report["vectors"] = vectors(say)
    queries, relevant = questions(options.queries), judgements(options.qrels)
    milliseconds: list[float] = []
    for name, field in (("questions", "question"), ("keywords", "keywords")):
        asked = [row for row in queries if row.get(field)]
        answers, spent = _ask(asked, field, ids, relevant)
        report[name] = quality(answers)
        report[name]["queries"] = len(answers)
        milliseconds += spent
        say(f"{name:<10} {report[name]}  ms {percentiles(spent)}")
    report["latency_ms"] = percentiles(milliseconds)
    spent = [timed(faceted, row["question"])[1] for row in queries[:200]]
    report["faceted_ms"] = percentiles(spent)
    say(f"all queries, ms: {report['latency_ms']}; with facets: {report['faceted_ms']}")
    save(report)
    if not options.no_stock:
        report["stock"] = _stock(queries, relevant, ids, say)
    return report


def vectors(say: Say) -> dict[str, Any]:
    """Make the vectors of all items; those in the file of vectors are only read."""
    from search.semantic.embedders import get_embedder
    from search.services.vectors import make_missing

    embedder: Any = get_embedder()
    embedder.check(say)
    made, milliseconds = timed(make_missing)
    embedder.save()
    say(f"{made} vectors stored in {milliseconds / 1000:.0f} s")
    return {"made": made, "seconds": round(milliseconds / 1000, 1)}


def _ask(
    rows: Sequence[dict[str, Any]], field: str, ids: dict[int, str], relevant: dict[str, set[str]]
) -> tuple[list[tuple[list[str], set[str]]], list[float]]:
    """The first hits of each query as the search page shows them, and the time they took."""
    answers, spent = [], []
    for row in rows:
        objects, milliseconds = timed(first_hits, row[field], DEPTH)
        spent.append(milliseconds)
        if wanted := relevant.get(row["id"]):
            answers.append(([ids[obj.pk] for obj in objects], wanted))
    return answers, spent


def first_hits(text: str, count: int) -> list[Any]:
    """Hits, and below them what the page offers beside few hits."""
    items = ItemPage.objects.live().defer("body")
    found = find(text, items)
    listing = found.within(items)
    hits = listing.objects(0, count)
    return [*hits, *found.related(listing, count)][:count]


def _stock(
    queries: Sequence[dict[str, Any]],
    relevant: dict[str, set[str]],
    ids: dict[int, str],
    say: Say,
) -> dict[str, Any]:
    report: dict[str, Any] = {"index": build("stock", say)}
    engine = get_search_backend("stock")
    for name, field in (("questions", "question"), ("keywords", "keywords")):
        answers, spent = [], []
        for row in [each for each in queries if each.get(field)][:STOCK_QUERIES]:
            objects, milliseconds = timed(_stock_hits, engine, row[field], DEPTH)
            spent.append(milliseconds)
            if wanted := relevant.get(row["id"]):
                answers.append(([ids[obj.pk] for obj in objects], wanted))
        report[name] = quality(answers) | {"queries": len(answers)}
        report[name]["latency_ms"] = percentiles(spent)
        say(f"stock {name:<10} {report[name]}")
    return report


def _stock_hits(engine: Any, text: str, count: int) -> list[Any]:
    return list(engine.search(text, ItemPage.objects.live().defer("body"))[:count])


def scale(count: int, *, stock: bool, say: Say) -> dict[str, Any]:
    """Latency and rates on made-up items."""
    ids, seconds = timed(collection.load, collection.notices(count))
    say(f"{len(ids)} items in {seconds / 1000:.0f} s")
    report: dict[str, Any] = {"items": len(ids), "index": build("default", say)}
    words = [*collection.PLANTED, "信息公开 年度报告", "农村公路 养护", "农村公路养护"]
    settings.GONGKAI_SEARCH_RATE_LIMIT = (10**6, 60)
    ways = {"plain": lambda word: first_hits(word, 20), "facets": faceted, "page": whole_page}
    report["latency_ms"] = {way: {} for way in ways}
    everything: dict[str, list[float]] = {way: [] for way in ways}
    for word in [*words, "没有这样的词语", "家里困难怎么申请低保补助"]:
        hits = faceted(word)
        for way, work in ways.items():
            spent = [timed(work, word)[1] for _turn in range(9)]
            everything[way] += spent
            report["latency_ms"][way][word] = percentiles(spent)
        shown = {way: report["latency_ms"][way][word] for way in ways}
        say(f"{word} ({hits} hits), ms: {shown}")
    for way, spent in everything.items():
        report["latency_ms"][way]["all"] = percentiles(spent)
        say(f"all of these, {way}: {percentiles(spent)} ms")
    nothing = get_search_backend().search("没有这样的词语", ItemPage.objects.live())
    spent = [timed(nothing[:20].results)[1] for _turn in range(9)]
    report["no_hit_ms"] = percentiles(spent)
    say(f"no hit in the backend alone: {report['no_hit_ms']} ms")
    report["publishing"] = publishing_rates(say)
    if stock:
        report["stock"] = {"index": build("stock", say)}
        engine = get_search_backend("stock")
        for word in ("五水共治", "农村公路"):
            hits, milliseconds = timed(_stock_hits, engine, word, 20)
            report["stock"][word] = {"hits": len(hits), "ms": round(milliseconds, 1)}
            say(f"stock {word}: {report['stock'][word]}")
    return report
