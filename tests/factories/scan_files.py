"""Files with personal data in every place that a file has, and files without any, with labels."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from openpyxl.comments import Comment
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from .files import office, pdfs
from .scan import People, full_width, split

Label = tuple[str, str]
_FONT = "STSong-Light"
NOTICE = (
    "泗门镇人民政府关于开展2019年度城乡低保复核工作的通知",
    "各村、社区：根据余民〔2019〕15号文件要求，现将有关事项通知如下。",
    "一、复核时间：2019年4月1日至2019年4月30日，共涉及低保户1345户、1876人，资金12345678.90元。",
    "二、受理地点：泗门镇便民服务中心2号窗口（泗门镇光明路89号），咨询电话：0574-62152345。",
    "三、统一社会信用代码11330281002957345X，索引号000014349/2019-00007，邮编315470。",
    "四、对涉及国家秘密、商业秘密的事项，依法不予公开；邮箱：simen@yuyao.gov.cn。",
)
STATISTICS = (
    ("村名", "户数", "人口", "耕地（亩）", "编号"),
    ("小路下村", 1345, 4876, 2345.67, "330281105201"),
    ("谢家路村", 1876, 6123, 3012.5, "330281105202"),
    ("湖北村", 987, 2876, 1999.99, "330281105203"),
)


@dataclass(frozen=True)
class ScanFile:
    """A file, and what has to be found in it: pairs of a kind and a text."""

    name: str
    data: bytes
    labels: tuple[Label, ...]


class _Rows:
    """A list of persons with its labels."""

    def __init__(self, people: People, number: int) -> None:
        self.head = ("序号", "姓名", "身份证号码", "家庭住址", "联系电话", "银行账号")
        self.rows: list[tuple[str, ...]] = []
        self.labels: list[Label] = []
        for index in range(1, number + 1):
            values = (
                ("resident_id", people.resident_id()),
                ("address", people.address()),
                ("mobile", people.mobile()),
                ("bank_card", people.bank_card()),
            )
            self.rows.append((str(index), people.name(), *(value for _kind, value in values)))
            self.labels += values

    @property
    def table(self) -> list[tuple[str, ...]]:
        return [self.head, *self.rows]


def scan_files(seed: int) -> list[ScanFile]:
    """The files, from a seed."""
    makers = (*_texts(), *_words(), *_sheets(), *_pdfs(), *_others(), *_clean(), *_tables())
    files = []
    for number, (name, make) in enumerate(makers):
        # A seed for each file: one more file leaves the others as they are.
        data, labels = make(People(seed * 1000 + number))
        files.append(ScanFile(name, data, tuple(labels)))
    return files


Maker = Callable[[People], tuple[bytes, list[Label]]]
Makers = Iterator[tuple[str, Maker]]


def _sentences(people: People) -> tuple[list[str], list[Label]]:
    identity, mobile, home = people.resident_id(), people.mobile(), people.address()
    plate, mark, mail = people.plate(), people.secrecy_mark(), people.email()
    lines = [
        mark,
        NOTICE[0],
        f"经查，{people.name()}（身份证号码：{identity}，住{home}）不符合条件。",
        f"经办人手机{mobile}，本人邮箱{mail}，驾驶{plate}小型轿车入户核查。",
        *NOTICE[1:],
    ]
    labels = [
        ("secrecy_mark", mark), ("resident_id", identity), ("address", home), ("mobile", mobile),
        ("email", mail), ("vehicle_plate", plate),
    ]  # fmt: skip
    return lines, labels


def _text(people: People, encoding: str) -> tuple[bytes, list[Label]]:
    lines, labels = _sentences(people)
    return "\r\n".join(lines).encode(encoding), labels


def _text_table(people: People, between: str) -> tuple[bytes, list[Label]]:
    rows = _Rows(people, 5)
    return "\n".join(between.join(row) for row in rows.table).encode(), rows.labels


def _text_divided(people: People) -> tuple[bytes, list[Label]]:
    identity, card, mobile = people.resident_id(), people.bank_card(), people.mobile()
    text = (
        f"姓名：{people.name()}\n身份证号：{split(identity, chr(10), 12)}\n"
        f"银行卡号：{split(card, ' ', 4, 4, 4, 4)}\n手机：{full_width(mobile)}\n"
    )
    return text.encode(), [("resident_id", identity), ("bank_card", card), ("mobile", mobile)]


def _text_of_travellers(people: People) -> tuple[bytes, list[Label]]:
    passport, permit, old = people.passport(), people.travel_permit(), people.former_id()
    home = people.landline()
    text = (
        f"因私出国（境）登记备案\n{people.name()}，护照号码{passport}，往来港澳通行证{permit}，"
        f"旧身份证号{old}，家庭电话{home}。\n办公电话0574-62151234\n"
    )
    return text.encode("gb18030"), [
        ("passport", passport), ("travel_permit", permit), ("resident_id", old), ("landline", home),
    ]  # fmt: skip


def _texts() -> Makers:
    yield "通知.txt", partial(_text, encoding="utf-8")
    yield "通知（国标）.txt", partial(_text, encoding="gb18030")
    yield "名单（制表符）.txt", partial(_text_table, between="\t")
    yield "名单（竖线）.txt", partial(_text_table, between="|")
    yield "名单（空格）.txt", partial(_text_table, between=" ")
    yield "登记表.txt", _text_divided
    yield "出国登记.txt", _text_of_travellers


def _word(people: People) -> tuple[bytes, list[Label]]:
    lines, labels = _sentences(people)
    return office.word(*lines), labels


def _word_table(people: People) -> tuple[bytes, list[Label]]:
    rows = _Rows(people, 6)
    return office.word(*NOTICE, table=rows.table), rows.labels


def _word_margins(people: People) -> tuple[bytes, list[Label]]:
    mark, mobile = people.secrecy_mark(), people.mobile()
    data = office.word(*NOTICE, header=mark, footer=f"打印：{people.name()} {mobile}")
    return data, [("secrecy_mark", mark), ("mobile", mobile)]


def _word_properties(people: People) -> tuple[bytes, list[Label]]:
    mobile, mail = people.mobile(), people.email()
    data = office.word(*NOTICE, author=f"{people.name()} {mobile}", keywords=f"个人邮箱 {mail}")
    return data, [("mobile", mobile), ("email", mail)]


def _word_runs(people: People) -> tuple[bytes, list[Label]]:
    """A number whose digits Word has put into runs as it liked."""
    identity, mobile = people.resident_id(), people.mobile()
    body = office.paragraph(
        office.run("身份证号码"), office.run(identity[:3]), office.run(identity[3:11], "<w:b/>"),
        office.run(identity[11:]), office.run("，电话"), office.run(mobile[:7]),
        office.run(mobile[7:]),
    )  # fmt: skip
    return office.word_of(body), [("resident_id", identity), ("mobile", mobile)]


def _word_breaks(people: People) -> tuple[bytes, list[Label]]:
    identity = people.resident_id()
    runs = "<w:r><w:br/></w:r>".join(office.run(each) for each in (identity[:10], identity[10:]))
    return office.word_of(office.paragraph(office.run("身份证号："), runs)), [
        ("resident_id", identity)
    ]


def _word_deleted(people: People) -> tuple[bytes, list[Label]]:
    identity, home = people.resident_id(), people.address()
    gone = office.run(f"（身份证号{identity}，住{home}）", tag="delText")
    body = office.paragraph(office.run(people.name()), f"<w:del>{gone}</w:del>", office.run("同意"))
    return office.word_of(body), [("resident_id", identity), ("address", home)]


def _word_vanished(people: People) -> tuple[bytes, list[Label]]:
    card = people.bank_card()
    body = office.paragraph(office.run("补贴"), office.run(f"卡号{card}", "<w:vanish/>"))
    return office.word_of(body), [("bank_card", card)]


def _word_comment(people: People) -> tuple[bytes, list[Label]]:
    mobile = people.mobile()
    said = office.paragraph(office.run(f"请电话{mobile}核实"))
    comment = f'<w:comment w:author="{people.name()}">{said}</w:comment>'
    return office.word_of(office.paragraph(office.run(NOTICE[0])), comments=comment), [
        ("mobile", mobile)
    ]


def _word_footnote(people: People) -> tuple[bytes, list[Label]]:
    passport = people.passport()
    note = f"<w:footnote>{office.paragraph(office.run(f'护照号{passport}'))}</w:footnote>"
    return office.word_of(office.paragraph(office.run(NOTICE[0])), footnotes=note), [
        ("passport", passport)
    ]


def _word_box(people: People) -> tuple[bytes, list[Label]]:
    mark = people.secrecy_mark()
    box = office.paragraph(office.run(mark))
    body = office.paragraph(
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
        office.run(NOTICE[0]),
    )
    return office.word_of(body), [("secrecy_mark", mark)]


def _word_digits(people: People) -> tuple[bytes, list[Label]]:
    identity, mobile = people.resident_id(), people.mobile()
    table = [("公民身份号码", *identity), ("手机号码", *mobile, *[""] * 7)]
    return office.word(NOTICE[0], table=table), [("resident_id", identity), ("mobile", mobile)]


def _words() -> Makers:
    yield "处罚决定.docx", _word
    yield "低保名单.docx", _word_table
    yield "页眉页脚.docx", _word_margins
    yield "属性.docx", _word_properties
    yield "断开的文字.docx", _word_runs
    yield "换行.docx", _word_breaks
    yield "修订.docx", _word_deleted
    yield "隐藏文字.docx", _word_vanished
    yield "批注.docx", _word_comment
    yield "脚注.docx", _word_footnote
    yield "文本框.docx", _word_box
    yield "一格一字.docx", _word_digits


def _sheet(people: People) -> tuple[bytes, list[Label]]:
    rows = _Rows(people, 20)
    return office.sheets(名单=rows.table), rows.labels


def _sheet_hidden(people: People, how: str) -> tuple[bytes, list[Label]]:
    rows = _Rows(people, 4)

    def hide(book):
        sheet = book["底稿"]
        if how in {"hidden", "veryHidden"}:
            sheet.sheet_state = how
        elif how == "row":
            for number in range(2, 6):
                sheet.row_dimensions[number].hidden = True
        else:
            for letter in "CDEF":
                sheet.column_dimensions[letter].hidden = True

    return office.sheets(save=hide, 汇总=STATISTICS, 底稿=rows.table), rows.labels


def _sheet_comment(people: People) -> tuple[bytes, list[Label]]:
    identity, home = people.resident_id(), people.landline()

    def comment(book):
        book["汇总"]["B2"].comment = Comment(f"{identity}，家庭电话{home}", people.name())

    return office.sheets(save=comment, 汇总=STATISTICS), [
        ("resident_id", identity), ("landline", home),
    ]  # fmt: skip


def _sheet_numbers(people: People) -> tuple[bytes, list[Label]]:
    """Numbers that are numbers: sheets keep fifteen or sixteen digits of them."""
    mobiles = [people.mobile() for _ in range(6)]
    table: list[tuple[object, ...]] = [("姓名", "手机号码", "金额", "日期编号")]
    table += [(people.name(), int(each), 1234.5, 20190415) for each in mobiles]
    return office.sheets(名单=table), [("mobile", each) for each in mobiles]


def _sheet_digits(people: People) -> tuple[bytes, list[Label]]:
    identity, mobile = people.resident_id(), people.mobile()
    return office.sheets(
        登记表=[("公民身份号码", *identity), ("手机号码", *(int(each) for each in mobile))]
    ), [("resident_id", identity), ("mobile", mobile)]


def _sheet_properties(people: People) -> tuple[bytes, list[Label]]:
    mail, mark = people.email(), people.secrecy_mark()

    def change(book):
        book.properties.creator = f"{people.name()} {mail}"
        book["汇总"].oddHeader.left.text = mark

    return office.sheets(save=change, 汇总=STATISTICS), [("email", mail), ("secrecy_mark", mark)]


def _sheet_of_vehicles(people: People) -> tuple[bytes, list[Label]]:
    plates = [people.plate() for _ in range(8)]
    table = [("序号", "车牌号码", "车型", "车主"), *(
        (index, plate, "小型轿车", people.name()) for index, plate in enumerate(plates, start=1)
    )]  # fmt: skip
    return office.sheets(车辆=table), [("vehicle_plate", plate) for plate in plates]


def _sheet_of_travellers(people: People) -> tuple[bytes, list[Label]]:
    table: list[tuple[str, ...]] = [("姓名", "护照号码", "通行证号码", "家庭电话")]
    labels: list[Label] = []
    for _ in range(6):
        row = (people.passport(), people.travel_permit(), people.landline())
        table.append((people.name(), *row))
        labels += zip(("passport", "travel_permit", "landline"), row, strict=True)
    return office.sheets(备案=table), labels


def _sheet_with_gaps(people: People) -> tuple[bytes, list[Label]]:
    home, local = people.village_address(), people.local()
    table = [
        ("序号", "姓名", "性别", "住址", "固定电话", "备注"),
        (1, people.name(), None, home, None, None),
        (2, people.name(), "女", None, local, "已核"),
    ]
    return office.sheets(名单=table), [("address", home), ("landline", local)]


def _sheets() -> Makers:
    yield "名单.xlsx", _sheet
    for how in ("hidden", "veryHidden", "row", "column"):
        yield f"隐藏{how}.xlsx", partial(_sheet_hidden, how=how)
    yield "批注.xlsx", _sheet_comment
    yield "数值.xlsx", _sheet_numbers
    yield "一格一字.xlsx", _sheet_digits
    yield "属性页眉.xlsx", _sheet_properties
    yield "车辆.xlsx", _sheet_of_vehicles
    yield "出国备案.xlsx", _sheet_of_travellers
    yield "空格.xlsx", _sheet_with_gaps


def _pdf(people: People) -> tuple[bytes, list[Label]]:
    lines, labels = _sentences(people)
    return pdfs.pdf("\n".join(lines), "\n".join(NOTICE)), labels


def _drawn(
    table: list[tuple[str, ...]],
    widths: list[int] | None,
    wraps: bool,
    size: tuple[float, float] = A4,
) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    style = ParagraphStyle("cell", fontName=_FONT, fontSize=9, wordWrap="CJK")
    rows = [[Paragraph(cell, style) for cell in row] for row in table] if wraps else table
    grid = Table(rows, colWidths=widths)
    grid.setStyle(
        [("FONT", (0, 0), (-1, -1), _FONT, 9), ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))]
    )
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=size, invariant=1).build([grid])
    return out.getvalue()


def _pdf_table(people: People, wraps: bool) -> tuple[bytes, list[Label]]:
    rows = _Rows(people, 6)
    widths = [25, 45, 75, 95, 70, 80] if wraps else None
    return _drawn(rows.table, widths, wraps), rows.labels


def _pdf_digits(people: People) -> tuple[bytes, list[Label]]:
    identity = people.resident_id()
    return _drawn([(*"身份证", *identity)], [18] * 21, False), [("resident_id", identity)]


def _pdf_notes(people: People) -> tuple[bytes, list[Label]]:
    mobile, mail = people.mobile(), people.email()
    data = pdfs.annotated_pdf(
        "\n".join(NOTICE), f"请联系{mobile}", author=f"{people.name()} {mail}"
    )
    return data, [("mobile", mobile), ("email", mail)]


def _pdf_broken(people: People) -> tuple[bytes, list[Label]]:
    """A line that ends within a number."""
    identity, card = people.resident_id(), people.bank_card()
    text = f"{'说明' * 8}，身份证号码{identity}已核对，银行卡号{split(card, chr(10), 9)}。"
    return pdfs.pdf(text), [("resident_id", identity), ("bank_card", card)]


def _pdfs() -> Makers:
    yield "通知.pdf", _pdf
    yield "名单.pdf", partial(_pdf_table, wraps=False)
    yield "名单（窄）.pdf", partial(_pdf_table, wraps=True)
    yield "一格一字.pdf", _pdf_digits
    yield "批注属性.pdf", _pdf_notes
    yield "断行.pdf", _pdf_broken


def _ofd(people: People) -> tuple[bytes, list[Label]]:
    lines, labels = _sentences(people)
    return office.ofd("\n".join(lines), NOTICE[0]), labels


def _slides(people: People) -> tuple[bytes, list[Label]]:
    mobile, identity = people.mobile(), people.resident_id()
    data = office.slides(
        office.slide_xml(NOTICE[0], f"联系{people.name()}：{mobile}"), notes=f"身份证{identity}"
    )
    return data, [("mobile", mobile), ("resident_id", identity)]


def _csv(people: People) -> tuple[bytes, list[Label]]:
    rows = _Rows(people, 5)
    return "\n".join(",".join(row) for row in rows.table).encode("gb18030"), rows.labels


def _others() -> Makers:
    yield "通知.ofd", _ofd
    yield "培训.pptx", _slides
    yield "名单.csv", _csv


def _nothing(data: bytes) -> Maker:
    return lambda people: (data, [])


def _travellers(people: People, number: int) -> tuple[list[tuple[str, ...]], list[Label]]:
    """A list whose numbers only its heading explains."""
    table: list[tuple[str, ...]] = [
        ("姓名", "文号", "港澳通行证", "宅电", "户籍地址", "车牌", "备注")
    ]
    labels: list[Label] = []
    for _ in range(number):
        row = (people.travel_permit(), people.landline(), people.address(), people.plate())
        table.append((people.name(), "泗政〔2023〕62号", *row, ""))
        labels += zip(("travel_permit", "landline", "address", "vehicle_plate"), row, strict=True)
    return table, labels


def _sheet_of_hidden_rows(people: People) -> tuple[bytes, list[Label]]:
    """Hidden rows below a heading that is seen."""
    table, labels = _travellers(people, 5)

    def hide(book):
        book["备案"].row_dimensions[3].hidden = book["备案"].row_dimensions[4].hidden = True

    return office.sheets(save=hide, 备案=table), labels


def _sheet_turned(people: People) -> tuple[bytes, list[Label]]:
    """Headings at the beginning of rows, a column for each person."""
    rows = _Rows(people, 4)
    return office.sheets(名单=list(zip(*rows.table, strict=True))), rows.labels


def _text_with_commas(people: People) -> tuple[bytes, list[Label]]:
    table, labels = _travellers(people, 5)
    return "\n".join(map("，".join, table)).encode(), labels


def _pdf_wide(people: People) -> tuple[bytes, list[Label]]:
    """Rows that PDFium takes for one line."""
    table, labels = _travellers(people, 8)
    return _drawn(table, None, False, landscape(A4)), labels


def _tables() -> Makers:
    yield "隐藏的几行.xlsx", _sheet_of_hidden_rows
    yield "横排.xlsx", _sheet_turned
    yield "名单（逗号）.txt", _text_with_commas
    yield "宽表.pdf", _pdf_wide


def _clean() -> Makers:
    contacts = [
        ("单位", "联系人", "办公电话", "地址"),
        ("泗门镇党政办", "施建国", "0574-62150001", "泗门镇光明路89号"),
        ("余姚市民政局", "徐丽华", "0574-62712345", "余姚市南雷南路388号"),
    ]
    yield "公开通知.txt", _nothing("\n".join(NOTICE).encode())
    yield "公开通知.docx", _nothing(office.word(*NOTICE, table=contacts, header="泗门镇人民政府"))
    yield "统计.xlsx", _nothing(office.sheets(统计=STATISTICS, 通讯=contacts))
    yield "公开通知.pdf", _nothing(pdfs.pdf("\n".join(NOTICE)))
    yield "联系方式.pdf", _nothing(_drawn(contacts, None, False))
    yield (
        "已遮盖.xlsx",
        _nothing(
            office.sheets(
                名单=[
                    ("姓名", "身份证号码", "手机"),
                    ("张*国", "3302811965****1234", "138****5678"),
                ]
            )
        ),
    )
