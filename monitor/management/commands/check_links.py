"""check_links: look for links that lead nowhere, a piece at a time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from ...links.checking import advance


class Command(BaseCommand):
    """For a schedule, every few minutes: goes on with today's run until it is over."""

    help = str(_("检查公开页面上的链接和文件；未完成的接着检查。"))

    def add_arguments(self, parser: CommandParser) -> None:
        """One option: not to wait for tomorrow."""
        parser.add_argument("--begin", action="store_true", help=str(_("今天检查过的也重新开始")))

    def handle(self, *args: Any, **options: Any) -> None:
        """Work for a while, and say how far it came."""
        run = advance(begin=options["begin"])
        if not options["verbosity"]:
            return
        if run is None:
            self.stdout.write(_("今天已经检查完毕，或者另一个进程正在检查。"))
            return
        numbers = {"pages": run.pages, "asked": run.asked}
        done = _("检查完毕：读取页面%(pages)d个，访问链接%(asked)d个。")
        going = _("检查未完，下次接着进行：已读取页面%(pages)d个，访问链接%(asked)d个。")
        self.stdout.write((done if run.finished_at else going) % numbers)
