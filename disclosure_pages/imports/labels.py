"""Which line, column or block of a form a label names, however it is written.

A label is recognised by its whole text, then by words that no other label has, then by likeness
(a letter that was mistyped or lost).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from ..statutory.applications import COLUMNS, OUTCOMES, TOTAL
from ..statutory.forms import FORM_2008, FORM_2019, FORM_2021
from ..statutory.structure import ReportForm
from .normalise import normal, plain

# Percent; of a label of ten characters two may differ.
LIKE_ENOUGH = 80
# Longer texts are prose, not labels: the longest label of the forms has 40 characters.
LONGEST_LABEL = 70
# Shorter ones must be written exactly: a single character makes another word of them.
_SHORTEST_LIKE = 4

ROWS = tuple(dict.fromkeys(cell.row for cell in FORM_2021.tables[1].cells))
SINGLE_OTHER = "other_handling"
GROUP = "group"

# All of the words of one of the alternatives; the first line that fits is taken.
_ROW_WORDS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("carried_out", (("结转下",), ("结转至下",), ("结转到下",), ("下年度继续办理",))),
    ("carried_in", (("上年结转",), ("上年度结转",), ("上一年", "结转"), ("上年", "转结"))),
    ("received", (("本年新收",), ("本年度新收",), ("新收", "申请数"), ("今年新收",))),
    ("not_corrected", (("逾期不补正",), ("不补正", "不再处理"))),
    ("unpaid", (("缴纳费用",), ("逾期未缴",), ("收费通知",))),
    ("confirmation", (("重新出具",), ("确认", "已获取"))),
    ("excessive", (("大量反复",), ("反复申请",), ("无正当理由大量",))),
    ("publication", (("出版物",),)),
    ("repeated", (("重复申请",),)),
    ("petition", (("信访",), ("举报投诉类",))),
    ("unclear", (("仍不明确",), ("内容不明确",))),
    ("needs_making", (("另行制作",), ("没有现成",))),
    ("not_held", (("不掌握",),)),
    ("enquiry", (("行政查询",), ("查询事项",))),
    ("enforcement", (("执法案卷",),)),
    ("process", (("过程性",), ("四类过程",))),
    ("internal", (("内部事务",), ("三类内部",))),
    ("third_party", (("第三方",),)),
    ("endangering", (("三安全",), ("一稳定",), ("安全稳定",))),
    ("forbidden", (("法规禁止",), ("法律", "禁止公开"))),
    ("secret", (("国家秘密",),)),
    ("partial", (("部分公开",),)),
    ("granted", (("予以公开",), ("同意公开",))),
)
_ROW_TEXTS = {
    "其他": "other",
    "其他情形": "other",
    "其他情况": "other",
    "其他原因": "other",
    "总计": "total",
    "合计": "total",
    "总数": "total",
    "共计": "total",
    "办理结果总计": "total",
    "本年度办理结果总计": "total",
    "其他处理": SINGLE_OTHER,
    "不予公开": GROUP,
    "不予以公开": GROUP,
    "无法提供": GROUP,
    "不予处理": GROUP,
    "本年度办理结果": GROUP,
    "本年办理结果": GROUP,
    "办理结果": GROUP,
}
# The nearest to the label first.
_HEADINGS = ("其他处理", "不予处理", "无法提供", "不予公开", "本年度办理结果")
# The remark in the corner and the headings of other tables hold words of labels.
_NO_ROW = ("勾稽", "本列数据", "申请人情况", "年度报告")

_COLUMN_TEXTS = {
    **{normal(label): code for code, label in COLUMNS},
    "公民": "person",
    "个人": "person",
    "自然人申请": "person",
    "企业": "company",
    "商业公司": "company",
    "商业机构": "company",
    "科研单位": "research",
    "科研院所": "research",
    "公益组织": "charity",
    "社会组织": "charity",
    "社会公益机构": "charity",
    "社会公益团体": "charity",
    "法律服务": "legal",
    "法律服务组织": "legal",
    "法律机构": "legal",
    "其他组织": "other",
    "其他法人": "other",
    "合计": TOTAL,
    "总数": TOTAL,
    "总件数": TOTAL,
    "共计": TOTAL,
}
# Those that no other table has.
OWN_COLUMNS = frozenset({"person", "company", "research", "charity", "legal"})
_LIKE_COLUMNS = {normal(label): code for code, label in COLUMNS if len(label) >= _SHORTEST_LIKE}

_OUTCOME_TEXTS = {
    **{normal(label): code for code, label in OUTCOMES},
    "维持": "upheld",
    "维持结果": "upheld",
    "结果维持数": "upheld",
    "纠正": "corrected",
    "结果纠错": "corrected",
    "纠错": "corrected",
    "其他": "other",
    "其他情形": "other",
    "未审结": "pending",
    "尚未结案": "pending",
    "尚未办结": "pending",
    "尚未审结数": "pending",
    "总计": TOTAL,
    "合计": TOTAL,
    "总数": TOTAL,
    "小计": TOTAL,
    "共计": TOTAL,
}
# At least one of them makes a table one of disputes.
OWN_OUTCOMES = frozenset({"upheld", "corrected", "pending"})

# Lines of 表二 in both forms; the codes are those of the newer where they differ.
_DISCLOSED_TEXTS = {
    "规章": "regulations",
    "政府规章": "regulations",
    "部门规章": "regulations",
    "地方政府规章": "regulations",
    "行政规章": "regulations",
    "行政规范性文件": "normative",
    "规范性文件": "normative",
    "行政规范性文件数": "normative",
    "行政许可": "licences",
    "其他对外管理服务事项": "services",
    "其他对外管理服务": "services",
    "行政处罚": "penalties",
    "行政强制": "coercion",
    "行政事业性收费": "fees",
    "行政事业收费": "fees",
    "行政事业性收费项目": "fees",
    "政府集中采购": "procurement",
    "集中采购": "procurement",
}
_DISCLOSED_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("abolished", ("废止",)),
    ("in_force", ("现行有效", "有效件数")),
    ("disclosed", ("新公开",)),
    ("made19", ("新制作", "新制定")),
    ("made", ("制发", "制定件数")),
    ("disclosed_total", ("对外公开总", "公开总数")),
    ("before", ("上一年项目", "上年项目", "上一年度项目")),
    ("change", ("增减",)),
    ("decisions", ("处理决定",)),
    ("projects", ("采购项目",)),
    ("purchases", ("采购总金额", "采购金额")),
    ("amount", ("收费金额", "收费总金额")),
)
NEW_COLUMNS = frozenset({"made", "abolished", "in_force", "amount"})
OLD_COLUMNS = frozenset(
    {"made19", "disclosed", "disclosed_total", "before", "change", "projects", "purchases"}
)


@lru_cache(maxsize=4096)
def row_of(text: str) -> str:
    """Line of 表三 that a label names; ``group`` for a heading of several; empty for none."""
    label = normal(text)
    if not label or len(label) > LONGEST_LABEL or any(word in label for word in _NO_ROW):
        return ""
    if label in _ROW_TEXTS:
        return _ROW_TEXTS[label]
    for code, alternatives in _ROW_WORDS:
        if any(all(word in label for word in words) for words in alternatives):
            return code
    # The headings before it in one cell: 三、本年度办理结果-（六）其他处理-3.其他.
    for heading in _HEADINGS:
        if heading in label:
            rest = _ROW_TEXTS.get(normal(label.rpartition(heading)[2]), "")
            if rest or label.endswith(heading):
                return rest or _ROW_TEXTS[heading]
    return _like(label, _row_labels())


def is_part_of_results(text: str) -> bool:
    """Whether a label is one of （三） to （六）, below which several lines stand."""
    return normal(text) in _HEADINGS[:-1]


@lru_cache(maxsize=2048)
def column_of(text: str) -> str:
    """Column of 表三 that a heading names; empty for none."""
    label = normal(text)
    return _COLUMN_TEXTS.get(label) or _like(label, _LIKE_COLUMNS)


@lru_cache(maxsize=2048)
def outcome_of(text: str) -> str:
    """Result of 表四 that a heading names; empty for none."""
    label = normal(text)
    for block in ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"):
        # 行政复议结果维持 in one cell.
        if label.startswith(block) and label != block:
            label = label.removeprefix(block)
    if label in _OUTCOME_TEXTS:
        return _OUTCOME_TEXTS[label]
    return _like(label, {normal(each): code for code, each in OUTCOMES})


@lru_cache(maxsize=2048)
def dispute_of(text: str) -> str:
    """Block of 表四 that a heading names: 行政诉讼 alone is ``suits``; empty for none."""
    label = normal(text)
    if len(label) > LONGEST_LABEL:
        return ""
    if "复议后" in label:
        return "appeal"
    if "未经复议" in label or "直接起诉" in label:
        return "lawsuit"
    if label.startswith("行政复议") and "诉讼" not in label:
        return "reconsideration"
    return "suits" if label.startswith("行政诉讼") else ""


@lru_cache(maxsize=2048)
def disclosed_of(text: str) -> str:
    """Line of 表二 that a label names; empty for none."""
    label = normal(plain(text).split("(")[0]) or normal(text)
    found = _DISCLOSED_TEXTS.get(label, "")
    if not found and len(label) <= LONGEST_LABEL:
        # The article, or the block, in the same cell.
        after = label.rpartition("项")[2]
        found = _DISCLOSED_TEXTS.get(after, "") if "第二十条" in label else ""
    return found or _like(label, {k: v for k, v in _DISCLOSED_TEXTS.items() if len(k) > _LIKE_ROWS})


# 行政处罚 and 行政处理 would be alike.
_LIKE_ROWS = 6


@lru_cache(maxsize=2048)
def disclosed_column_of(text: str) -> str:
    """Column of 表二 that a heading names; empty for none."""
    label = normal(text)
    if len(label) > LONGEST_LABEL // 2:
        return ""
    for code, words in _DISCLOSED_WORDS:
        if any(word in label for word in words):
            return code
    return ""


@cache
def sheet_labels() -> Mapping[str, str]:
    """Labels of the statistics sheet of 2014 to 2018 by the code of their cell."""
    return {code: normal(cell.label) for code, cell in FORM_2008.cells.items()}


def like(label: str, labels: Mapping[str, str], least: int = LIKE_ENOUGH) -> str:
    """Of ``labels`` (code by text) the code of the one most like ``label``, if one is."""
    found = process.extractOne(label, labels.keys(), scorer=fuzz.ratio, score_cutoff=least)
    return labels[found[0]] if found else ""


def _like(label: str, labels: Mapping[str, str]) -> str:
    return like(label, labels) if _SHORTEST_LIKE <= len(label) <= LONGEST_LABEL else ""


@cache
def _row_labels() -> dict[str, str]:
    """Labels of the lines of 表三 of both forms, without the headings above them."""
    labels: dict[str, str] = {}
    for form in (FORM_2021, FORM_2019):
        labels.update(_printed_labels(form))
    return {text: code for text, code in labels.items() if len(text) >= _SHORTEST_LIKE}


def _printed_labels(form: ReportForm) -> dict[str, str]:
    table = form.table("3")
    found: dict[str, str] = {}
    for row in table.rows if table else ():
        codes = [cell.code for cell in row if cell.code]
        texts: Sequence[str] = [cell.text for cell in row if cell.text]
        if codes and texts:
            found[normal(texts[-1])] = codes[0].split(".")[1]
    return found
