"""A file as it came: what it is by its content, not by its name."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _

from .document import Document
from .extraction import cannot_read, open_limited
from .html import decoded, read_html
from .sheets import is_workbook, read_xls, read_xlsx
from .word import read_word

MOST_BYTES = 30 * 1024 * 1024
EXTENSIONS = ("html", "htm", "mht", "docx", "xlsx", "xls")
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")


class CannotImport(ValueError):
    """A file that is no report; the sentence says why and what to do."""


def open_document(data: bytes) -> Document:
    """Read a file.

    Raises:
        CannotImport: with a sentence for the person who chose it.
    """
    if not data:
        raise CannotImport(_("这个文件是空的，请检查后重新选择。"))
    if len(data) > MOST_BYTES:
        raise CannotImport(_("文件超过%d MB，请去掉其中的图片后再导入。") % (MOST_BYTES >> 20))
    try:
        return _opened(data)
    except CannotImport:
        raise
    except MemoryError:
        raise
    except (cannot_read(), ValueError, RecursionError) as error:
        message = _("文件打不开：它已损坏、设有密码，或者展开后过大。请用原来的软件另存后再导入。")
        raise CannotImport(message) from error


def _opened(data: bytes) -> Document:
    if data.startswith(b"PK"):
        return _container(data)
    if data.startswith(_COMPOUND_FILE):
        try:
            return read_xls(data)
        except ValueError as error:
            message = _("不能读取Word 97—2003文档（.doc），请用Word或者WPS另存为.docx后再导入。")
            raise CannotImport(message) from error
    if data.startswith(b"%PDF-"):
        message = _(
            "不能读取PDF，请导入同一报告的网页、Word文档（.docx）或者Excel工作簿（.xlsx）。"
        )
        raise CannotImport(message)
    if b"\0" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = _(
            "不能读取这种文件，请导入网页（.html）、Word文档（.docx）或者Excel工作簿（.xlsx）。"
        )
        raise CannotImport(message)
    if not decoded(data).strip():
        raise CannotImport(_("这个文件是空的，请检查后重新选择。"))
    return read_html(data)


def _container(data: bytes) -> Document:
    file = io.BytesIO(data)
    with open_limited(file) as archive:
        workbook = is_workbook(archive)
    return read_xlsx(file) if workbook else read_word(file)
