"""Writing and reading the tar file: one pass, nothing held in memory."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.utils.translation import gettext as _

from .errors import BackupError

MANIFEST = "manifest.json"
CHECKSUMS = "media.sha256"
MEDIA = "media/"
_CHUNK = 1 << 20


class HashingReader(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()
        self.length = 0

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read, and hash."""
        data = self.file.read(size)
        self.digest.update(data)
        self.length += len(data)
        return data


def media_root() -> Path | None:
    """Where uploaded files lie; None where another service keeps them."""
    if not isinstance(storages["default"], FileSystemStorage):
        return None
    return Path(settings.MEDIA_ROOT)


def media_files(root: Path) -> Iterator[Path]:
    """All files below ``root``, in a fixed order; what begins with a dot is none of the site's."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def add_file(archive: tarfile.TarFile, path: Path, name: str) -> tuple[str, int] | None:
    """Add a file; return its SHA-256 and length, or None where it was deleted meanwhile."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    with file:
        info = archive.gettarinfo(arcname=name, fileobj=file)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        reader = HashingReader(file)
        archive.addfile(info, reader)
        return reader.digest.hexdigest(), reader.length


def add_text(archive: tarfile.TarFile, text: str, name: str) -> str:
    """Add a small text; return its SHA-256."""
    data = text.encode()
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    archive.addfile(info, io.BytesIO(data))
    return hashlib.sha256(data).hexdigest()


def unpack(archive: Path, folder: Path | None, database: Path) -> Iterator[tuple[str, str, int]]:
    """Go through an archive; give name, SHA-256 and length of each member.

    Args:
        folder: where media files are written; None: they are read only.
        database: where the copy of the database is written.

    Raises:
        BackupError: it is no archive, is damaged, or names a place outside.
    """
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                source = tar.extractfile(member)
                if source is None:
                    raise BackupError(_("备份中的%s不是文件。") % member.name)
                reader = HashingReader(source)
                target = _target(member.name, folder, database)
                if target is None:
                    while reader.read(_CHUNK):
                        pass
                else:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with target.open("wb") as file:
                        shutil.copyfileobj(reader, file, _CHUNK)
                    os.utime(target, (member.mtime, member.mtime))
                yield member.name, reader.digest.hexdigest(), reader.length
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(
            _("%(file)s不是完整的备份：%(error)s") % {"file": archive, "error": error}
        ) from error
    except FileNotFoundError as error:
        raise BackupError(_("没有备份文件%s。") % archive) from error


def read_text(archive: Path, name: str) -> str:
    """A small text of an archive.

    Raises:
        BackupError: it is not there.
    """
    try:
        with tarfile.open(archive) as tar:
            source = tar.extractfile(name)
            if source is not None:
                return source.read().decode()
    except (tarfile.TarError, EOFError, KeyError, FileNotFoundError) as error:
        raise BackupError(
            _("%(file)s不是完整的备份，其中没有%(name)s。") % {"file": archive, "name": name}
        ) from error
    raise BackupError(_("%s不是完整的备份。") % archive)


def _target(name: str, folder: Path | None, database: Path) -> Path | None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts:
        raise BackupError(_("备份中的文件名%s指向备份以外，不予恢复。") % name)
    if name.startswith("database."):
        return database
    if name.startswith(MEDIA) and folder is not None:
        return folder.joinpath(*parts[1:])
    return None
