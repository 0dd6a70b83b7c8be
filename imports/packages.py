"""A ZIP in place of a sheet: a sheet with its attachments, or files of which each is an item."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from .attachments import ArchiveFiles, clean_path, name_in
from .conf import number
from .sheets.book import CannotRead
from .sheets.folder import EXTENSIONS as DOCUMENTS
from .sheets.layout import Meaning
from .sheets.opening import EXTENSIONS as SHEETS
from .sheets.opening import open_book
from .values import BadValue, shown

_WORKBOOK = "[Content_Types].xml"
# A text is rather an attachment.
_TABLES = frozenset(SHEETS) - {".txt"}
_MIB = 1024 * 1024
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Package:
    """What a ZIP holds; without a sheet each of its files is an item."""

    sheet: File | None


def open_package(upload: File, means: Meaning) -> Package | None:
    """Look into an uploaded ZIP; None for every other file, a workbook among them.

    The sheet is the one in its uppermost folder that has headings.

    Raises:
        ValidationError: it cannot be opened, is too large, or holds several sheets or nothing.
    """
    if PurePosixPath(upload.name or "").suffix.lower() != ".zip":
        return None
    limit = number("GONGKAI_IMPORTS_MAX_ARCHIVE_SIZE")
    if (upload.size or 0) > limit:
        raise ValidationError(_("压缩包超过%dMB，请分几次导入。") % (limit // _MIB))
    upload.seek(0)
    try:
        with zipfile.ZipFile(_Lent(upload)) as archive:
            entries = {name_in(each): each for each in archive.infolist() if not each.is_dir()}
            if _WORKBOOK in entries:
                return None
            _refuse_unfit(entries.values())
            tables = [_table(archive, each, name) for name, each in _uppermost(entries)]
            found = [each for each in tables if each is not None and _has_headings(each, means)]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ValidationError(_("压缩包打不开，请重新打包为ZIP。")) from error
    finally:
        upload.seek(0)
    if len(found) > 1:
        names = "、".join(f"“{each.name}”" for each in found[:5])
        raise ValidationError(_("压缩包里有几张表格（%s），请分别导入，每个压缩包放一张。") % names)
    if not found and not any(_is_document(name) for name in entries):
        raise ValidationError(_("压缩包里没有表格，也没有可以作为条目的文件。"))
    return Package(found[0] if found else None)


class _Lent:
    """A file that is read by somebody who must not close it."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def close(self) -> None:
        """Leave it open."""


def _refuse_unfit(entries: Any) -> None:
    limit, most = number("GONGKAI_IMPORTS_MAX_UNPACKED"), number("GONGKAI_IMPORTS_MAX_ROWS")
    if sum(each.file_size for each in entries) > limit or len(entries) > most:
        raise ValidationError(_("压缩包解开后太大，请分几次导入。"))
    if any(each.flag_bits & _ENCRYPTED for each in entries):
        raise ValidationError(_("压缩包有密码，请去掉密码后重新打包。"))


def _uppermost(entries: dict[str, zipfile.ZipInfo]) -> list[tuple[str, zipfile.ZipInfo]]:
    """Files in the folder that holds everything, as far as they may be sheets."""
    if not entries:
        return []
    depth = min(name.count("/") for name in entries)
    return [
        (name, each)
        for name, each in entries.items()
        if name.count("/") == depth and PurePosixPath(name).suffix.lower() in _TABLES
    ]


def _table(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> File | None:
    """The file, where it is not too large for a sheet."""
    if entry.file_size > number("GONGKAI_IMPORTS_MAX_FILE_SIZE"):
        return None
    copy: IO[bytes] = tempfile.SpooledTemporaryFile(8 * _MIB)  # noqa: SIM115 - given on
    try:
        with archive.open(entry) as source:
            shutil.copyfileobj(source, copy)
    except Exception as error:
        # zlib, lzma and bz2 raise classes of their own.
        copy.close()
        raise ValidationError(
            _("压缩包里的“%s”已损坏，读不出来，请重新打包。") % shown(name)
        ) from error
    copy.seek(0)
    return File(copy, name=PurePosixPath(name).name)


def _has_headings(file: File, means: Meaning) -> bool:
    try:
        return bool(open_book(file, file.name or "", means).sheets)
    except CannotRead:
        return False
    finally:
        file.seek(0)


def _is_document(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in DOCUMENTS


@contextmanager
def unpacked(archive: Any) -> Iterator[Path]:
    """The files of a stored ZIP in a folder that is there as long as the block.

    What has a path that leads elsewhere is left out; what cannot be unpacked is empty.

    Raises:
        ValidationError: the ZIP cannot be opened.
    """
    files = ArchiveFiles(archive)
    try:
        with tempfile.TemporaryDirectory(prefix="gongkai-import-") as name:
            for path in files.paths:
                _unpack(files, path, Path(name))
            yield Path(name)
    finally:
        files.close()


def _unpack(files: ArchiveFiles, path: str, folder: Path) -> None:
    try:
        target = folder / clean_path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
        with files.open(path) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    except (BadValue, OSError, ValueError):
        # Too long a name, or a folder and a file of one name: not there, or told as broken.
        return
