"""``make bench``: the four main pages beside a bare Django view and a stock Wagtail page.

One server, one machine, one run: absolute figures move with the machine, the ratio to the bare
view does not. Results are printed, never asserted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile

from .load import Measurement, measure
from .server import prepare, serve

TARGETS = {
    "bare Django view": "/bench/bare/",
    "stock Wagtail page": "/bench-stock/",
    "column home": "/",
    "catalogue list, all facets": "/catalogue/",
    "catalogue list, filtered": "/catalogue/?year=2013&kind=document",
    "item": "",
    "annual report": "/annual-reports/2013/",
}


def main() -> None:
    """Prepare a demo town in a temporary folder, serve it and measure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each address and round")
    parser.add_argument("--rounds", type=int, default=3, help="the median round is shown")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--items", type=int, default=0, help="items beside the demo's own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        facts = prepare(folder, extra_items=options.items)
        targets = TARGETS | {"item": facts.item_path}
        say(f"{facts.items} items, {facts.database}; {options.connections} connections\n")
        with serve(folder) as port:
            # Round by round, so that a slow moment of the machine meets all addresses alike.
            rounds = [
                {
                    name: measure(port, path, options.seconds, options.connections)
                    for name, path in targets.items()
                }
                for _round in range(options.rounds)
            ]
    report({name: median([each[name] for each in rounds]) for name in targets})


def median(measurements: list[Measurement]) -> Measurement:
    """The measurement with the middle rate."""
    return sorted(measurements, key=lambda each: each.rate)[len(measurements) // 2]


def report(results: dict[str, Measurement]) -> None:
    """Print a line for each address, with its share of the bare view's rate."""
    bare = results["bare Django view"].rate
    say(f"{'page':<28}{'req/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'% bare':>9}{'errors':>8}")
    for name, result in results.items():
        say(
            f"{name:<28}{result.rate:>9.0f}{result.p50:>9.1f}{result.p95:>9.1f}"
            f"{100 * result.rate / bare:>9.1f}{result.errors:>8}"
        )


def say(line: str) -> None:
    """Write one line at once, so that a pipe shows it while the bench goes on."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
