"""``manage.py run_monitor``: look at everything, keep what was found (docs/monitor.md)."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...enums import SEVERITY_ORDER
from ...models import MonitorRun
from ...services.running import prune, run


class Command(BaseCommand):
    help = "按监测规则检查全部公开栏目，保存当天的结果；同一天重复执行，以最后一次为准。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--day", type=_day, default=None, help="按这一天计算期限（如2025-03-01）；不填为今天"
        )
        parser.add_argument("--json", action="store_true", help="把结果作为JSON写到标准输出")
        parser.add_argument(
            "--trigger", default="command", choices=["command", "schedule"], help="启动方式"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        done = run(options["day"], trigger=options["trigger"])
        if options["day"] is None:
            prune()
        if options["json"]:
            text = json.dumps(_as_data(done), ensure_ascii=False, indent=2)
            self.stdout.write(text)
        else:
            self.stdout.write(_sentence(done, time.monotonic() - started))
        for code in done.failed_rules:
            self.stderr.write(_("规则%s未能检查，原因见日志。") % code)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("“%s”不是日期，请写作2025-03-01。") % text) from error


def _sentence(done: MonitorRun, seconds: float) -> str:
    numbers = Counter(done.findings.order_by().values_list("severity", flat=True))
    parts = "，".join(f"{each.label}{numbers[each]}条" for each in SEVERITY_ORDER)
    return _("%(day)s：%(parts)s；用时%(seconds).1f秒。") % {
        "day": done.day,
        "parts": parts,
        "seconds": seconds,
    }


def _as_data(done: MonitorRun) -> dict[str, Any]:
    fields = (
        "rule", "key", "severity", "organ_id", "page_id", "subject",
        "detail", "facts", "due_on", "first_seen",
    )  # fmt: skip
    rows = done.findings.order_by("pk").values(*fields)
    findings = [
        {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in row.items()
        }
        for row in rows.iterator(chunk_size=2000)
    ]
    return {
        "day": done.day.isoformat(),
        "failed_rules": done.failed_rules,
        "findings": findings,
    }
