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
        parser.add_argument("--repair", action="store_true", help=_("改正不一致之处。"))

    def handle(self, *args: Any, **options: Any) -> None:
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
