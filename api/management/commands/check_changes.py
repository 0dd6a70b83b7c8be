"""``manage.py check_changes``: list what changed for readers without anybody noting it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...services.changes import begin_anew, reconcile


class Command(BaseCommand):
    """Adds to the changes of the public API what is missing there, such as rows written by hand."""

    help = str(gettext_lazy("核对开放接口的变更清单，补记漏掉的变更"))

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--begin-anew",
            action="store_true",
            help=_("作废已经给出的全部续读位置，如恢复备份之后：采集方将从头读取"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["begin_anew"]:
            begin_anew()
            self.stdout.write(_("已作废全部续读位置，采集方将从头读取。"))
        number = reconcile()
        if number:
            self.stdout.write(_("补记了%d个条目的变更。") % number)
        elif options["verbosity"]:
            self.stdout.write(_("变更清单完整，没有漏记。"))
