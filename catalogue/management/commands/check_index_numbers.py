"""Tell whether index numbers are complete, registered and the same everywhere."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...services.index_number_audit import audit


class Command(BaseCommand):
    """Prints a line for each finding; exit status 1 when one of them is an error."""

    help = str(_("检查索引号：断号、缺号、与登记不一致。有错误时退出状态为1。"))

    def handle(self, *args: Any, **options: Any) -> None:
        errors = 0
        for finding in audit():
            errors += finding.is_error
            style = self.style.ERROR if finding.is_error else self.style.NOTICE
            self.stdout.write(style(finding.text))
        if errors:
            raise CommandError(_("索引号检查：发现%d个错误，见上。") % errors)
        self.stdout.write(self.style.SUCCESS(_("索引号检查：没有错误。")))
