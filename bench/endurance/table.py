"""What the bench found, as a table, and whether anything is not as it must be."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from .deaths import Deaths
from .memory import Memory
from .newsroom import Newsroom
from .visitors import Notes

_UNAVAILABLE = 503
# More than so many times its size in the second quarter of the time, a part grows.
_GROWN = 1.15


@dataclass(frozen=True)
class Findings:
    """Everything that was seen; ``left``: tasks, index and faults at the end."""

    visitors: Notes
    searchers: Notes
    newsroom: Newsroom
    deaths: Deaths
    memory: Memory
    left: dict[str, Any]
    seconds: float

    def checks(self) -> list[tuple[str, int, Any]]:
        """What must be nothing: its name, its number, and more about it."""
        errors = self.visitors.errors()
        # While its cluster is away the search says so.
        search_errors = self.searchers.errors(frozenset({_UNAVAILABLE}))
        faults = [fault for found in self.left["faults"].values() for fault in found]
        index = self.left["index"]
        waiting = self.left["tasks"].get("READY", 0)
        return [
            ("error answers", sum(errors.values()), dict(errors)),
            ("connections broken", len(self.visitors.broken), self.visitors.broken[:5]),
            ("search: errors but 503", sum(search_errors.values()), dict(search_errors)),
            ("stale on the next request", len(self.newsroom.stale), self.newsroom.stale[:5]),
            ("editing that failed", len(self.newsroom.failed), self.newsroom.failed[:3]),
            ("parts not started again", len(self.deaths.failed), self.deaths.failed),
            ("tasks still waiting", waiting, self.left["tasks"]),
            ("numbers, records: faults", len(faults), faults[:3]),
            ("index after filling anew: wrong", sum(index.values()), index),
        ]


def report(found: Findings) -> int:
    """Print the table; return 1 when anything is not as it must be."""
    visitors, searchers = found.visitors, found.searchers
    asked = visitors.asked
    say(f"\n{'requests':<34}{asked:>10}  {asked / found.seconds:.0f}/s; ms: {times(visitors)}")
    checks = found.checks()
    for name, number, detail in checks:
        say(f"{name:<34}{number:>10}  {detail if number else ''}")
    away = sum(number for key, number in searchers.statuses.items() if key[1] == _UNAVAILABLE)
    say(f"{'more than a second behind':<34}{visitors.late:>10}")
    say(f"{'searches answered by 503':<34}{away:>10}  of {searchers.asked}; ms: {times(searchers)}")
    missed = found.left["missed"]
    say(f"{'index lacked meanwhile':<34}{sum(missed.values()):>10}  {missed}")
    say(f"{'editors':<44}  {dict(found.newsroom.done)}")
    for at, part, lasted in found.deaths.told:
        say(f"  {part} killed after {at:.0f} s, back after {lasted:.1f} s")
    say(f"\n{'memory (MB)':<16}{'2nd quarter':>14}{'last':>10}{'most':>10}")
    for part in sorted(found.memory.seen):
        before, after, most = found.memory.growth(part)
        mark = "  grows" if before and after > _GROWN * before else ""
        say(f"{part:<16}{before:>14.0f}{after:>10.0f}{most:>10.0f}{mark}")
    bad = sum(bool(number) for _name, number, _detail in checks)
    say(f"\n{bad} findings, see above" if bad else "\nnothing was lost, nothing was stale")
    return int(bool(bad))


def times(notes: Notes) -> str:
    """Milliseconds within which answers came."""
    return ", ".join(f"p{percent} {notes.percentile(percent):.1f}" for percent in (50, 95, 99))


def say(line: str) -> None:
    """Write one line at once, so that a pipe shows it while the bench goes on."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
