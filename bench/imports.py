"""``import_items`` on real texts and on a dirty sheet: ``python -m bench.imports [--out FILE]``.

On a fresh SQLite database each: the 60 policies as XLSX, CSV and JSON Lines, drafts; the 3,466 laws
as XLSX and JSON Lines, published as history; 5,000 rows of which some hundreds have one of the
faults of ``tests/imports/dirty.py``, as drafts, and their undoing. Written are seconds, peak memory
of the process, and whether everything arrived as it stands in the corpus.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench import corpus

ROOT = Path(__file__).resolve().parents[1]
HEADINGS = {
    "index_number": "索引号",
    "title": "名称（标题）",
    "document_number": "文号",
    "organ": "发布机构",
    "written_on": "成文日期",
    "published_on": "发布日期",
    "topic": "主题分类",
    "genre": "体裁分类",
    "category": "类别（目录）",
    "keywords": "关键词",
    "body": "正文",
}
# Below what a cell of a spreadsheet holds.
_PIECE = 30_000
_DIRTY_ROWS = 5000


def in_cells(row: dict[str, Any]) -> dict[str, str]:
    """A row of the corpus by headings; a long text goes on in further columns."""
    cells = {}
    for code, heading in HEADINGS.items():
        value = row.get(code, "")
        cells[heading] = "、".join(value) if isinstance(value, list) else value
    for number, piece in enumerate(pieces(cells.pop("正文"))):
        cells[f"正文（续{number}）" if number else "正文"] = piece
    return cells


def pieces(text: str) -> Iterator[str]:
    """``text`` in parts that fit into cells, parted where it has a line break."""
    while len(text) > _PIECE:
        cut = text.rfind("\n", 0, _PIECE)
        cut = cut if cut > 0 else _PIECE
        yield text[:cut]
        text = text[cut + 1 :]
    yield text


def write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Write rows of the corpus in the format of the path's extension."""
    rows = list(rows)
    if path.suffix == ".jsonl":
        path.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8"
        )
        return path
    cells = [in_cells(row) for row in rows]
    headings = max((list(each) for each in cells), key=len)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, headings, restval="")
            writer.writeheader()
            writer.writerows(cells)
        return path
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("条目")
    sheet.append(["政府信息公开目录"])
    sheet.append(["填表说明：由旧系统导出"])
    sheet.append(headings)
    for each in cells:
        sheet.append([each.get(heading, "") for heading in headings])
    book.save(path)
    return path


def run(folder: Path, *command: str) -> dict[str, Any]:
    """Run ``manage.py`` on the database of ``folder``; seconds and peak memory in MiB."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "GONGKAI_DATA_DIR": str(folder),
        "GONGKAI_SEMANTIC": "off",
    }
    started = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, str(ROOT / "manage.py"), *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        said = process.stdout.read() if process.stdout else ""
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed:\n{said[-3000:]}")
    return {
        "seconds": round(time.monotonic() - started, 1),
        "peak_mib": usage.ru_maxrss // 1024,
        "said": said,
    }


def import_file(folder: Path, file: Path, *options: str) -> dict[str, Any]:
    """Import one file; figures and what the JSON says."""
    answer = folder / "answer.json"
    figures = run(folder, "import_items", str(file), "--json", str(answer), *options)
    figures |= json.loads(answer.read_text("utf-8"))
    figures.pop("said")
    return figures


def main() -> None:
    """Measure, and write a table in JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description=__doc__)
    parser.add_argument("--out", help="file to write; standard output if absent")
    parser.add_argument("--only", choices=["policies", "laws", "dirty"])
    parser.add_argument("--laws", nargs="*", default=["jsonl", "xlsx"], help="formats of the laws")
    options = parser.parse_args()
    table: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="gongkai-imports-") as name:
        base = Path(name)
        run(base / "empty", "migrate", "--verbosity", "0")
        run(base / "empty", "bench_imports", "prepare")
        if options.only in {None, "policies"}:
            for kind in ("xlsx", "csv", "jsonl"):
                table[f"policies.{kind}"] = _policies(_fresh(base, f"p-{kind}"), kind)
        if options.only in {None, "laws"}:
            for kind in options.laws:
                table[f"laws.{kind}"] = _laws(_fresh(base, f"l-{kind}"), kind)
        if options.only in {None, "dirty"}:
            table["dirty.xlsx"] = _dirty(_fresh(base, "dirty"))
    text = json.dumps(table, ensure_ascii=False, indent=2)
    if options.out:
        Path(options.out).write_text(text + "\n", encoding="utf-8")
    else:
        sys.stdout.write(text + "\n")


def _fresh(base: Path, name: str) -> Path:
    import shutil

    shutil.copytree(base / "empty", base / name)
    return base / name


def _policies(folder: Path, kind: str) -> dict[str, Any]:
    file = write(folder / f"policies.{kind}", corpus.policies())
    figures = import_file(folder, file)
    compared = run(folder, "bench_imports", "compare", "policies")
    figures["compared"] = compared["said"].strip()
    return figures


def _laws(folder: Path, kind: str) -> dict[str, Any]:
    file = write(folder / f"laws.{kind}", corpus.laws())
    figures = import_file(folder, file, "--publish", "--reason", "法律法规库")
    figures["compared"] = run(folder, "bench_imports", "compare", "laws")["said"].strip()
    figures["file_mib"] = round(file.stat().st_size / 1024 / 1024, 1)
    return figures


def _dirty(folder: Path) -> dict[str, Any]:
    from tests.imports import dirty

    sheet = dirty.make(_DIRTY_ROWS, seed=9)
    file = dirty.write_xlsx(sheet, folder / "dirty.xlsx")
    before = run(folder, "bench_imports", "count")["said"]
    figures = import_file(folder, file)
    faults = figures.pop("faults")
    figures["kinds"] = len(dirty.KINDS)
    figures["faulty_rows"] = len(sheet.expected)
    named = {(fault["row"], fault["column"]) for fault in faults}
    figures["not_named"] = sorted(set(sheet.expected.items()) - named)
    figures["named_without_cause"] = sorted(
        place for place in named if place[0] not in sheet.expected
    )
    undone = run(folder, "import_items", "--undo", "1")
    figures["undo_seconds"] = undone["seconds"]
    after = run(folder, "bench_imports", "count")["said"]
    old, new = json.loads(before), json.loads(after)
    figures["left_behind"] = {
        table: [old.get(table, 0), count] for table, count in new.items() if count != old.get(table)
    }
    return figures


if __name__ == "__main__":
    main()
