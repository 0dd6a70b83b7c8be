"""Reasons not to disclose, and what a reviewer goes through, as data.

Source: 《中华人民共和国政府信息公开条例》(国务院令第711号) 第十四条、第十五条、第十六条、第十七条;
《中华人民共和国保守国家秘密法实施条例》(2024) 第四十二条;
《中华人民共和国个人信息保护法》第三十四条.
Codes stand in records: none is ever given another meaning.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Basis(NamedTuple):
    """A reason of the law not to disclose: ``article`` of the 条例, and what it is about."""

    code: str
    article: str | Promise
    label: str | Promise


class Check(NamedTuple):
    """A point that the reviewer confirms."""

    code: str
    label: str | Promise


BASES: tuple[Basis, ...] = (
    Basis("14-secret", _("第十四条"), _("依法确定为国家秘密")),
    Basis("14-prohibited", _("第十四条"), _("法律、行政法规禁止公开")),
    Basis(
        "14-security",
        _("第十四条"),
        _("公开后可能危及国家安全、公共安全、经济安全、社会稳定"),
    ),
    Basis("15-commercial", _("第十五条"), _("涉及商业秘密，公开会损害第三方合法权益")),
    Basis("15-privacy", _("第十五条"), _("涉及个人隐私，公开会损害第三方合法权益")),
    Basis("16-personnel", _("第十六条"), _("内部事务信息：人事管理")),
    Basis("16-logistics", _("第十六条"), _("内部事务信息：后勤管理")),
    Basis("16-workflow", _("第十六条"), _("内部事务信息：内部工作流程")),
    Basis("16-discussion", _("第十六条"), _("过程性信息：讨论记录")),
    Basis("16-draft", _("第十六条"), _("过程性信息：过程稿")),
    Basis("16-consultation", _("第十六条"), _("过程性信息：磋商信函")),
    Basis("16-request", _("第十六条"), _("过程性信息：请示报告")),
    Basis("16-case-file", _("第十六条"), _("行政执法案卷信息")),
)

CHECKLIST: tuple[Check, ...] = (
    Check("secrecy", _("不含国家秘密、工作秘密，没有密级、内部资料等标志")),
    Check("privacy", _("不含身份证件号码、电话、住址等不应公开的个人信息，必须公开的已作遮盖")),
    Check("commercial", _("不含商业秘密；涉及第三方的，已征求意见或者依法可以公开")),
    Check("internal", _("不属于内部事务信息、过程性信息或者行政执法案卷")),
    Check("attachments", _("附件已逐个打开核对，包括隐藏的工作表、批注和修订")),
    Check("accuracy", _("名称、文号、日期、发布机构与原件一致，没有错别字和不当表述")),
)

BASIS_BY_CODE = {basis.code: basis for basis in BASES}
CHECK_BY_CODE = {check.code: check for check in CHECKLIST}


def describe_basis(code: str) -> str:
    """Article and reason in words, such as “第十五条 涉及个人隐私…”; the code itself where it is
    of a version of the law that this one does not know."""
    basis = BASIS_BY_CODE.get(code)
    return f"{basis.article} {basis.label}" if basis else code
