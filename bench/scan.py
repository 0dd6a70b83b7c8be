"""What the scanner finds in files, against labels: ``python -m bench.scan``.

``--input`` holds TXT, DOCX, XLSX, PDF and whatever else ``search.extract`` reads. ``--labels`` is
JSON Lines of {file, kind, text, where}; ``--json`` gets a JSON list of the same shape. A finding
counts when file and kind agree and the one text is within the other, both without spaces and in
half width. ``--speed`` says how fast plain text is scanned.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from review.scan import KINDS, Finding, scan_text
from search.extract.limits import Limits
from search.extract.process import extract
from search.extract.result import Status

MEASURED = KINDS[:10]
_LIMITS = Limits(
    seconds=300, cpu_seconds=280, characters=20_000_000, hidden_characters=5_000_000, answer_mib=200
)
_ENCODINGS = ("utf-8-sig", "gb18030")
_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SPACES = re.compile(r"[\s|\u200b-\u200f\ufeff]+")
_SEPARATORS = re.compile(r"[\-·.()_+]+")
_NUMBERS = frozenset(MEASURED) - {"address", "email", "secrecy_mark"}
_HIDDEN = {
    "sheet": "隐藏工作表", "row": "隐藏行", "column": "隐藏列", "slide": "隐藏幻灯片",
    "comment": "批注", "deletion": "修订删除", "text": "隐藏文字", "notes": "备注",
    "property": "属性", "embedded": "内嵌文件名",
}  # fmt: skip
_SPEED_SIZE = 1_000_000
_SPEED_ROUNDS = 3


class Found(NamedTuple):
    """A finding, or a label, in a file."""

    file: str
    kind: str
    text: str
    where: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Scan, write and compare; 2 where the input is no folder."""
    parser = argparse.ArgumentParser(prog="python -m bench.scan", description=__doc__)
    parser.add_argument("--input", type=Path, help="folder of the files")
    parser.add_argument("--labels", type=Path, help="JSON Lines of {file, kind, text, where}")
    parser.add_argument("--json", type=Path, help="file for the findings")
    parser.add_argument("--speed", action="store_true", help="MB/s on plain text")
    options = parser.parse_args(arguments)
    if options.speed:
        _say_speed(options.input)
    if options.input is None:
        return 0 if options.speed else _refuse(parser, "--input is needed")
    if not options.input.is_dir():
        return _refuse(parser, f"{options.input} is no folder")
    found = scan_folder(options.input)
    if options.json:
        rows = [each._asdict() for each in found]
        options.json.write_text(
            json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    _say(f"{len(found)} findings")
    if options.labels:
        report(read_labels(options.labels), found)
    return 0


def scan_folder(folder: Path) -> list[Found]:
    """Findings in all files of a folder, hidden files aside."""
    found: list[Found] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            found += scan_file(path, path.relative_to(folder).as_posix())
    return found


def scan_file(path: Path, name: str) -> list[Found]:
    """Findings in a file, each text once for a place."""
    found: dict[Found, None] = {}
    for where, text in texts_of(path):
        for finding in scan_text(text):
            if finding.kind in MEASURED:
                found[Found(name, finding.kind, plain(finding), where)] = None
    return list(found)


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """The texts of a file, visible and hidden, with their places."""
    try:
        data = path.read_bytes()
    except OSError as error:
        _say(f"{path}: {error.strerror}")
        return
    if path.suffix.lower() == ".txt":
        yield "正文", _decoded(data)
        return
    extracted = extract(path, _LIMITS)
    if extracted.status not in {Status.DONE, Status.EMPTY, Status.NO_TEXT} or extracted.was_cut:
        _say(f"{path}: {extracted.status} {extracted.reason}{' cut' * extracted.was_cut}")
    for part in extracted.parts:
        yield part.place, part.text
    for hidden in extracted.hidden:
        yield f"{hidden.place}（{_HIDDEN.get(hidden.kind, hidden.kind)}）", hidden.text


def plain(finding: Finding) -> str:
    """The text of a finding without spaces and in half width."""
    return squeezed(finding.text)


def squeezed(text: str) -> str:
    """A text without spaces and bars of tables, in half width."""
    half = "".join(
        chr(ord(each) - 0xFEE0) if "\uff01" <= each <= "\uff5e" else each for each in text
    )
    return _SPACES.sub("", half)


def read_labels(path: Path) -> list[Found]:
    """Labels of the measured kinds."""
    text = path.read_text(encoding="utf-8-sig")
    is_list = text.lstrip().startswith("[")
    rows = json.loads(text) if is_list else map(json.loads, filter(str.strip, text.split("\n")))
    return [
        Found(row["file"], row["kind"], squeezed(str(row["text"])), str(row.get("where", "")))
        for row in rows
        if row["kind"] in MEASURED
    ]


def agree(label: Found, found: Found) -> bool:
    """Whether a finding is what a label says."""
    if (label.file, label.kind) != (found.file, found.kind):
        return False
    if overlap(label.text, found.text):
        return True
    return label.kind in _NUMBERS and overlap(
        _SEPARATORS.sub("", label.text).upper(), _SEPARATORS.sub("", found.text).upper()
    )


def overlap(one: str, other: str) -> bool:
    """Whether one text is within the other."""
    return bool(one and other) and (one in other or other in one)


class Counts(NamedTuple):
    """Labels, those of them that were found, findings, and those of them that are labelled."""

    labels: int
    hits: int
    findings: int
    right: int

    @property
    def recall(self) -> float:
        """Share of the labels that were found."""
        return self.hits / self.labels if self.labels else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings that are labelled."""
        return self.right / self.findings if self.findings else 1.0


def compare(
    labels: list[Found], found: list[Found]
) -> tuple[dict[str, Counts], list[Found], list[Found]]:
    """Counts by kind, with ``all``; misses; false alarms."""
    by_place: dict[tuple[str, str], tuple[list[Found], list[Found]]] = {}
    for label in labels:
        by_place.setdefault((label.file, label.kind), ([], []))[0].append(label)
    for each in found:
        by_place.setdefault((each.file, each.kind), ([], []))[1].append(each)
    misses, alarms = [], []
    for ours, theirs in by_place.values():
        misses += [label for label in ours if not any(agree(label, each) for each in theirs)]
        alarms += [each for each in theirs if not any(agree(label, each) for label in ours)]
    sizes = [Counter(each.kind for each in group) for group in (labels, misses, found, alarms)]
    counts = {}
    for kind in MEASURED:
        wanted, missed, given, false = (size[kind] for size in sizes)
        counts[kind] = Counts(wanted, wanted - missed, given, given - false)
    counts["all"] = Counts(*(sum(column) for column in zip(*counts.values(), strict=True)))
    return counts, misses, alarms


def report(labels: list[Found], found: list[Found]) -> None:
    """Print counts, misses and false alarms."""
    counts, misses, alarms = compare(labels, found)
    _say(f"{'kind':<16}{'labels':>8}{'found':>8}{'recall':>9}{'precision':>11}")
    for kind, count in counts.items():
        _say(
            f"{kind:<16}{count.labels:>8}{count.findings:>8}"
            f"{count.recall:>9.4f}{count.precision:>11.4f}"
        )
    for title, rows in (("missed", misses), ("false alarm", alarms)):
        for each in rows:
            _say(f"{title}: {each.file} | {each.kind} | {each.text} | {each.where}")


def _decoded(data: bytes) -> str:
    if data.startswith(_MARKS_OF_UTF_16):
        return data.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", errors="replace")


def _say_speed(folder: Path | None) -> None:
    text = _text_for_speed(folder)
    size = len(text.encode()) / 1e6
    best = min(_seconds(text) for _round in range(_SPEED_ROUNDS))
    _say(f"{size:.2f} MB ({len(text)} characters) in {best:.2f} s: {size / best:.2f} MB/s")


def _text_for_speed(folder: Path | None) -> str:
    """The plain text of a folder, again and again until it is long enough; ours without one."""
    own = Path(__file__).resolve().parents[1] / "tests" / "review" / "scan_set"
    files = sorted((folder or own).rglob("*.txt" if folder else "*.jsonl"))
    text = "\n".join(_decoded(path.read_bytes()) for path in files) or "空"
    return (text + "\n") * (_SPEED_SIZE // len(text) + 1)


def _seconds(text: str) -> float:
    begin = time.perf_counter()
    scan_text(text)
    return time.perf_counter() - begin


def _refuse(parser: argparse.ArgumentParser, reason: str) -> int:
    sys.stderr.write(f"{parser.prog}: {reason}\n")
    return 2


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
