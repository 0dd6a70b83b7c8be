"""``manage.py backup``: database, files and manifest in one archive, read back at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ...backups.errors import BackupError
from ...backups.making import make


class Command(BaseCommand):
    """Writes a backup; the site goes on meanwhile."""

    help = str(_("备份数据库和上传文件，并把写入的读回核对。密钥不在其中，请另行保管。"))

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and how many are kept."""
        parser.add_argument("target", type=Path, help=str(_("文件夹或者文件名")))
        parser.add_argument(
            "--keep", type=int, default=0, help=str(_("文件夹中保留的份数，默认全部保留"))
        )

    def handle(self, *args: Any, target: Path, keep: int, **options: Any) -> None:
        """Make one."""
        if keep < 0:
            raise CommandError(_("--keep要用0或者正整数。"))
        try:
            file = make(target, keep=keep, say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        size = file.stat().st_size
        self.stdout.write(
            self.style.SUCCESS(
                _("备份已完成并核对：%(file)s，%(size)d字节。") % {"file": file, "size": size}
            )
        )
