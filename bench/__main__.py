"""``make bench``: our pages and API beside a bare Django view and a stock Wagtail 8 project.

All is served on one machine by two workers of one thread, and measured in one run, round by round,
so that a slow moment meets all alike. Absolute figures move with the machine; what counts is the
share of the bare view, and the ratio to what stock Wagtail does with as many pages.
Results are printed, never asserted.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from .load import Measurement, generator, measure
from .redis import redis
from .server import BARE, OURS, STOCK, manage, prepare, prepare_stock, serve

BARE_VIEW = "bare Django view"
STOCK_PAGE, STOCK_LIST = "stock Wagtail: page", "stock Wagtail: list of 20"
STOCK_V2, STOCK_V3 = "stock Wagtail: API v2, 20", "stock Wagtail: API v3, 20"
API_LIST = "/api/v1/items/?limit=20"
# A publication must be seen by every worker; who answers is left to chance.
_LOOKS = 12


@dataclass(frozen=True)
class Target:
    """One address of one server, and what its rate is compared with."""

    name: str
    port: int
    path: str
    beside: str = ""


def main() -> None:
    """Prepare both sites in a temporary folder, serve them and measure."""
    options = arguments()
    with ExitStack() as stack:
        folder = options.keep or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="gongkai-bench-")
        )
        facts, stock = prepared(Path(folder), options.items)
        servers = stack.enter_context(everything_served(folder))
        say(
            f"{facts['items']} items, {facts['database']}, stock with {options.items} pages; "
            f"load by {generator()}, {options.connections} connections\n"
        )
        targets = list(targets_of(servers, facts, stock))
        rounds = [
            {
                each.name: measure(each.port, each.path, options.seconds, options.connections)
                for each in targets
            }
            for _round in range(options.rounds)
        ]
        results = {each.name: median([found[each.name] for found in rounds]) for each in targets}
        report(targets, results)
        freshness(folder, servers)


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each address and round")
    parser.add_argument("--rounds", type=int, default=3, help="the median round is shown")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--items", type=int, default=10_000, help="items beside the demo's own")
    parser.add_argument("--keep", help="folder that keeps both sites for the next run")
    return parser.parse_args()


def prepared(folder: Path, items: int) -> tuple[dict[str, str], dict[str, str]]:
    """Facts of our site and addresses of the stock one, made or found again."""
    kept = folder / f"bench-{items}.json"
    if kept.exists():
        ours, stock = json.loads(kept.read_text())
        return ours, stock
    folder.mkdir(parents=True, exist_ok=True)
    ours = vars(prepare(str(folder), extra_items=items))
    stock = prepare_stock(str(folder), items)
    kept.write_text(json.dumps([ours, stock]))
    return ours, stock


@contextmanager
def everything_served(folder: str) -> Iterator[dict[str, int]]:
    """Ports of all servers by name; ``redis`` is missing where Redis is not installed."""
    with ExitStack() as stack:
        ports = {
            "bare": stack.enter_context(serve(folder, BARE)),
            "stock": stack.enter_context(serve(folder, STOCK)),
            "kept": stack.enter_context(serve(folder, OURS)),
            "made": stack.enter_context(serve(folder, OURS, GONGKAI_BENCH_PAGES="made anew")),
        }
        address = stack.enter_context(redis())
        if address:
            ports["redis"] = stack.enter_context(serve(folder, OURS, GONGKAI_BENCH_REDIS=address))
        yield ports


def targets_of(
    servers: dict[str, int], facts: dict[str, str], stock: dict[str, str]
) -> Iterator[Target]:
    """Everything that is measured, in the order of the table."""
    pages = {
        "column home": "/",
        "catalogue list": "/catalogue/",
        "filtered list": "/catalogue/?year=2013&kind=document",
        "item": facts["item_path"],
        "annual report": "/annual-reports/2013/",
    }
    yield Target(BARE_VIEW, servers["bare"], "/")
    yield Target(STOCK_PAGE, servers["stock"], stock["page"])
    yield Target(STOCK_LIST, servers["stock"], stock["list"])
    yield Target(STOCK_V2, servers["stock"], "/api/v2/pages/?limit=20&type=bench_stock.StockPage")
    yield Target(STOCK_V3, servers["stock"], "/api/v3/pages/?limit=20&type=bench_stock.StockPage")
    for name, path in pages.items():
        yield Target(f"made anew: {name}", servers["made"], path, STOCK_PAGE)
    yield Target("made anew: API, 20 items", servers["made"], API_LIST, STOCK_V3)
    for server, label in (("kept", "kept in the process"), ("redis", "kept in Redis")):
        if server in servers:
            for name, path in pages.items():
                yield Target(f"{label}: {name}", servers[server], path, BARE_VIEW)
            yield Target(f"{label}: API, 20 items", servers[server], API_LIST, STOCK_V3)


def median(measurements: list[Measurement]) -> Measurement:
    """The measurement with the middle rate."""
    return sorted(measurements, key=lambda each: each.rate)[len(measurements) // 2]


def report(targets: list[Target], results: dict[str, Measurement]) -> None:
    """Print a line for each address, with its share of the bare view's rate."""
    bare = results[BARE_VIEW].rate
    say(f"{'':<36}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'of bare':>9}{'errors':>8}  ratio")
    for target in targets:
        result = results[target.name]
        beside = results.get(target.beside)
        ratio = f"{result.rate / beside.rate:.2f} x {target.beside}" if beside else ""
        say(
            f"{target.name:<36}{result.rate:>8.0f}{result.p50:>9.1f}{result.p95:>9.1f}"
            f"{result.rate / bare:>9.3f}{result.errors:>8}  {ratio}"
        )


def freshness(folder: str, servers: dict[str, int]) -> None:
    """Publish in another process and look whether every server shows it at the next request."""
    say("\na publication, made in another process, on the next requests:")
    for number, (name, port) in enumerate(servers.items()):
        if name in {"bare", "stock"}:
            continue
        title = f"新发布的第{number}号测试条目"
        manage(folder, "bench_publish", title, capture=True)
        for path in ("/", "/catalogue/", API_LIST):
            seen = sum(title in body(port, path) for _look in range(_LOOKS))
            say(f"  {name:<6}{path:<28}{seen} of {_LOOKS} show it")


def body(port: int, path: str) -> str:
    """What an address answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def say(line: str) -> None:
    """Write one line at once, so that a pipe shows it while the bench goes on."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
