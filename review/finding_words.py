"""Findings in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

# A file that nobody can look through but people.
UNREADABLE = "unreadable_file"
# A part of a file that a reader does not see, whatever it says.
HIDDEN = "hidden_content"

_LABELS = {
    "resident_id": _("居民身份证号"),
    "mobile": _("手机号码"),
    "landline": _("个人固定电话"),
    "bank_card": _("银行卡号"),
    "passport": _("护照号"),
    "travel_permit": _("往来港澳、台湾证件号"),
    "vehicle_plate": _("车牌号"),
    "address": _("家庭住址"),
    "email": _("个人电子邮箱"),
    "secrecy_mark": _("密级或者内部标识"),
    "name_with_id": _("与证件号一起出现的姓名"),
    "medical": _("病情、残疾等健康信息"),
    "minor": _("未成年人信息"),
    UNREADABLE: _("文件不能自动检查"),
    HIDDEN: _("文件中有隐藏内容"),
}
# What stars would not help against: somebody has to judge it, or to change the file.
_BY_HAND = frozenset({"secrecy_mark", "medical", "minor", UNREADABLE, HIDDEN})

_HIDDEN_PARTS = {
    "sheet": _("隐藏的工作表"),
    "row": _("隐藏的行"),
    "column": _("隐藏的列"),
    "slide": _("隐藏的幻灯片"),
    "comment": _("批注"),
    "deletion": _("修订中已删除的文字"),
    "text": _("隐藏文字"),
    "notes": _("演讲者备注"),
    "property": _("文档属性"),
    "embedded": _("嵌入的文件"),
}

LABELS_HOOK = "register_gongkai_scan_labels"


def label_of(kind: str) -> str:
    """Name of a kind of finding. A host names the kinds of its own detectors by the hook
    ``register_gongkai_scan_labels``, whose functions return mappings."""
    if kind in _LABELS:
        return str(_LABELS[kind])
    for labels in hooks.get_hooks(LABELS_HOOK):
        told: dict[str, Any] = labels()
        if kind in told:
            return str(told[kind])
    return kind


def is_maskable(kind: str) -> bool:
    """Whether stars are the cure."""
    return kind not in _BY_HAND


def is_masked_in_files(kind: str) -> bool:
    """Whether a masked copy of a file has stars instead of it. Names are found beside numbers
    only: lists of names are what is published, and without the numbers nothing is found."""
    return is_maskable(kind) and kind != "name_with_id"


def hidden_label(kind: str) -> str:
    """Name of a kind of hidden part of a file."""
    return str(_HIDDEN_PARTS.get(kind, kind))


def advice_on(kind: str) -> str:
    """What an editor does about a finding, where stars are not all there is to it."""
    if kind == "secrecy_mark":
        return _now(
            "有密级或者内部标识的文件未经解密、未经制发机关同意不得公开。确认只是提到这些字样的，"
            "写明理由后保留。"
        )
    if kind in {"medical", "minor"}:
        return _now("能看出是哪个人的，请删去或者改写；看不出的，写明理由后保留。")
    if kind == "name_with_id":
        return _now("遮盖旁边的证件号以后，姓名不再列出；姓名也不应公开的，一并遮盖。")
    if kind == UNREADABLE:
        return _now("请打开文件逐页核对，核对后写明结果。")
    if kind == HIDDEN:
        return _now("公众下载后能看到隐藏的内容。请删去后重新上传，或者写明理由后保留。")
    return ""
