"""``manage.py import_report``: read a published report."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...imports.opening import CannotImport
from ...imports.report import ReadReport, as_json, read_report


class Command(BaseCommand):
    """Reads the three tables of a report from a file and says what it read."""

    help = "读取已发布的政府信息公开工作年度报告（网页、DOCX、XLSX），输出其中三张表的数字。"
    # Reading needs no database; storing says by itself what is missing.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what to do with what was read."""
        parser.add_argument("file", help="网页（.html）、Word文档（.docx）或者Excel工作簿（.xlsx）")
        parser.add_argument("--json", metavar="OUT", help="把读到的数字写入这个JSON文件，“-”为屏幕")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, write, tell."""
        path = Path(options["file"])
        try:
            read = read_report(path.read_bytes(), path.name)
        except OSError as error:
            raise CommandError(
                _("不能读取文件%(file)s：%(why)s。")
                % {
                    "file": path,
                    "why": error.strerror or error,
                }
            ) from error
        except CannotImport as error:
            raise CommandError(f"{path.name}：{error}") from error
        if options["json"]:
            self._write(options["json"], read)
        else:
            self.stdout.write("\n".join(_summary(read)))

    def _write(self, target: str, read: ReadReport) -> None:
        text = json.dumps(as_json(read), ensure_ascii=False)
        if target == "-":
            self.stdout.write(text)
            return
        try:
            Path(target).write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(
                _("不能写入文件%(file)s：%(why)s。")
                % {
                    "file": target,
                    "why": error.strerror or error,
                }
            ) from error


def _summary(read: ReadReport) -> list[str]:
    lines = [
        _("标题：%s") % (read.title or _("没有找到")),
        _("年度：%s") % (read.year or _("没有找到")),
        _("机构：%s") % (read.organ_name or _("没有找到")),
        _("格式：%s") % read.form.label,
        *read.notes,
    ]
    for table in read.form.tables:
        lines += ["", table.title]
        for cell in table.cells:
            number = read.values[cell.code]
            lines.append(f"  {cell.label}：{_('没有读到') if number is None else number}")
    breaches = read.breaches()
    lines += ["", _("不符合的勾稽关系：") if breaches else _("没有发现不符合的勾稽关系。")]
    lines += [f"  [{breach.rule.id}] {breach.sentence}" for breach in breaches]
    return lines
