"""``manage.py load_items``: publishes items from JSON Lines (docs/loading.md)."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from array import array
from collections.abc import Iterator
from contextlib import nullcontext
from typing import IO, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...models import CategoryPage, ItemPage
from ...services.bulk import Publication, publish_items
from ...services.loading import parse, read_lines
from ...services.loading_items import ItemMaker, choose_column

SECONDS_BETWEEN_LINES = 2.0


class Command(BaseCommand):
    help = "从JSON Lines文件发布条目，每行一条，有误的行逐一指出；格式见 docs/loading.md。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="文件名；“-”表示标准输入")
        parser.add_argument(
            "--column",
            default="",
            metavar="PAGE",
            help="栏目首页的编号或网址标识；只有一个栏目时可省略",
        )

        parser.add_argument(
            "--reason",
            default="",
            metavar="TEXT",
            help="导入的内容和来源，记入审查台账；省略时只记文件名",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            column = choose_column(options["column"])
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        reason = options["reason"] or _("load_items导入，文件“%s”") % options["file"]
        load = _Load(self, ItemMaker(column), reason)
        started = time.monotonic()
        with _opened(options["file"]) as stream:
            load.run(stream)
        for label, names in (
            (_("新增机构"), load.maker.new_organs),
            (_("新增主题"), load.maker.new_topics),
        ):
            if names:
                self.stdout.write(f"{label}：{'、'.join(names)}")
        if load.blank:
            self.stdout.write(_("跳过空行%d行。") % load.blank)
        summary = _("发布%(published)d条，有误%(bad)d行，用时%(seconds).1f秒。") % {
            "published": load.published,
            "bad": load.bad,
            "seconds": time.monotonic() - started,
        }
        if load.bad:
            raise CommandError(summary)
        self.stdout.write(summary)


class _Load:
    """One run: which line every item came from, and what went wrong."""

    def __init__(self, command: BaseCommand, maker: ItemMaker, reason: str) -> None:
        self.maker = maker
        self._how = Publication(reason=reason)
        self.published = self.bad = self.blank = 0
        self._command = command
        self._line_of_position = array("Q")
        self._lines = 0
        self._on_terminal = sys.stderr.isatty()
        self._last_report = time.monotonic()

    def run(self, stream: IO[bytes]) -> None:
        """Publish what is in ``stream``."""

        def refuse(position: int, item: ItemPage, error: ValidationError) -> None:
            self._name(self._line_of_position[position], error)

        def report(_positions: int) -> None:
            self._report()

        try:
            self.published = publish_items(
                self._pairs(stream), self._how, refuse=refuse, progress=report
            )
        finally:
            if self._on_terminal:
                sys.stderr.write("\n")

    def _pairs(self, stream: IO[bytes]) -> Iterator[tuple[CategoryPage, ItemPage]]:
        for line in read_lines(stream):
            self._lines = line.number
            try:
                record = parse(line)
                if record is None:
                    self.blank += 1
                    continue
                pair = self.maker.make(record)
            except ValidationError as error:
                self._name(line.number, error)
                continue
            self._line_of_position.append(line.number)
            yield pair

    def _name(self, number: int, error: ValidationError) -> None:
        """Say what is wrong in a line, one message for each field."""
        self.bad += 1
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, messages in by_field.items():
            name = "" if field == NON_FIELD_ERRORS else field
            place = _("第%d行") % number + (f" {name}" if name else "")
            for message in messages:
                start = "\r" if self._on_terminal else ""
                self._command.stderr.write(f"{start}{place}：{message}")

    def _report(self) -> None:
        now = time.monotonic()
        text = _("已读%(lines)d行，有误%(bad)d行") % {"lines": self._lines, "bad": self.bad}
        if self._on_terminal:
            sys.stderr.write(f"\r{text}")
            sys.stderr.flush()
        elif now - self._last_report >= SECONDS_BETWEEN_LINES:
            self._last_report = now
            self._command.stderr.write(text)


def _opened(name: str) -> Any:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return open(name, "rb")
    except OSError as error:
        raise CommandError(
            _("打不开文件“%(name)s”：%(reason)s") % {"name": name, "reason": error.strerror}
        ) from error
