"""Fields of an item that a sheet may fill, and the headings by which offices call them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import values

# What stands beside a heading and is no part of it: (必填), [YYYY-MM-DD], *, ：…
_BESIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|〈[^〈〉]*〉|<[^<>]*>")
_MARKS = re.compile(
    r"[\s*※★●#:：、，,。.·_\-—/\\|\"'“”‘’]+|^[0-9]+[.、)]|^(?:必填|选填)项?|(?:必填|选填)项?$|可选$"
)
_EITHER = re.compile("[/或]")
_CONTINUED = re.compile(r"(?:正文|信息正文|body)(?:续|[0-9]+|续[0-9]+|第[0-9]+段)")


@dataclass(frozen=True)
class Field:
    """One field of an item.

    Attributes:
        code: its name in mappings and in ``ImportRow.values``.
        label: what the interface calls it.
        headings: other headings that mean it; compared as :func:`plain` makes them.
        parse: makes the value of a cell's text; raises ``values.BadValue``.
        required: whether every row has to have it, in its cell or by a default of the batch.
        many: whether several columns may fill it together (the first that is filled wins if not).
    """

    code: str
    label: Any
    headings: tuple[str, ...]
    parse: Callable[[str], Any]
    required: bool = False
    many: bool = False


_ALL = (
    Field(
        "index_number",
        _("索引号"),
        ("信息索引号", "索引编号", "索取号", "信息索取号", "信息编号", "index_no"),
        values.index_number,
    ),
    Field(
        "title",
        _("名称"),
        (
            "标题", "题目", "信息名称", "信息标题", "文件名称", "文件标题", "公文标题", "题名",
            "主标题", "条目名称", "事项名称", "政策名称",
        ),
        values.title,
        required=True,
    ),
    Field(
        "document_number",
        _("文号"),
        (
            "发文字号", "发文号", "文件号", "文件编号", "文件字号", "公文文号", "公文字号",
            "发文文号", "字号", "doc_no",
        ),
        values.document_number,
    ),
    Field(
        "summary",
        _("内容概述"),
        (
            "内容概要", "摘要", "概述", "内容摘要", "内容简介", "信息概述", "内容描述", "简介",
            "description",
        ),
        values.summary,
    ),
    Field(
        "body",
        _("正文"),
        (
            "正文内容", "信息内容", "信息正文", "内容", "全文", "文件内容", "文件正文",
            "公开内容", "text", "content",
        ),
        values.body,
        many=True,
    ),
    Field(
        "organ",
        _("发布机构"),
        (
            "发布机关", "发布单位", "发布部门", "公布机关", "公布单位", "公开机构", "公开单位",
            "公开主体", "责任部门", "责任单位", "发文机关", "发文单位", "发文机构", "发文部门",
            "制发机关", "制发单位", "制作机关", "制作单位", "产生单位", "信息来源单位", "publisher",
        ),
        values.line,
        required=True,
    ),
    Field(
        "written_on",
        _("成文日期"),
        (
            "生成日期", "成文时间", "生成时间", "产生日期", "形成日期", "发文日期", "发文时间",
            "制发日期", "签发日期", "制定日期", "印发日期", "落款日期", "信息生成日期",
            "written_date",
        ),
        values.day,
        required=True,
    ),
    Field(
        "published_on",
        _("发布日期"),
        (
            "公开日期", "发布时间", "公开时间", "上网日期", "上网时间", "公布日期",
            "信息发布日期", "信息公开日期", "首次发布日期", "publish_date",
        ),
        values.day,
    ),
    Field(
        "effective_on",
        _("生效日期"),
        (
            "生效时间", "施行日期", "实施日期", "执行日期", "起始日期", "有效期起", "施行时间",
            "实施时间", "effective_date",
        ),
        values.day,
    ),
    Field(
        "expires_on",
        _("失效日期"),
        ("失效时间", "截止日期", "终止日期", "有效期至", "有效期止", "到期日期", "废止失效日期"),
        values.day,
    ),
    Field(
        "topic",
        _("主题分类"),
        ("主题", "主题类别", "信息主题", "主题分类名称", "分类主题"),
        values.line,
    ),
    Field(
        "genre",
        _("体裁分类"),
        ("体裁", "体裁类别", "文种", "公文种类", "信息体裁", "公文体裁"),
        values.line,
    ),
    Field(
        "audience",
        _("服务对象"),
        ("服务对象分类", "面向对象", "适用对象", "服务人群", "对象"),
        values.line,
    ),
    Field(
        "disclosure_mode",
        _("公开方式"),
        ("公开属性", "公开类型", "公开类别", "公开形式"),
        values.line,
    ),
    Field(
        "disclosure_period",
        _("公开时限"),
        ("公开期限", "公开时效", "时限"),
        values.line,
    ),
    Field(
        "category",
        _("类别"),
        (
            "目录", "类别目录", "所属类别", "所属目录", "目录类别", "公开目录", "信息类目",
            "类目", "栏目", "所属栏目", "组配分类", "信息分类", "类别代码", "目录代码", "分类",
        ),
        values.line,
        required=True,
    ),
    Field(
        "keywords",
        _("关键词"),
        ("关键字", "主题词", "标签", "keyword", "tags"),
        values.keywords,
        many=True,
    ),
    Field(
        "attachments",
        _("附件"),
        (
            "附件名", "附件名称", "附件文件", "附件路径", "附件下载", "相关附件", "文件下载",
            "文件路径", "attachment", "files",
        ),
        values.attachments,
        many=True,
    ),
    Field(
        "kind",
        _("信息类别"),
        ("信息类型", "信息种类", "条目类型", "条目类别"),
        values.line,
    ),
    Field(
        "old_url",
        _("原网址"),
        (
            "原链接", "原地址", "原文链接", "原文网址", "原网站地址", "旧网址", "旧地址",
            "链接地址", "网址", "url", "在线地址",
        ),
        values.old_url,
        many=True,
    ),
)  # fmt: skip

FIELDS: Mapping[str, Field] = {field.code: field for field in _ALL}


def plain(heading: str) -> str:
    """A heading without what people put beside it: ``＊ 成文日期（必填）`` is ``成文日期``."""
    text = unicodedata.normalize("NFKC", heading).replace("\n", " ").lower()
    before = None
    while before != text:
        before, text = text, _BESIDE.sub("", text)
    text = re.sub(r"^\s*[0-9]+[.、)]", "", text)
    before = None
    while before != text:
        before, text = text, _MARKS.sub("", text)
    return text


@cache
def _known() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for field in _ALL:
        # The label is a translation; what is understood does not depend on the reader's language.
        for name in (field.code, str(field.label), *field.headings):
            known.setdefault(plain(name), field.code)
    return known


def field_of(heading: str) -> str:
    """The code of the field that a heading means; empty where it is not known."""
    text = plain(heading)
    if _CONTINUED.fullmatch(text) or _CONTINUED.fullmatch(_with_inner(heading)):
        return "body"
    if code := _known().get(text, ""):
        return code
    # 名称(标题), 类别（目录）: nothing is known without what stands in brackets.
    return _known().get(_with_inner(heading), "") or _by_either_name(heading)


def _by_either_name(heading: str) -> str:
    """The field of 名称/标题 and 成文日期或生成日期, where all names mean the same."""
    parts = _EITHER.split(unicodedata.normalize("NFKC", heading))
    codes = {_known().get(plain(part), "") for part in parts}
    return codes.pop() if len(parts) > 1 and len(codes) == 1 else ""


def _with_inner(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).lower()
    return _MARKS.sub("", re.sub(r"[()\[\]【】〔〕<>〈〉]", "", text))


def guess(headings: Iterable[str]) -> dict[str, str]:
    """Heading as written → code of the field, for those that are understood."""
    return {heading: code for heading in headings if heading and (code := field_of(heading))}
