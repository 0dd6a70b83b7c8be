"""Files that rows name: in a folder beside the sheet, or in a ZIP."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from . import rooms
from .conf import number
from .models import ImportBatch
from .values import BadValue, shown

_SEPARATORS = re.compile(r"[\\/]+")
_COMMAS = re.compile(r"[、,，]")
_UTF8_NAME = 0x800
_CLOSE = 60


class Files:
    """Where files are looked for; this one has none."""

    def is_there(self, path: str) -> bool:
        """Whether a file stands at a path that was made by :func:`clean_path`."""
        return False

    def open(self, path: str) -> File:
        """The file at ``path``.

        Raises:
            BadValue: it is not there, or leads out of where files may be taken from.
        """
        raise BadValue(_("没有附件“%s”：没有提供附件文件夹或者压缩包。") % shown(path))

    def close(self) -> None:
        """Let go of what is open."""


class FolderFiles(Files):
    """Files below a folder; nothing outside it, by whatever way."""

    def __init__(self, folder: Path) -> None:
        self._root = folder.resolve()
        self._names: dict[Path, list[str]] = {}

    def is_there(self, path: str) -> bool:
        return (self._root / path).is_file()

    def open(self, path: str) -> File:
        target = self._root / path
        try:
            real = target.resolve(strict=True)
        except (OSError, RuntimeError):
            raise self._absent(target, path) from None
        # A link inside may lead outside.
        if not real.is_relative_to(self._root):
            raise BadValue(_("附件“%s”在导入文件夹之外，不能读取。") % shown(path))
        if not real.is_file():
            raise BadValue(_("附件“%s”不是文件。") % shown(path))
        return File(real.open("rb"), name=target.name)

    def _absent(self, target: Path, path: str) -> BadValue:
        """What to say of a file that is not there; the folder that it should be in may have one
        of nearly its name."""
        folder = target.parent
        if not folder.is_dir() or not folder.resolve().is_relative_to(self._root):
            folder = self._root
        if folder not in self._names:
            self._names[folder] = sorted(each.name for each in folder.iterdir() if each.is_file())
        return _absent(_("没有附件“%s”，请核对文件名和路径。"), path, self._names[folder])


def _absent(sentence: str, path: str, names: Iterable[str]) -> BadValue:
    match = process.extractOne(
        PurePosixPath(path).name,
        list(names),
        scorer=fuzz.ratio,
        processor=str.lower,
        score_cutoff=_CLOSE,
    )
    nearest = match[0] if match else ""
    hint = _("最接近的是“%s”。") % shown(nearest) if nearest else ""
    return BadValue(sentence % shown(path) + hint, nearest)


class ArchiveFiles(Files):
    """Files in a ZIP; names in GB 18030, as Windows wrote them, are understood."""

    def __init__(self, file: Any) -> None:
        self._stream = file.open("rb")
        try:
            self._archive = zipfile.ZipFile(self._stream)
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise ValidationError(_("附件压缩包打不开，请重新打包为ZIP。")) from error
        infos = [info for info in self._archive.infolist() if not info.is_dir()]
        if sum(info.file_size for info in infos) > number("GONGKAI_IMPORTS_MAX_UNPACKED"):
            raise ValidationError(_("附件压缩包解开后太大，请分几次导入。"))
        self._by_path = {name_in(info): info for info in infos}
        # A sheet often names the file alone, while the ZIP has a folder around everything.
        self._by_name: dict[str, list[str]] = {}
        for path in self._by_path:
            self._by_name.setdefault(PurePosixPath(path).name, []).append(path)

    @property
    def paths(self) -> list[str]:
        """Paths of all files, as they stand in the ZIP."""
        return list(self._by_path)

    def is_there(self, path: str) -> bool:
        return self._find(path) is not None

    def _find(self, path: str) -> zipfile.ZipInfo | None:
        if path in self._by_path:
            return self._by_path[path]
        same_name = self._by_name.get(PurePosixPath(path).name, ())
        ends = [known for known in same_name if known.endswith(f"/{path}")]
        return self._by_path[ends[0]] if len(ends) == 1 else None

    def open(self, path: str) -> File:
        info = self._find(path)
        if info is None:
            raise _absent(_("压缩包里没有附件“%s”，请核对文件名和路径。"), path, self._by_name)
        copy: IO[bytes] = tempfile.SpooledTemporaryFile(8 * 1024 * 1024)  # noqa: SIM115 - given on
        limit = number("GONGKAI_IMPORTS_MAX_UNPACKED")
        try:
            with self._archive.open(info) as entry:
                shutil.copyfileobj(entry, copy)
        except Exception as error:
            # zlib, lzma and bz2 raise classes of their own; RuntimeError is a missing password.
            copy.close()
            raise BadValue(
                _("附件“%s”在压缩包里已损坏或有密码，读不出来。") % shown(path)
            ) from error
        if copy.tell() > limit:
            raise BadValue(_("附件“%s”太大。") % shown(path))
        copy.seek(0)
        return File(copy, name=PurePosixPath(path).name)

    def close(self) -> None:
        self._archive.close()
        self._stream.close()


def name_in(info: zipfile.ZipInfo) -> str:
    """The path of a file in a ZIP."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return "/".join(part for part in _SEPARATORS.split(name) if part not in {"", "."})


def files_of(batch: ImportBatch) -> Files:
    """Where the files of a batch are.

    Raises:
        ValidationError: its ZIP cannot be opened.
    """
    if batch.archive:
        return ArchiveFiles(batch.archive)
    if folder := batch.option("folder"):
        return FolderFiles(Path(folder))
    return Files()


def clean_path(text: str) -> str:
    """A path as a sheet writes it, relative to where files are.

    Raises:
        BadValue: it is absolute, or goes up.
    """
    parts = [part for part in _SEPARATORS.split(text.strip()) if part not in {"", "."}]
    if text.startswith(("/", "\\")) or re.match(r"[A-Za-z]:|[a-z]+://", text) or ".." in parts:
        raise BadValue(
            _("附件“%s”应写成表格所在文件夹以内的相对路径，不能用“..”、盘符或网址。") % shown(text)
        )
    return "/".join(parts)


def paths_in(texts: tuple[str, ...], files: Files) -> list[str]:
    """Paths of the files that a cell names; commas part names where the whole is no file."""
    found: dict[str, None] = {}
    for text in texts:
        path = clean_path(text)
        if not files.is_there(path) and _COMMAS.search(text):
            parts = [part.strip() for part in _COMMAS.split(text) if part.strip()]
            found.update(dict.fromkeys(map(clean_path, parts)))
        else:
            found[path] = None
    return list(found)


def check_file(files: Files, path: str) -> None:
    """Refuse a file as an upload of the same kind would be refused.

    Raises:
        BadValue: it is missing, empty, too large, of a kind that is not taken, or not what its
            extension says.
    """
    with files.open(path) as file:
        extension = PurePosixPath(path).suffix.lower().lstrip(".")
        allowed = _extensions()
        if allowed and extension not in allowed:
            raise BadValue(
                _("附件“%(path)s”的格式不能上传，可用的格式是：%(allowed)s。")
                % {"path": shown(path), "allowed": "、".join(allowed)}
            )
        try:
            rooms.catalogue("uploads").validate_document(file)
        except ValidationError as error:
            raise BadValue(
                _("附件“%(path)s”：%(reason)s")
                % {"path": shown(path), "reason": " ".join(error.messages)}
            ) from error


def _extensions() -> list[str]:
    from django.conf import settings

    return list(getattr(settings, "WAGTAILDOCS_EXTENSIONS", ()))
