"""Putting a backup back, and comparing what is there with what it says."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from wagtail.models import Page

from .. import offers
from . import archive
from .databases import copies, row_counts
from .errors import BackupError
from .making import check_digests
from .manifest import Manifest, applied_migrations, differences_of_data, differences_of_tables

Say = Callable[[str], object]
# Wagtail's own root and its welcome page.
_FRESH_PAGES = 2


def restore(file: Path, *, overwrite: bool = False, say: Say = print) -> list[str]:
    """Make this instance what a backup is; return what differs from its manifest.

    Nothing is changed before the whole archive was read and found sound. Stop the site before.

    Args:
        overwrite: also where there is something already. Its uploaded files are put aside.

    Raises:
        BackupError: with what to do; the text says whether anything was changed.
    """
    manifest = Manifest.from_json(archive.read_text(file, archive.MANIFEST))
    _refuse(manifest, overwrite)
    kind = copies()
    root = archive.media_root()
    if root is not None:
        root.mkdir(parents=True, exist_ok=True)
    elif manifest.media_files:
        say(_("上传文件不在本机的文件夹里，备份中的%d个文件不恢复。") % manifest.media_files)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=root) as folder:
        media, database = Path(folder) / "media", Path(folder) / "database"
        media.mkdir()
        unpacked = archive.unpack(file, media if root else None, database)
        check_digests(file, manifest, {name: digest for name, digest, _length in unpacked})
        kind.verify(database)
        say(_("备份完整，现在恢复数据库。"))
        kind.put_back(database)
        differences = list(differences_of_tables(manifest, row_counts()))
        if root is not None:
            _put_media(media, root, say)
    say(_("现在补上备份以后的数据库迁移。"))
    call_command("migrate", interactive=False, verbosity=0)
    for sentence in offers.after_restore():
        say(sentence)
    return [*differences, *differences_of_data(manifest)]


def _refuse(manifest: Manifest, overwrite: bool) -> None:
    if manifest.vendor != connection.vendor:
        raise BackupError(
            _("备份出自%(theirs)s，这里是%(ours)s。请用同一种数据库恢复。没有改动任何内容。")
            % {"theirs": manifest.vendor, "ours": connection.vendor}
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    replaced = {
        f"{app}.{name}"
        for migration in MigrationLoader(None).disk_migrations.values()
        for app, name in migration.replaces
    }
    unknown = sorted({*manifest.migrations} - known - replaced)
    if unknown:
        raise BackupError(
            _("备份出自更新的程序，有本平台没有的迁移%s。请先更新程序。没有改动任何内容。")
            % unknown[0]
        )
    if not overwrite and (what := what_is_there()):
        raise BackupError(
            _(
                "这里不是空的：%s。恢复会取代全部内容；确实要取代的，加上--overwrite。"
                "没有改动任何内容。"
            )
            % what
        )


def what_is_there() -> str:
    """What a restore would replace, in a few words; empty for an instance that is new."""
    if applied_migrations():
        tables = connection.introspection.table_names()
        users = get_user_model()
        if users._meta.db_table in tables and (number := users._default_manager.count()):
            return _("有%d个账号") % number
        if Page._meta.db_table in tables and Page.objects.count() > _FRESH_PAGES:
            return _("有%d个页面") % Page.objects.count()
    root = archive.media_root()
    if root is not None and any(True for _file in archive.media_files(root)):
        return _("%s里有上传的文件") % root
    return ""


def _put_media(media: Path, root: Path, say: Say) -> None:
    """Put files into their place; what was there is put aside, since it may be all there is."""
    there = [entry for entry in root.iterdir() if not entry.name.startswith(".")]
    if there:
        aside = root / f".before-restore-{secrets.token_hex(4)}"
        aside.mkdir(mode=0o700)
        for entry in there:
            entry.rename(aside / entry.name)
        say(_("原有的上传文件移到了%s，不再需要的请自行删除。") % aside)
    for entry in media.iterdir():
        # The folder may be a volume of its own; within it, a name is all that changes.
        shutil.move(entry, root / entry.name)
