"""Standard catalogues, and the sheets that counties send."""

from __future__ import annotations

import io

import factory
from factory.django import DjangoModelFactory
from openpyxl import Workbook

from standards.models import StandardCatalogue, StandardCataloguePage, StandardRow
from tests.factories.catalogue import PageFactory

CHANNELS = (
    "■政府网站 □政府公报\n□两微一端 □发布会/听证会\n□广播电视 □纸质媒体\n"
    "■公开查阅点 □政务服务中心\n□便民服务站 □入户/现场\n"
    "■社区/企事业单位/村公示栏（电子屏）\n□精准推送 □其他"
)
HEAD = [
    ["序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体",
     "公开渠道和载体", "公开对象", "", "公开方式", "", "公开层级", ""],
    ["", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群众", "主动", "依申请公开",
     "县级", "乡、村级"],
]  # fmt: skip
MERGED_HEAD = (
    "A{0}:A{1} B{0}:C{0} D{0}:D{1} E{0}:E{1} F{0}:F{1} G{0}:G{1} H{0}:H{1} "
    "I{0}:J{0} K{0}:L{0} M{0}:N{0}"
)


class StandardCatalogueFactory(DjangoModelFactory):
    """A township's catalogue; give ``column``."""

    class Meta:
        model = StandardCatalogue

    name = factory.Sequence(lambda n: f"第{n}份标准目录")


class StandardRowFactory(DjangoModelFactory):
    """A row due within 20 working days; give ``catalogue``."""

    class Meta:
        model = StandardRow

    number = factory.Sequence(str)
    matter = factory.Sequence(lambda n: f"事项{n}")
    time_limit = "信息形成或者变更之日起20个工作日内"
    due_kind = "working_days"
    due_number = 20
    channels = ["website"]
    sort_order = factory.Sequence(int)


class StandardCataloguePageFactory(PageFactory):
    """The public page; give ``catalogue`` and ``parent``."""

    class Meta:
        model = StandardCataloguePage

    title = "基层政务公开标准目录"
    slug = "standards"


def line(number, matter, sub_matter="", **values):
    """A line of the county's form, with ticks where nothing else is said."""
    given = {
        "content": f"{sub_matter or matter}的内容",
        "basis": "《中华人民共和国政府信息公开条例》",
        "limit": "信息形成或变更之日起20个工作日内",
        "body": "泗门镇人民政府",
        "channels": CHANNELS,
        "everyone": "√",
        "specific": "",
        "proactive": "√",
        "request": "",
        "upper": "",
        "lower": "√",
        **values,
    }
    return [number, matter, sub_matter, *given.values()]


def sheet_bytes(sheets, *, merged=(), before=("社会救助领域基层政务公开标准目录",)):
    """An XLSX: ``sheets`` are lines below the headings by sheet name; ``merged`` ranges besides."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for text in before:
            sheet.append([text])
        first = len(before) + 1
        for row in (*HEAD, *lines):
            sheet.append(row)
        for place in MERGED_HEAD.format(first, first + 1).split():
            sheet.merge_cells(place)
        for place in merged:
            sheet.merge_cells(place)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
