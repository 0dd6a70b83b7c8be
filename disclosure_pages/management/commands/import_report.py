"""``manage.py import_report``: read a published report."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...imports.opening import CannotImport
from ...imports.report import ReadReport, as_json, read_report
from ...models.reports import FIRST_YEAR, LAST_YEAR


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

        parser.add_argument("--organ", metavar="SLUG", help="录入这个机构（网址标识）该年度的统计")
        parser.add_argument("--year", type=int, help="报告的年度；不写则用报告中写明的年度")

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
        if options["organ"]:
            self._store(read, options["organ"], options["year"] or read.year, path.name)
        elif not options["json"]:
            self.stdout.write("\n".join(_summary(read)))

    def _store(self, read: ReadReport, slug: str, year: int | None, source: str) -> None:
        # Only what stores needs the database.
        from ...imports.services import store

        organ = apps.get_model("gongkai_catalogue", "Organ").objects.filter(slug=slug).first()
        if organ is None:
            raise CommandError(_("没有网址标识为“%s”的机构。") % slug)
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(_("没有找到报告的年度，请用--year写明。"))
        try:
            kept = store(read, organ, year, None, source)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write("\n".join(kept.notes))
        self.stdout.write(
            _("已录入%(count)d个数字：%(statistics)s。")
            % {"count": kept.entered, "statistics": kept.statistics}
        )
        if kept.page:
            self.stdout.write(_("已建立年度报告草稿：%s。") % kept.page.title)

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
