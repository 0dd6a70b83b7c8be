"""``manage.py build_statutory_tree``: the categories of 条例 第二十条 and 第二十一条."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...enums import Level
from ...rooms import catalogue
from ...services import statutory


class Command(BaseCommand):
    help = "按《条例》第二十条、第二十一条对应或者新建栏目的类别；已有的类别只对应，不改名。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--column", type=int, help="栏目页面的编号；只有一个栏目时可以不写")
        parser.add_argument(
            "--level", choices=Level.values, default=Level.TOWNSHIP, help="乡镇或者县级"
        )
        parser.add_argument("--dry-run", action="store_true", help="只列出将要做什么")

    def handle(self, *args: Any, **options: Any) -> None:
        column = self._column(options["column"])
        try:
            if options["dry_run"]:
                told = statutory.plan(column, options["level"])
            else:
                told = statutory.build(column, options["level"], None)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        for each in told.planned:
            title = each.category.title if each.category else each.entry.title
            self.stdout.write(f"{each.entry.code}\t{each.step.label}\t{title}")
        self.stdout.write(
            _("共%(total)d项：新建%(new)d个类别，对应%(bound)d个。")
            % {
                "total": len(told.planned),
                "new": len(told.missing),
                "bound": len(told.planned) - len(told.missing),
            }
        )

    def _column(self, key: int | None) -> Any:
        columns = catalogue("columns").columns()
        found = list(columns.filter(pk=key) if key else columns[:2])
        if len(found) != 1:
            known = "；".join(f"{each.pk} {each.title}" for each in columns)
            raise CommandError(
                _("请用--column写明栏目页面的编号。现有的栏目：%s") % (known or "无")
            )
        return found[0].specific
