"""``manage.py run_scheduler``: everything that has its time, without cron."""

from __future__ import annotations

import shlex
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from ... import offers
from ...scheduling.loop import Loop


class Command(BaseCommand):
    """Runs the jobs of all apps at their times, until SIGTERM or SIGINT."""

    help = str(_("按时运行各应用的定时任务，可以同时运行多个。"))

    def add_arguments(self, parser: CommandParser) -> None:
        """One option: to look instead of to run."""
        parser.add_argument("--list", action="store_true", help=str(_("只列出任务及其时间")))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, or list."""
        jobs = offers.jobs()
        if options["list"]:
            for job in jobs:
                when = _("每天%s") % job.at if job.at else _("每%g秒") % job.every
                self.stdout.write(f"{job.name}\t{when}\tmanage.py {shlex.join(job.command)}")
            return
        loop = Loop(jobs)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: loop.stop())
        self.stdout.write(_("定时任务开始运行，共%d项。") % len(jobs))
        self.stdout.flush()
        loop.run()
