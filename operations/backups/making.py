"""Making a backup: copy, pack, and read back what was written."""

from __future__ import annotations

import os
import tarfile
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from ..models import JobState
from ..scheduling.states import note_success
from . import archive
from .databases import Copies, copies
from .errors import BackupError
from .manifest import Manifest, differences_of_tables, of_what_is_seen

Say = Callable[[str], object]
_PREFIX, _SUFFIX = "gongkai-", ".tar"


def make(target: Path, *, keep: int = 0, say: Say = print) -> Path:
    """Write a backup and read it back; return its path.

    Args:
        target: a folder, or the name of the file.
        keep: in a folder, how many backups are left; 0: all. None is taken away while the new one
            has something wrong in its data.

    Raises:
        BackupError: it could not be written, or what was read back is something else. There is no
            file then.
    """
    place = _place(target)
    is_folder = place != target
    with tempfile.TemporaryDirectory(prefix=".gongkai-backup-", dir=place.parent) as draft_folder:
        draft = Path(draft_folder)
        kind = copies()
        manifest = _write(draft / "archive", draft, kind)
        (draft / kind.member).unlink()
        say(_("已写入，现在读回核对。"))
        verify(draft / "archive", manifest, draft / "read-back", kind)
        (draft / "archive").replace(place)
    _settle(place.parent)
    note_success(JobState.BACKUP)
    faults = [fault for found in manifest.faults.values() for fault in found]
    for fault in faults:
        say(_("数据本身有问题，已照原样备份：%s") % fault)
    if is_folder and keep and not faults:
        for old in sorted(place.parent.glob(f"{_PREFIX}*{_SUFFIX}"))[:-keep]:
            old.unlink()
    return place


def verify(file: Path, manifest: Manifest, scratch: Path, kind: Copies) -> None:
    """Read an archive from its beginning to its end and compare it with its manifest.

    Raises:
        BackupError: with the first thing that is otherwise.
    """
    found = {name: digest for name, digest, _length in archive.unpack(file, None, scratch)}
    check_digests(file, manifest, found)
    for sentence in differences_of_tables(manifest, kind.verify(scratch)):
        raise BackupError(_("读回的备份与写入的不同。") + sentence)
    scratch.unlink()


def check_digests(file: Path, manifest: Manifest, found: dict[str, str]) -> None:
    """Compare checksums that were computed with those that were noted.

    Raises:
        BackupError: with the name of the first that differs.
    """
    wanted = {
        manifest.database: manifest.database_sha256,
        archive.CHECKSUMS: manifest.media_sha256,
    }
    for line in archive.read_text(file, archive.CHECKSUMS).splitlines():
        digest, _space, name = line.partition("  ")
        wanted[name] = digest
    left = {*found} - {archive.MANIFEST}
    for name in sorted({*wanted} | left):
        if wanted.get(name) != found.get(name):
            raise BackupError(_("备份中的%s缺少、多余或者与校验值不符，备份不可用。") % name)


def _place(target: Path) -> Path:
    is_folder = target.is_dir() or not target.suffix
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    place = target / f"{_PREFIX}{stamp}{_SUFFIX}" if is_folder else target
    root = archive.media_root()
    if root is not None and place.absolute().is_relative_to(root.absolute()):
        raise BackupError(_("备份不能放在上传文件的文件夹%s里面，请另选地方。") % root)
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BackupError(
            _("不能写入%(folder)s：%(error)s") % {"folder": place.parent, "error": error.strerror}
        ) from error
    return place


def _write(file: Path, draft: Path, kind: Copies) -> Manifest:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(handle, "wb") as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        with kind.make(draft / kind.member):
            manifest = of_what_is_seen(kind.member)
        # Files after the database: what it names is there, unless it was deleted since.
        written = archive.add_file(tar, draft / kind.member, kind.member)
        manifest.database_sha256 = written[0] if written else ""
        _add_media(tar, manifest, draft / archive.CHECKSUMS)
        archive.add_text(tar, manifest.as_json(), archive.MANIFEST)
        tar.close()
        stream.flush()
        os.fsync(stream.fileno())
    return manifest


def _add_media(tar: tarfile.TarFile, manifest: Manifest, checksums: Path) -> None:
    root = archive.media_root()
    with checksums.open("w", encoding="utf-8") as listing:
        for path in archive.media_files(root) if root else ():
            name = f"{archive.MEDIA}{path.relative_to(root).as_posix()}" if root else ""
            added = archive.add_file(tar, path, name)
            if added:
                listing.write(f"{added[0]}  {name}\n")
                manifest.media_files += 1
                manifest.media_bytes += added[1]
    listed = archive.add_file(tar, checksums, archive.CHECKSUMS)
    manifest.media_sha256 = listed[0] if listed else ""


def _settle(folder: Path) -> None:
    """Make the new name last, should the power fail now."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
