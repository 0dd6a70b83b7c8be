"""``manage.py load_bulk``: generated items in any number (docs/loading.md)."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...services.loading_items import choose_column
from ...services.sample_load import SAMPLE_BATCH, Plan, load, standing


class Command(BaseCommand):
    help = (
        "生成并发布示例条目，用于试验大数据量。中断后用同样的参数再次执行，"
        "会从中断处继续，直到条目总数达到 --items。不要在正式站点上使用。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--items", type=_count, required=True, help="条目总数")
        parser.add_argument("--column", default="", help="栏目首页的编号或网址标识；只有一个时可省")
        parser.add_argument("--seed", default="1", help="同样的种子生成同样的条目")
        parser.add_argument(
            "--batch", type=_count, default=SAMPLE_BATCH, help="每批（一个事务）的条目数"
        )
        parser.add_argument(
            "--attachments", type=int, default=0, metavar="N", help="每N条有一条带附件；0为都不带"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            plan = Plan(
                column=choose_column(options["column"]),
                items=options["items"],
                seed=options["seed"],
                batch_size=options["batch"],
                attached_every=max(options["attachments"], 0),
            )
            there = standing(plan.column, plan.seed)
            with _bar(plan.items, there) as bar:
                published = load(plan, lambda done: bar.update(done - bar.n))
        except ImportError as error:
            raise CommandError(
                _("缺少程序包“%s”，显示进度需要它。请安装：pip install gongkai[demo]") % error.name
            ) from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        seconds = time.monotonic() - started
        self.stdout.write(
            _(
                "栏目“%(column)s”：原有示例条目%(there)d条，发布%(published)d条，"
                "用时%(seconds).1f秒，每秒%(rate).0f条。"
            )
            % {
                "column": plan.column.title,
                "there": there,
                "published": published,
                "seconds": seconds,
                "rate": published / seconds,
            }
        )


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise ArgumentTypeError(_("“%s”不是正整数。") % text)
    return number


def _bar(total: int, done: int) -> Any:
    """A bar that moves on a terminal; elsewhere a line now and then."""
    from tqdm import tqdm

    on_terminal = sys.stderr.isatty()
    return tqdm(
        total=total,
        initial=min(done, total),
        ascii=not on_terminal,
        mininterval=0.2 if on_terminal else 5,
        unit="条",
        file=sys.stderr,
    )
