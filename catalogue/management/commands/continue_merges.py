"""Take up merges of vocabularies that broke off."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...services.merging import go_on_with_all


class Command(BaseCommand):
    help = _("把中断的词表合并继续做完；没有中断的，什么也不做。")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_("改动的条目：%d 条。") % go_on_with_all())
