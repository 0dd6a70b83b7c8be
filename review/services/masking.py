"""Masking what was found: in the text of a page, and in its files.

Both make a new revision, by whoever pressed the button: she is an author of it then.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.log_actions import log

from ..content import files_of
from ..file_texts import sources_in, texts_of_files
from ..finding_words import label_of
from ..masking.common import CannotMask, Masked, mask_line, maskable_in, replacements_of
from ..masking.package import Package
from ..masking.plain import mask_csv
from ..masking.plain import mask_text as mask_plain
from ..masking.references import Swap
from ..masking.sheets import mask_xlsx
from ..masking.word import mask_docx
from ..page_texts import Source, places_of
from ..scan import Finding
from .findings import draft_of, findings_of

FILE_HOOK = "register_gongkai_file_contents"
TEXT_ACTION = "gongkai_review.text_masked"
FILE_ACTION = "gongkai_review.file_masked"

_HIDDEN_KINDS = ("xlsx", "docx")
_MASKERS: dict[str, Callable[..., Masked]] = {
    "xlsx": mask_xlsx,
    "docx": mask_docx,
    "txt": mask_plain,
    "csv": mask_csv,
}
# Numbers that stand nowhere by chance.
_UNMISTAKABLE = {"resident_id", "bank_card"}
# Places that are named where masking failed.
_NAMED = 5


@dataclass(frozen=True)
class _Left:
    """Something that is still there after masking."""

    label: str
    place: str


def can_mask(page: Any, user: Any) -> bool:
    """Whether somebody may change the page now."""
    lock = page.get_lock()
    return page.permissions_for_user(user).can_edit() and not (lock and lock.for_user(user))


def is_maskable_file(document: Any) -> bool:
    """Whether files of this kind can be masked."""
    return _extension(document) in _MASKERS


def hides_can_be_removed(document: Any) -> bool:
    """Whether what is hidden in files of this kind can be left out of a masked copy."""
    return document is not None and _extension(document) in _HIDDEN_KINDS


def mask_text(page: Any, fingerprints: Iterable[str], user: Any) -> Any:
    """Mask findings in the texts of the page's draft, every occurrence of each.

    Returns:
        The new revision.

    Raises:
        PermissionDenied: the user may not edit the page, or it is locked for her.
        ValidationError: code ``gone`` when something of it is not found any more, code ``by_hand``
            when something of it cannot be masked in the page.
    """
    _require_editing(page, user)
    wanted = set(fingerprints)
    draft = draft_of(page)
    found = [each for each in findings_of(draft).findings if each.fingerprint in wanted]
    if not wanted or {each.fingerprint for each in found} != wanted:
        raise ValidationError(_("内容已有改动，请看过新的检查结果后再处理。"), code="gone")
    if by_hand := [each for each in found if not each.is_maskable]:
        raise ValidationError(
            _("%(place)s的“%(kind)s”不能自动遮盖，请自行修改。")
            % {"place": by_hand[0].place, "kind": by_hand[0].label},
            code="by_hand",
        )
    by_place: dict[str, list[Finding]] = {}
    for each in found:
        by_place.setdefault(each.source.key, []).append(each.finding)
    for place in places_of(draft):
        if place.at.key in by_place:
            place.pieces.replace(replacements_of(by_place[place.at.key]))
    with transaction.atomic():
        revision = _store(draft, user)
        labels = dict.fromkeys(each.label for each in found)
        data = {"labels": "、".join(labels), "count": len(wanted)}
        log(page, TEXT_ACTION, user=user, data=data, revision=revision)
    return revision


def mask_file(page: Any, document: Any, user: Any, *, remove_hidden: bool = False) -> Any:
    """Put a masked copy of a document into the draft in its place; the original stays as it is,
    and nothing of the draft refers to it any more.

    The copy is read and scanned before it is used: where something is left, nothing changes.

    Args:
        remove_hidden: leave out hidden sheets, rows, columns and text instead of masking them.

    Returns:
        The new revision.

    Raises:
        PermissionDenied: the user may not edit the page, or it is locked for her.
        ValidationError: the draft has no such document, files of its kind cannot be masked, it
            cannot be read, or something is left (code ``left``).
    """
    _require_editing(page, user)
    draft = draft_of(page)
    if document.pk not in {each.pk for each in files_of(draft).documents}:
        raise ValidationError(_("稿件中已经没有这个文件，请刷新后再处理。"), code="gone")
    masked = _masked(document, remove_hidden=remove_hidden)
    names: list[Finding] = []
    title = mask_line(document.title, names)
    name = mask_line(document.filename, names)
    if not masked.findings and not names and not remove_hidden:
        raise ValidationError(_("这个文件里没有需要遮盖的内容。"), code="gone")
    _require_nothing_left(masked, document)
    copy = get_document_model()(
        title=_titled(title), collection=document.collection, uploaded_by_user=user
    )
    path = PurePosixPath(name)
    copy.file.save(f"{path.stem}-{_('已脱敏')}{path.suffix}", ContentFile(masked.data), save=False)
    try:
        with transaction.atomic():
            copy._set_document_file_metadata()
            copy.save()
            Swap(document, copy).in_page(draft)
            _require_replaced(draft, document)
            revision = _store(draft, user)
            data = _in_short([*masked.findings, *names], document, copy)
            log(page, FILE_ACTION, user=user, data=data, revision=revision)
    except BaseException:
        copy.file.storage.delete(copy.file.name)
        raise
    return revision


def _in_short(findings: list[Finding], document: Any, copy: Any) -> dict[str, Any]:
    return {
        "labels": "、".join(dict.fromkeys(label_of(each.kind) for each in findings)),
        "count": len(findings),
        "document": str(document.pk),
        "copy": str(copy.pk),
    }


def _require_nothing_left(masked: Any, document: Any) -> None:
    if left := _what_is_left(masked, _extension(document)):
        raise ValidationError(
            _("文件没有能够全部遮盖，没有替换：%s。请用原来的软件改好后重新上传。")
            % "、".join(_("%(place)s还有%(label)s") % vars(each) for each in left[:_NAMED]),
            code="left",
        )


def _require_editing(page: Any, user: Any) -> None:
    if not can_mask(page, user):
        raise PermissionDenied(_("您现在不能修改这个页面。"))


def _store(draft: Any, user: Any) -> Any:
    """As Wagtail's editor stores a draft: what is public stays as it is."""
    draft.minimal_clean()
    if not draft.live:
        draft.save()
    return draft.save_revision(user=user, log_action=True, clean=False)


def _extension(document: Any) -> str:
    return PurePosixPath(document.filename).suffix.lstrip(".").lower()


def _titled(name: str) -> str:
    mark = _("（已脱敏）")
    return name if name.endswith(mark) else f"{name}{mark}"


def _masked(document: Any, *, remove_hidden: bool) -> Masked:
    masker = _MASKERS.get(_extension(document))
    if masker is None:
        raise ValidationError(
            _(
                "只有XLSX、DOCX、TXT和CSV文件能够自动遮盖。请用原来的软件遮盖后，另存为新文件再上传。"
            ),
            code="by_hand",
        )
    _require_read(document)
    if _extension(document) in _HIDDEN_KINDS:
        masker = partial(masker, remove_hidden=remove_hidden)
    try:
        with document.open_file() as file:
            return masker(file.read())
    except FileNotFoundError as error:
        raise ValidationError(
            _("在服务器上找不到这个文件，请重新上传。"), code="by_hand"
        ) from error
    except CannotMask as error:
        raise ValidationError(
            _("这个文件不能自动遮盖。请用原来的软件另存后重新上传，或者遮盖后再上传。"),
            code="by_hand",
        ) from error


def _require_read(document: Any) -> None:
    """Only what was read by a process of its own is opened here: it is no bomb."""
    told = texts_of_files([document])
    if told.pending:
        raise ValidationError(_("这个文件正在读取，请稍后再处理。"), code="pending")
    if not told.sources and told.faults:
        raise ValidationError(
            _("这个文件读不出来（%s），不能自动遮盖。") % told.faults[0][1].text, code="by_hand"
        )


def _what_is_left(masked: Masked, extension: str) -> list[_Left]:
    """What an independent reading of the masked file still finds, and numbers that stand anywhere
    in its parts."""
    left = []
    for source in _read(masked.data, extension):
        left += [_Left(label_of(each.kind), source.label) for each in maskable_in(source.text)]
    if left or extension not in _HIDDEN_KINDS:
        return left
    parts = "\n".join(Package(masked.data).texts())
    return [
        _Left(label_of(each.kind), _("文件内部"))
        for each in masked.findings
        if each.kind in _UNMISTAKABLE and each.normal in parts
    ][:1]


def _read(data: bytes, extension: str) -> list[Source]:
    """The masked file as the site's own readers see it; nothing where it has none."""
    readers = hooks.get_hooks(FILE_HOOK)
    if not readers:
        return []
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        path = Path(folder) / f"masked.{extension}"
        path.write_bytes(data)
        contents = readers[0]()(path)
    if not (contents.is_complete or contents.parts):
        raise ValidationError(
            _("遮盖后的文件读不出来（%s），没有替换。") % contents.label, code="left"
        )
    return sources_in(contents)


def _require_replaced(draft: Any, document: Any) -> None:
    if document.pk in {each.pk for each in files_of(draft).documents}:
        raise ValidationError(
            _("稿件中还有别处引用原来的文件，没有替换。请先删去那里的引用。"), code="by_hand"
        )
