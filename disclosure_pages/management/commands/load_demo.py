"""``manage.py load_demo``: the demo town, ready to look at."""

from __future__ import annotations

import os
import secrets
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

PASSWORD_VARIABLE = "GONGKAI_DEMO_PASSWORD"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    help = (
        "建立演示栏目：泗门镇的指南、制度、目录、条目、年报和演示账号；已经建立的，不作任何改动。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fast", action="store_true", help="只建2013年的条目，不做附件")
        parser.add_argument(
            "--password",
            default="",
            help=f"演示账号的密码；不写则取环境变量 {PASSWORD_VARIABLE}，再没有则随机生成",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from ...demo import loader

        if (column := loader.find_demo()) is not None:
            self.stdout.write(_("演示栏目“%s”已经建立，没有改动。") % column.title)
            return
        given = options["password"] or os.environ.get(PASSWORD_VARIABLE, "")
        password = given or secrets.token_urlsafe(9)
        plan = loader.Plan(password=password, fast=options["fast"])
        started = time.monotonic()
        try:
            with _bar(loader.units_of_work(plan)) as bar:

                def progress(step: str, done: int = 1) -> None:
                    bar.set_description(step, refresh=False)
                    bar.update(done)

                loaded = loader.load(plan, progress)
        except ImportError as error:
            raise CommandError(
                _("缺少程序包“%s”，演示附件需要它。请安装：pip install gongkai[demo]") % error.name
            ) from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(
            _(
                "演示栏目“%(column)s”建立完毕：条目%(items)d条，附件%(files)d个，用时%(seconds).1f秒。"
            )
            % {
                "column": loaded.column.title,
                "items": loaded.items,
                "files": loaded.attachments,
                "seconds": time.monotonic() - started,
            }
        )
        self.stdout.write(_("演示账号：%s") % "、".join(loaded.accounts))
        if not given:
            self.stdout.write(_("密码（只显示这一次）：%s") % password)


def _bar(total: int) -> Any:
    """A bar that moves on a terminal; elsewhere a line now and then."""
    from tqdm import tqdm

    on_terminal = sys.stderr.isatty()
    return tqdm(
        total=total,
        ascii=not on_terminal,
        mininterval=0.2 if on_terminal else 2,
        unit="",
        file=sys.stderr,
    )
