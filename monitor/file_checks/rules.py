"""Rules on files and pictures: what the last walk over the public pages saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..enums import Severity
from ..page_organs import organs_of
from ..rules.base import Found, Rule
from .models import FileFault

_DOWNLOAD = _("《条例》第二十四条：平台应当具备检索、查阅、下载等功能")
_ACCESS = _("《无障碍环境建设法》第三十二条：政府网站应当逐步符合无障碍设计标准")


class FileRule(Rule):
    """A rule on faults of one kind."""

    kind: FileFault.Kind

    def find(self, today: date) -> Iterable[Found]:
        """One finding for each page and file; four queries."""
        rows = FileFault.objects.filter(kind=self.kind).select_related("page")
        faults = list(rows.order_by("page", "pk"))
        organs = organs_of({fault.page_id: fault.page for fault in faults}.values())
        return self._found(faults, organs)

    def _found(self, faults: list[FileFault], organs: dict[int, int | None]) -> Iterator[Found]:
        for fault in faults:
            named = f"“{fault.name}”：" if fault.name else ""
            yield Found(
                key=f"page:{fault.page_id}:{fault.file_key}",
                subject=fault.page.title,
                detail=f"{named}{fault.detail}",
                organ_id=organs.get(fault.page_id),
                page_id=fault.page_id,
                facts={"file": fault.file_key},
            )


class MissingFiles(FileRule):
    """Files that are not on the disk."""

    code = "file_missing"
    group = "links"
    name = _("附件丢失")
    severity = Severity.WARNING
    basis = _DOWNLOAD
    definition = _("公开页面的附件在服务器上已不存在，公众下载不了。")
    remedy = _("重新上传附件；没有原件的，请系统管理员从备份恢复。")
    kind = FileFault.Kind.MISSING


class EmptyFiles(FileRule):
    """Files without content."""

    code = "file_empty"
    group = "links"
    name = _("附件是空的")
    severity = Severity.WARNING
    basis = _DOWNLOAD
    definition = _("公开页面的附件大小为0，打开没有内容。")
    remedy = _("换上有内容的文件。")
    kind = FileFault.Kind.EMPTY


class WrongFiles(FileRule):
    """Files that are not what their names say."""

    code = "file_wrong_type"
    group = "links"
    name = _("附件格式不符")
    severity = Severity.WARNING
    basis = _DOWNLOAD
    definition = _("公开页面的附件，内容与扩展名不符，公众可能打不开。")
    remedy = _("用原来的软件另存为所需格式后重新上传，不要只改文件名。")
    kind = FileFault.Kind.WRONG_TYPE


class ScannedFiles(FileRule):
    """Files of pictures alone."""

    code = "file_scanned"
    name = _("附件是扫描件")
    severity = Severity.INFO
    basis = _ACCESS
    definition = _("公开页面的附件全部是扫描图像，没有文字，检索不到，也不能朗读。")
    remedy = _("换上由原文导出的文件，或者在正文中录入文字。")
    kind = FileFault.Kind.SCANNED


class PartlyScannedFiles(FileRule):
    """Files of which some pages are pictures."""

    code = "file_partly_scanned"
    name = _("附件有扫描页")
    severity = Severity.INFO
    basis = _ACCESS
    definition = _("公开页面的附件有一部分页面是扫描图像，没有文字。")
    remedy = _("换上由原文导出的文件；只有盖章页是扫描件的，可以不处理。")
    kind = FileFault.Kind.PARTLY_SCANNED


class PicturesWithoutText(FileRule):
    """Pictures that say nothing to those who do not see them."""

    code = "picture_no_alt"
    name = _("图片没有替代文字")
    severity = Severity.INFO
    basis = _ACCESS
    definition = _("公开页面正文中的图片没有替代文字，也没有注明只作装饰。")
    remedy = _("编辑页面，给图片写一句替代文字；只作装饰的，勾选“装饰性图片”。")
    kind = FileFault.Kind.NO_ALT


def all_file_rules() -> list[Any]:
    """One rule for each kind of fault."""
    return [
        MissingFiles(),
        EmptyFiles(),
        WrongFiles(),
        ScannedFiles(),
        PartlyScannedFiles(),
        PicturesWithoutText(),
    ]
