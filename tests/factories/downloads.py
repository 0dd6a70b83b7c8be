"""Reports as documents, without a database."""

from __future__ import annotations

from datetime import date

from disclosure_pages.downloads.model import (
    FigureRow,
    FormTable,
    Heading,
    Paragraph,
    Part,
    ReportDocument,
    Run,
)
from disclosure_pages.statutory.forms import REPORT_FORMS
from tests.factories.reports import correct_values

ADDRESS = "https://town.example.gov.cn/annual-reports/2025/"
OVERVIEW = (
    "2025年，泗门镇深入贯彻落实《中华人民共和国政府信息公开条例》，围绕中心工作和群众关切，"
    "推进决策、执行、管理、服务、结果公开，现将全年政府信息公开工作情况报告如下。"
)
SUBSECTIONS = (
    ("（一）主动公开", "全年主动公开政府信息412条，其中政策文件36条，动态298条，其他78条。"),
    (
        "（二）依申请公开",
        "全年收到政府信息公开申请17件，上年结转1件，均按期答复，没有因答复不当被纠错的情形。",
    ),
    ("（三）政府信息管理", "坚持先审查、后公开，逐项审查，全年审查政府信息430件次。"),
    ("（四）平台建设", "统一专栏名称和格式，完善检索、查阅、下载功能，专栏全年访问6.2万次。"),
    ("（五）监督保障", "全年召开专题会议2次，举办培训班3期，接受培训126人次，没有责任追究情形。"),
)
PROBLEMS = (
    "一是政策解读的形式还不够丰富；二是部分村（社区）公开信息的时效性有待提高。"
    "下一步，将丰富图解、问答等解读形式，按月通报公开时限，把公开要求融入业务流程。"
)


def report_document(
    values: dict | None = None, form: str = "2021", year: int = 2025, **changed
) -> ReportDocument:
    """A report in six parts with the tables of its form; without numbers, an empty one."""
    filled = REPORT_FORMS[form]
    values = values or {}
    figures = tuple(
        FigureRow(code, cell.label, values.get(code), cell.unit, "人工填报")
        for code, cell in filled.cells.items()
    )
    fields = {
        "title": f"泗门镇人民政府{year}年政府信息公开工作年度报告",
        "organ": "泗门镇人民政府",
        "year": year,
        "form": filled,
        "reported_on": date(year + 1, 1, 20),
        "period": (date(year, 1, 1), date(year, 12, 31)),
        "url": ADDRESS,
        "parts": tuple(_parts(filled, {row.code: row.value for row in figures})),
        "notes": ("本年度没有经过保密审查和审签的例外发布0件次。",),
        "figures": figures,
    }
    return ReportDocument(**{**fields, **changed})


def full_document(seed: int = 2, **changed) -> ReportDocument:
    """A report with all 200 numbers of today's form."""
    return report_document(correct_values("2021", seed), **changed)


def _parts(form, values):
    for number, heading in enumerate(form.headings):
        blocks = []
        if number == 0:
            blocks.append(Paragraph((Run(OVERVIEW),)))
            for title, text in SUBSECTIONS:
                blocks += [Heading(title), Paragraph((Run(text),))]
        for table in form.tables_of(number):
            blocks.append(FormTable(table, values, "" if table.title in heading else table.title))
        if number == 4:
            blocks.append(Paragraph((Run(PROBLEMS),)))
        if number == 5:
            blocks.append(Paragraph((Run("2025年没有收取政府信息公开信息处理费。"),)))
        yield Part(heading, tuple(blocks))
