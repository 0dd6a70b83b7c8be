"""What became of a file, in a sentence for who may change it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ..extract.result import Status

_SENTENCES = {
    (Status.NO_TEXT, ""): _lazy(
        "这是扫描件或者图片，没有文字，公众检索不到这个文件。请上传由原文档直接生成的文件，"
        "或者先做文字识别再上传。"
    ),
    (Status.EMPTY, ""): _lazy("这个文件里没有内容，请检查是否传错了文件。"),
    (Status.ENCRYPTED, ""): _lazy(
        "这个文件有密码，公众打不开，也检索不到。请去掉密码后重新上传。"
    ),
    (Status.ENCRYPTED, "security"): _lazy(
        "这个文件用了特殊的加密方式，公众检索不到。请用原来的软件另存为普通PDF后重新上传。"
    ),
    (Status.BROKEN, ""): _lazy(
        "这个文件已损坏或者不完整，公众可能打不开，也检索不到。请用原来的软件打开检查，"
        "另存后重新上传。"
    ),
    (Status.BROKEN, "missing"): _lazy("在服务器上找不到这个文件，公众打不开。请重新上传。"),
    (Status.BROKEN, "dtd"): _lazy(
        "这个文件含有不应有的外部声明，出于安全没有读取，公众检索不到。请用Word、WPS等软件打开，"
        "另存后重新上传。"
    ),
    (Status.BROKEN, "crash"): _lazy(
        "读取这个文件时出错，公众检索不到。请用原来的软件另存后重新上传；仍然不行的，"
        "请把文件交给技术人员。"
    ),
    (Status.TOO_LARGE, ""): _lazy("这个文件太大，没有读取，公众检索不到。请拆分后上传。"),
    (Status.TOO_LARGE, "pages"): _lazy(
        "这个文件的页数太多，没有读取，公众检索不到。请拆分后上传。"
    ),
    (Status.TOO_LARGE, "bytes"): _lazy(
        "这个文件太大，没有读取，公众检索不到。请压缩图片或者拆分后上传。"
    ),
    (Status.TOO_LARGE, "ratio"): _lazy(
        "这个文件展开后大得不正常，出于安全没有读取，公众检索不到。请确认来源，"
        "用原来的软件另存后重新上传。"
    ),
    (Status.TIMEOUT, ""): _lazy(
        "这个文件太复杂，没有在限定时间内读完，公众检索不到。请拆分后上传。"
    ),
    (Status.OUT_OF_MEMORY, ""): _lazy(
        "这个文件太复杂，读取时占用内存过多，公众检索不到。请拆分后上传。"
    ),
    (Status.UNSUPPORTED, ""): _lazy(
        "这种格式的文字读不出来，公众检索不到。请改为上传PDF、DOCX、XLSX或OFD文件。"
    ),
    (Status.UNSUPPORTED, "archive"): _lazy(
        "压缩包里的文件公众检索不到，也不便在线查看。请把其中的文件逐个上传。"
    ),
}  # fmt: skip
_LIKE = {"entries": "ratio", "nested": "ratio", "unpacked": "ratio", "answer": ""}


def sentence_on(extracted: Any) -> str:
    """Cause and cure, for an ``ExtractedFile`` that the public finds not at all or in part; empty
    where all is well."""
    status = Status(extracted.status)
    if status is Status.DONE:
        return _on_text(extracted)
    reason = _LIKE.get(extracted.reason, extracted.reason)
    return str(_SENTENCES.get((status, reason)) or _SENTENCES[status, ""])


def _on_text(extracted: Any) -> str:
    if extracted.pages_without_text:
        return _(
            "这个文件共%(pages)s页，其中%(number)s页是扫描件或者图片，没有文字，公众检索不到这些页的"
            "内容。请换成有文字的文件，或者先做文字识别再上传。"
        ) % {"pages": extracted.pages, "number": extracted.pages_without_text}
    if extracted.was_cut:
        return _("这个文件太长，只有前面的%s个字能够检索到。请拆分后上传。") % extracted.characters
    return ""
