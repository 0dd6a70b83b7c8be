"""``manage.py import_standard_catalogue``: a county's file into a standard catalogue."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Page

from ...models import StandardCatalogue
from ...reading.rows import ReadCatalogue, read_catalogue
from ...reading.sheets import CannotRead
from ...services.importing import Source, difference, import_rows


class Command(BaseCommand):
    help = "导入基层政务公开标准目录（XLSX、XLS、DOCX、HTML），先列出差异；--dry-run只看不存。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--column", type=int, required=True, help="栏目页面的编号")
        parser.add_argument("--name", default="", help="目录名称；不写则用文件中的标题")
        parser.add_argument("--dry-run", action="store_true", help="只列出读到的内容和差异")
        parser.add_argument("--remove-missing", action="store_true", help="删除文件中没有的事项")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(_("文件读不到：%s") % error) from error
        column = Page.objects.filter(pk=options["column"]).first()
        if column is None:
            raise CommandError(_("没有编号为%d的页面。") % options["column"])
        try:
            read = read_catalogue(data)
            catalogue = _catalogue(
                column, options["name"] or read.name or options["file"].stem, read
            )
            catalogue.full_clean()
        except CannotRead as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self._tell(read)
        rows = [each.values for each in read.good]
        told = difference(catalogue, rows)
        self.stdout.write(
            _("新增%(new)d项，变更%(changed)d项，不变%(same)d项，文件中没有%(missing)d项。")
            % {
                "new": len(told.new),
                "changed": len(told.changed),
                "same": told.same,
                "missing": len(told.missing),
            }
        )
        if options["dry_run"]:
            return
        source = Source.of(options["file"].name, data)
        import_rows(catalogue, rows, None, source, remove_missing=options["remove_missing"])
        self.stdout.write(_("已存入“%s”。") % catalogue)

    def _tell(self, read: ReadCatalogue) -> None:
        for note in read.notes:
            self.stdout.write(note)
        for row in read.rows:
            for text in (*row.faults, *row.remarks):
                self.stdout.write(f"{row.sheet}\t{row.line}\t{row.title}\t{text}")


def _catalogue(column: Page, name: str, read: ReadCatalogue) -> StandardCatalogue:
    found = StandardCatalogue.objects.filter(column=column, name=name).first()
    upper, lower = read.level_names
    return found or StandardCatalogue(
        column=column, name=name[:200], level=read.level, upper_level=upper, lower_level=lower
    )
