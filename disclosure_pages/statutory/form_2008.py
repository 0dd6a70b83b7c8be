"""The five parts of 2008 to 2018 (条例(2007)第三十二条) and the statistics sheet of 2014 to 2018.

Parts as in reports that townships published. Of the sheet the first lines were read in a town's
statistics rules; the others are as published sheets have them, from memory: a list to edit here,
not a text to quote.
"""

from __future__ import annotations

from .structure import Cell, GridCell, ReportForm, Table

# Depth, code, label, unit, codes of the parts; a heading has neither code nor unit.
_Line = tuple[int, str, str, str, tuple[str, ...]]


def _line(depth: int, code: str, label: str, unit: str, *parts: str) -> _Line:
    return (depth, code, label, unit, parts)


def _heading(label: str) -> _Line:
    return (0, "", label, "", ())


_LINES: tuple[_Line, ...] = (
    _heading("一、主动公开情况"),
    _line(1, "published", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    _line(2, "normative_published", "其中：主动公开规范性文件数", "条"),
    _line(2, "normative_made", "制发规范性文件总数", "件"),
    _heading("（二）通过不同渠道和方式公开政府信息的情况"),
    _line(1, "by_gazette", "1.政府公报公开政府信息数", "条"),
    _line(1, "by_website", "2.政府网站公开政府信息数", "条"),
    _line(1, "by_microblog", "3.政务微博公开政府信息数", "条"),
    _line(1, "by_wechat", "4.政务微信公开政府信息数", "条"),
    _line(1, "by_other", "5.其他方式公开政府信息数", "条"),
    _heading("二、回应解读情况"),
    _line(1, "responses", "（一）回应公众关注热点或重大舆情数", "次"),
    _line(1, "press_conferences", "（二）参加或举办新闻发布会总次数", "次"),
    _line(1, "interviews", "（三）政府网站在线访谈次数", "次"),
    _line(1, "interpretations", "（四）政策解读稿件发布数", "篇"),
    _line(1, "social_responses", "（五）微博微信回应事件数", "次"),
    _heading("三、依申请公开情况"),
    _line(
        1, "received", "（一）收到申请数", "件", "by_counter", "by_fax", "by_network", "by_letter"
    ),
    _line(2, "by_counter", "1.当面申请数", "件"),
    _line(2, "by_fax", "2.传真申请数", "件"),
    _line(2, "by_network", "3.网络申请数", "件"),
    _line(2, "by_letter", "4.信函申请数", "件"),
    _line(1, "finished", "（二）申请办结数", "件", "on_time", "extended"),
    _line(2, "on_time", "1.按时办结数", "件"),
    _line(2, "extended", "2.延期办结数", "件"),
    _line(
        1,
        "answered",
        "（三）申请答复数",
        "件",
        "already_public",
        "granted",
        "partial",
        "refused",
        "other_organ",
        "not_existing",
        "to_be_corrected",
        "other_channel",
    ),
    _line(2, "already_public", "1.属于已主动公开范围数", "件"),
    _line(2, "granted", "2.同意公开答复数", "件"),
    _line(2, "partial", "3.同意部分公开答复数", "件"),
    _line(
        2,
        "refused",
        "4.不同意公开答复数",
        "件",
        "refused_secret",
        "refused_commercial",
        "refused_privacy",
        "refused_endangering",
        "refused_not_information",
        "refused_other",
    ),
    _line(3, "refused_secret", "其中：涉及国家秘密", "件"),
    _line(3, "refused_commercial", "涉及商业秘密", "件"),
    _line(3, "refused_privacy", "涉及个人隐私", "件"),
    _line(3, "refused_endangering", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    _line(3, "refused_not_information", "不是《条例》所指政府信息", "件"),
    _line(3, "refused_other", "法律法规规定的其他情形", "件"),
    _line(2, "other_organ", "5.不属于本行政机关公开数", "件"),
    _line(2, "not_existing", "6.申请信息不存在数", "件"),
    _line(2, "to_be_corrected", "7.告知作出更改补充数", "件"),
    _line(2, "other_channel", "8.告知通过其他途径办理数", "件"),
    _heading("四、行政复议"),
    _line(
        1,
        "reconsiderations",
        "行政复议数量",
        "件",
        "reconsiderations_upheld",
        "reconsiderations_corrected",
        "reconsiderations_other",
    ),
    _line(2, "reconsiderations_upheld", "（一）维持具体行政行为数", "件"),
    _line(2, "reconsiderations_corrected", "（二）被依法纠错数", "件"),
    _line(2, "reconsiderations_other", "（三）其他情形数", "件"),
    _heading("五、行政诉讼"),
    _line(
        1,
        "lawsuits",
        "行政诉讼数量",
        "件",
        "lawsuits_upheld",
        "lawsuits_corrected",
        "lawsuits_other",
    ),
    _line(2, "lawsuits_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    _line(2, "lawsuits_corrected", "（二）被依法纠错数", "件"),
    _line(2, "lawsuits_other", "（三）其他情形数", "件"),
    _heading("六、举报投诉"),
    _line(1, "complaints", "举报投诉数量", "件"),
    _heading("七、依申请公开信息收取的费用"),
    _line(1, "charges", "依申请公开信息收取的费用", "万元"),
    _heading("八、机构建设和保障经费情况"),
    _line(1, "offices", "（一）政府信息公开工作专门机构数", "个"),
    _line(1, "reading_places", "（二）设置政府信息公开查阅点数", "个"),
    _line(1, "staff", "（三）从事政府信息公开工作人员数", "人", "staff_full", "staff_part"),
    _line(2, "staff_full", "1.专职人员数", "人"),
    _line(2, "staff_part", "2.兼职人员数", "人"),
    _line(1, "budget", "（四）政府信息公开专项经费", "万元"),
    _heading("九、政府信息公开会议和培训情况"),
    _line(1, "meetings", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    _line(1, "trainings", "（二）举办各类培训班数", "次"),
    _line(1, "trained", "（三）接受培训人员数", "人次"),
)

INDENT = "　"


def _sheet() -> Table:
    cells = tuple(
        Cell(f"s.{code}", label, unit, code, "", tuple(f"s.{part}" for part in parts))
        for _depth, code, label, unit, parts in _LINES
        if code
    )
    rows: list[tuple[GridCell, ...]] = [
        tuple(GridCell(label, scope="col") for label in ("统计指标", "单位", "统计数"))
    ]
    for depth, code, label, unit, _parts in _LINES:
        if code:
            rows.append(
                (
                    GridCell(f"{INDENT * (depth - 1)}{label}", scope="row"),
                    GridCell(unit),
                    GridCell(code=f"s.{code}"),
                )
            )
        else:
            rows.append((GridCell(label, colspan=3, scope="rowgroup"),))
    return Table(
        code="sheet",
        title="政府信息公开情况统计表",
        cells=cells,
        rows=tuple(rows),
        head_rows=1,
        widths=(14, 2, 3),
    )


FORM_2008 = ReportForm(
    code="2008",
    label="2008年格式（五部分）",
    source="",
    first_year=2008,
    last_year=2018,
    headings=(
        "一、概述",
        "二、主动公开政府信息的情况",
        "三、依申请公开政府信息的情况",
        "四、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "五、存在的主要问题和改进措施",
    ),
    tables=(_sheet(),),
    # An annex: it belongs to the last part.
    placement={"sheet": 4},
)
