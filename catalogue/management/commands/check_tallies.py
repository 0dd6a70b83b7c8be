"""Compare the kept counts of public items with the items themselves; --repair makes them right."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...tallies import checking


class Command(BaseCommand):
    help = _("核对公开条目的计数是否与条目一致；加 --repair 则一并改正。")

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--repair", action="store_true", help=_("改正不一致之处。"))
        ways.add_argument(
            "--settle",
            action="store_true",
            help=_("只把有效性到今天已经改变的条目重新计入，并合并零散的计数；每天运行一次。"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["settle"]:
            number = checking.settle_validity()
            self.stdout.write(_("有效性已改变、重新计入的条目：%d 条。") % number)
            return
        if options["repair"]:
            findings = checking.repair()
            self.stdout.write(
                _("已改正：条目 %(items)d 条，类别 %(categories)d 个，合计 %(sums)d 项。")
                % vars(findings)
            )
            return
        findings = checking.check()
        if findings:
            raise CommandError(
                _(
                    "计数与条目不一致：条目 %(items)d 条，类别 %(categories)d 个，"
                    "合计 %(sums)d 项。请运行 check_tallies --repair 改正。"
                )
                % vars(findings)
            )
        self.stdout.write(_("计数与条目一致。"))
