"""Taking a file in: stored as it is, with its headings read, and nothing of it imported yet."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from ..conf import number
from ..fields import FIELDS, field_of, plain
from ..models import ImportBatch
from ..packages import open_package, unpacked
from ..sheets.book import Book, SheetHeadings
from ..sheets.folder import read_folder
from ..sheets.opening import open_book

ADD = "gongkai_imports.add_importbatch"
PUBLISH = "gongkai_imports.publish_history"
RECEIVED = "gongkai_imports.receive"
OPTIONS = frozenset(
    {
        "kind", "category", "audience", "topic", "genre", "disclosure_mode", "disclosure_period",
        "publish", "reason", "folder", "each_file",
    }
)  # fmt: skip
_CHUNK = 1024 * 1024
_LONGEST_NAME = 200


def require_importer(user: Any, column: Page) -> None:
    """Refuse who may not bring anything into ``column``; None is the system.

    Raises:
        PermissionDenied: with a sentence.
    """
    if user is None:
        return
    if not user.is_active or not user.has_perm(ADD):
        raise PermissionDenied(_("您没有批量导入的权限。"))
    if not column.specific.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied(_("您不能在栏目“%s”下添加内容。") % column.title)


def require_publisher(user: Any, options: Mapping[str, Any]) -> None:
    """Refuse to publish as history without the permission or without a reason.

    Raises:
        PermissionDenied: without the permission.
        ValidationError: without a reason.
    """
    if not options.get("publish"):
        return
    if user is not None and not user.has_perm(PUBLISH):
        raise PermissionDenied(_("您没有直接发布历史信息的权限，导入的条目将是草稿。"))
    if not str(options.get("reason") or "").strip():
        raise ValidationError(
            {"reason": _("直接发布历史信息，须写明导入的内容和来源，它将记入审查台账。")}
        )


def receive(  # noqa: PLR0913 - each is a choice of its own in the form and in the command
    user: Any,
    upload: File | None,
    column: Page,
    *,
    organ: Any = None,
    mapping: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
    archive: File | None = None,
    name: str = "",
) -> ImportBatch:
    """Store a file and read its headings.

    Args:
        user: who imports; None for the system.
        upload: the sheet, or a ZIP (see ``packages``); None where ``options["folder"]`` with
            ``options["each_file"]`` names a folder of which each file becomes an item (for the
            command).
        column: below which the items come.
        organ: whose items they are where the sheet does not say.
        mapping: code of the field by heading; an empty code leaves the column out.
        options: see :class:`ImportBatch`.
        archive: ZIP with the attachments.

    Raises:
        PermissionDenied: the user may not import there, or not publish.
        ValidationError: the file cannot be read; a sentence says why.
    """
    chosen = {key: value for key, value in (options or {}).items() if value not in (None, "")}
    if unknown := chosen.keys() - OPTIONS:
        raise ValidationError(_("没有这个选项：%s。") % "、".join(sorted(unknown)))
    require_importer(user, column)
    require_publisher(user, chosen)
    file_name = Path(upload.name or "").name if upload else Path(str(chosen.get("folder"))).name
    batch = ImportBatch(
        name=(name or file_name)[:_LONGEST_NAME],
        file_name=file_name[-255:],
        column=Page.objects.get(pk=column.pk),
        organ=organ,
        mapping=checked_mapping(mapping or {}),
        options=chosen,
        created_by=user,
    )
    if archive is not None:
        _check_archive(archive)
    upload, archive = _unwrapped(batch, upload, archive)
    if upload is not None:
        # Read before it is kept: what cannot be read is not stored.
        batch.notes = open_book(upload, batch.file_name, meaning_of(batch)).notes
        batch.digest = _digest(upload)
        upload.seek(0)
    with transaction.atomic():
        if upload is not None:
            batch.file.save(batch.file_name, upload, save=False)
        if archive is not None:
            archive.seek(0)
            batch.archive.save(Path(archive.name or "files.zip").name, archive, save=False)
        batch.save()
        log(instance=batch, action=RECEIVED, user=user, data={"file": batch.name})
    return batch


def _unwrapped(
    batch: ImportBatch, upload: File | None, archive: File | None
) -> tuple[File | None, File | None]:
    """Sheet and attachments of what may be a ZIP with both, or with files alone."""
    package = open_package(upload, meaning_of(batch)) if upload is not None else None
    if upload is None or package is None:
        return upload, archive
    if archive is not None:
        raise ValidationError({"archive": _("表格已经在压缩包里，不用再选附件压缩包。")})
    if package.sheet is None:
        batch.options = {**batch.options, "each_file": True}
        batch.digest = _digest(upload)
    else:
        batch.file_name = Path(package.sheet.name or "").name[-255:]
    return package.sheet, upload


def checked_mapping(mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping of which every code is one of a field.

    Raises:
        ValidationError: naming the others.
    """
    wrong = sorted({code for code in mapping.values() if code and code not in FIELDS})
    if wrong:
        raise ValidationError(
            _("没有这些字段：%(wrong)s。可用的是：%(known)s。")
            % {"wrong": "、".join(wrong), "known": "、".join(FIELDS)}
        )
    return dict(mapping)


def meaning_of(batch: ImportBatch) -> Callable[[str], str]:
    """What a heading means in a batch: by its mapping, else by itself."""
    exact: dict[str, str] = dict(batch.mapping)
    loose = {plain(heading): code for heading, code in exact.items() if plain(heading)}

    def means(heading: str) -> str:
        if heading in exact:
            return exact[heading]
        found = loose.get(plain(heading))
        return field_of(heading) if found is None else found

    return means


@contextmanager
def opened(batch: ImportBatch) -> Iterator[Book]:
    """The sheets of a batch, to be read inside.

    Raises:
        ValidationError: the file cannot be read.
    """
    means = meaning_of(batch)
    if batch.option("each_file") and batch.archive:
        with unpacked(batch.archive) as folder:
            yield read_folder(folder)
        return
    if batch.option("each_file"):
        yield read_folder(Path(batch.option("folder")))
        return
    # A file of our own: the storage may be on another host.
    with tempfile.TemporaryFile() as copy:
        try:
            with batch.file.open("rb") as stored:
                shutil.copyfileobj(stored, copy, _CHUNK)
        except (OSError, ValueError) as error:
            raise ValidationError(_("保存的文件找不到了，请重新上传。")) from error
        yield open_book(copy, batch.file_name, means)


def headings_of(batch: ImportBatch) -> list[SheetHeadings]:
    """Headings of every sheet, with what they are understood to mean in this batch.

    Raises:
        ValidationError: the file cannot be read.
    """
    means = meaning_of(batch)
    with opened(batch) as book:
        return [
            SheetHeadings(
                sheet.title,
                sheet.line,
                list(sheet.headings),
                {name: code for name in sheet.headings if (code := means(name))},
            )
            for sheet in book.sheets
        ]


def _digest(file: IO[bytes] | File) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _check_archive(archive: File) -> None:
    limit = number("GONGKAI_IMPORTS_MAX_ARCHIVE_SIZE")
    if (archive.size or 0) > limit:
        raise ValidationError(
            {"archive": _("附件压缩包超过%dMB，请分几次导入。") % (limit // (1024 * 1024))}
        )
    if archive.read(4)[:2] != b"PK":
        raise ValidationError({"archive": _("附件压缩包应为ZIP文件。")})
    archive.seek(0)
