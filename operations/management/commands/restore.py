"""``manage.py restore``: an instance from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ...backups.errors import BackupError
from ...backups.restoring import restore


class Command(BaseCommand):
    """Puts a backup back, where nothing is or where it is told to replace what is."""

    help = str(_("从备份恢复数据库和上传文件，并与备份的清单核对。请先停止网站。"))
    # An instance that is to be filled has no tables yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The backup, and what may be replaced."""
        parser.add_argument("file", type=Path, help=str(_("备份文件")))
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--into-empty", action="store_true", help=str(_("只恢复到空的平台（默认）"))
        )
        choice.add_argument("--overwrite", action="store_true", help=str(_("取代现有的全部内容")))

    def handle(self, *args: Any, file: Path, overwrite: bool, **options: Any) -> None:
        """Restore, and tell what differs."""
        try:
            differences = restore(file, overwrite=overwrite, say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        for sentence in differences:
            self.stderr.write(sentence)
        if differences:
            raise CommandError(
                _(
                    "已恢复，但有%d处与备份的清单不同，见上。签章不符的，"
                    "请把备份时的GONGKAI_SECRET_KEY加到GONGKAI_SECRET_KEY_FALLBACKS。"
                )
                % len(differences)
            )
        self.stdout.write(self.style.SUCCESS(_("已恢复，与备份的清单一致。")))
