"""How fast suggestions come while somebody types, and a correction where nothing is found.

``python -m bench.suggestions --items 100000 [--backend postgres]``: made-up items (those of
``bench.search``), their index, the phrases of their titles; then every beginning of some words, as
characters, pinyin, initials and mixtures, as a visitor's browser asks for it. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from bench.search.__main__ import say
from bench.search.environment import BACKENDS, prepared
from bench.search.measures import percentiles, timed

_TYPED = {
    "characters": ("信息公开", "中华人民共和国", "农村公路养护", "行政复议", "管理办法", "的规定"),
    "pinyin": ("xinxigongkai", "xingzhengfuyi", "guanlibanfa", "zhonghuarenmin", "shehuibaoxian"),
    "initials": ("xxgk", "xzfy", "glbf", "zhrm", "shbx", "gd"),
    "mixtures": ("信xigongkai", "行政fy", "管理banfa", "guan理办法"),
    "nothing": ("獬豸名录", "xiezhiminglu", "wifi"),
}
_MISTYPED = (
    "新习公开",
    "形政复议",
    "行证复义",
    "管里办法",
    "xingzhengfuyi",
    "行政复仪",
    "社会保检",
)
_TURNS = 3


def measure(count: int) -> dict[str, Any]:
    """Figures in milliseconds, by kind of typing."""
    from django.core.management import call_command
    from django.test import Client

    from bench.search import collection
    from search.models import SuggestedPhrase, SuggestionKey
    from search.services.suggestions import rebuild

    settings.GONGKAI_SEARCH_SUGGESTIONS_RATE_LIMIT = None
    # What is measured is how phrases are found, not what a model says of a query.
    settings.GONGKAI_SEARCH_EMBEDDER = None
    ids, milliseconds = timed(collection.load, collection.notices(count))
    say(f"{len(ids)} items in {milliseconds / 1000:.0f} s")
    with Path("/dev/null").open("w") as nowhere:
        _none, milliseconds = timed(
            lambda: call_command(
                "update_index", backend_name="default", verbosity=0, stdout=nowhere
            )
        )
    say(f"index in {milliseconds / 1000:.0f} s")
    _none, milliseconds = timed(rebuild)
    report: dict[str, Any] = {
        "items": len(ids),
        "phrases": SuggestedPhrase.objects.count(),
        "keys": SuggestionKey.objects.count(),
        "rebuild_s": round(milliseconds / 1000, 1),
        "rebuild_again_s": round(timed(rebuild)[1] / 1000, 1),
    }
    say(f"phrases: {report}")
    client = Client()

    def ask(text: str) -> list[Any]:
        answer = client.get("/search/suggestions/", {"q": text}, headers={"host": "localhost"})
        found: list[Any] = answer.json()
        return found

    ask("信息")
    report["suggestions_ms"] = _asked(ask)
    report["correction_ms"] = _corrected()
    return report


def _asked(ask: Any) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    every: list[float] = []
    processor: list[float] = []
    slowest: list[tuple[float, str]] = []
    for kind, texts in _TYPED.items():
        spent: list[float] = []
        for text in texts:
            found: list[Any] = []
            for end in range(1, len(text) + 1):
                for _turn in range(_TURNS):
                    started = time.process_time()
                    found, milliseconds = timed(ask, text[:end])
                    processor.append((time.process_time() - started) * 1000)
                    spent.append(milliseconds)
                    slowest.append((milliseconds, text[:end]))
            say(f"  {text}: {[each['text'][:16] for each in found]}")
        figures[kind] = percentiles(spent)
        every += spent
        say(f"{kind}: {figures[kind]}")
    figures["all"] = percentiles(every)
    # Of this process, which SQLite is a part of: what a busy machine does not change.
    figures["all, processor"] = percentiles(processor)
    say(f"all: {figures['all']}; of the processor {figures['all, processor']}")
    say(f"slowest: {sorted(slowest, reverse=True)[:6]}")
    return figures


def _corrected() -> dict[str, Any]:
    from modelsearch.backends import get_search_backend

    from catalogue.models import ItemPage
    from search.query.language import parse
    from search.suggest.correction import correction
    from search.suggest.known import known_phrases

    say(f"phrases read in {timed(known_phrases)[1]:.0f} ms")
    engine, spent = get_search_backend(), []
    for text in _MISTYPED:
        for _turn in range(_TURNS):
            meant, milliseconds = timed(correction, parse(text), ItemPage.objects.live(), engine)
            spent.append(milliseconds)
        say(f"  {text}: {meant} in {milliseconds:.0f} ms")
    say(f"corrections: {percentiles(spent)}")
    return dict(percentiles(spent))


def main() -> None:
    """Load, ask, and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.suggestions", description=__doc__)
    parser.add_argument("--backend", choices=BACKENDS, default="sqlite")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args()
    with prepared(options.backend):
        report = {"backend": options.backend, **measure(options.items)}
    if options.json:
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
