"""What reading files gives and takes: ``python -m bench.attachments``.

The files are those of the tests (``tests/search/extract/cases.py``), made as it goes.
"""

from __future__ import annotations

import io
import sys
import unicodedata
from collections.abc import Sequence

_HEADINGS = (
    "文件", "KiB", "结果", "原因", "格式", "页", "无文字页", "字数", "隐藏", "毫秒", "内存MiB",
)  # fmt: skip


def main() -> None:
    """Print the table."""
    from search.extract.process import extract
    from tests.search.extract.cases import CASES

    rows: list[Sequence[str]] = [_HEADINGS]
    for case in CASES:
        data = case.make()
        found = extract(io.BytesIO(data), case.limits)
        rows.append(
            (
                case.name,
                f"{len(data) / 1024:.0f}",
                f"{found.status}{'，截断' if found.was_cut else ''}",
                found.reason,
                found.format,
                str(found.pages),
                str(found.pages_without_text),
                str(found.characters),
                str(len(found.hidden)),
                str(found.milliseconds),
                f"{found.memory_kib / 1024:.0f}",
            )
        )
    widths = [max(_width(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for number, row in enumerate(rows):
        cells = (text + " " * (widths[i] - _width(text)) for i, text in enumerate(row))
        sys.stdout.write(f"| {' | '.join(cells)} |\n")
        if not number:
            sys.stdout.write(f"|{'|'.join('-' * (width + 2) for width in widths)}|\n")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


if __name__ == "__main__":
    main()
