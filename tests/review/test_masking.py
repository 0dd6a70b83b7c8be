"""Masked text is a new revision; a masked file is a new file, and nothing is left in it."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from docx.oxml.ns import qn
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from wagtail.documents import get_document_model
from wagtail.models import PageLogEntry, Revision

from review.content import files_of
from review.four_eyes import authors_of
from review.masking.common import CannotMask
from review.masking.plain import mask_csv
from review.masking.plain import mask_text as mask_plain
from review.masking.sheets import mask_xlsx
from review.masking.word import mask_docx
from review.services.findings import draft_of, findings_of
from review.services.masking import mask_file, mask_text
from tests.factories.catalogue import UserFactory
from tests.factories.documents import make_document
from tests.factories.files import office, pdfs
from tests.review.finding_cases import ID, MASKED_ID, MOBILE, OTHER_ID, draft_item

MASKED_OTHER = "3302**********1728"


def report_on(page):
    return findings_of(draft_of(page))


def prints(page, kind="resident_id"):
    return [each.fingerprint for each in report_on(page).unanswered if each.kind == kind]


def test_numbers_in_texts_get_stars_wherever_they_stand(column, staff):
    table = {"data": [["户", "号码"], ["甲户", "330281 19490307"], ["乙户", OTHER_ID]]}
    item = draft_item(
        column,
        owner=staff.editor,
        title=f"关于{ID}的公示",
        summary=f"号码{ID[:6]} {ID[6:14]} {ID[14:]}。",
        body=[
            ("text", f"<p>号码<b>{ID[:6]}</b>{ID[6:]}，<i>再说</i>{ID}</p>"),
            ("table", table),
        ],
    )
    revision = mask_text(item, prints(item), staff.admin)
    draft = draft_of(item)
    assert draft.title == f"关于{MASKED_ID}的公示"
    assert draft.summary == "号码3302** ******** 171X。"
    assert draft.body[0].value.source == (
        f"<p>号码<b>3302**</b>********171X，<i>再说</i>{MASKED_ID}</p>"
    )
    assert draft.body[1].value["data"][2] == ["乙户", MASKED_OTHER]
    # The address follows the title as long as nobody has seen it.
    assert ID.lower() not in draft.slug
    assert prints(item) == []
    assert revision == item.revisions.latest("created_at")
    assert staff.admin.pk in authors_of(item)
    entry = PageLogEntry.objects.get(action="gongkai_review.text_masked")
    assert "居民身份证号" in entry.message
    assert ID not in str(entry.data)


def test_only_what_was_chosen_gets_stars(column, staff):
    item = draft_item(column, summary=f"号码{ID}和{OTHER_ID}")
    mask_text(item, prints(item)[:1], staff.admin)
    assert draft_of(item).summary == f"号码{MASKED_ID}和{OTHER_ID}"


def test_what_is_public_stays_until_it_is_reviewed(column, staff):
    from tests.factories.catalogue import ItemPageFactory

    item = ItemPageFactory(parent=column.category, organ=column.office, summary="公开的话")
    item.summary = f"号码{ID}"
    item.save_revision()
    mask_text(item, prints(item), staff.admin)
    item.refresh_from_db()
    assert item.summary == "公开的话"
    assert item.has_unpublished_changes


def test_marks_of_secrecy_are_not_covered(column, staff):
    item = draft_item(column, summary="机密★五年")
    with pytest.raises(ValidationError) as error:
        mask_text(item, prints(item, "secrecy_mark"), staff.admin)
    assert error.value.code == "by_hand"


def test_what_is_gone_is_not_masked(column, staff):
    item = draft_item(column, summary=f"号码{ID}")
    before = Revision.objects.for_instance(item).count()
    for wanted in ([], ["0" * 64]):
        with pytest.raises(ValidationError) as error:
            mask_text(item, wanted, staff.admin)
        assert error.value.code == "gone"
    assert Revision.objects.for_instance(item).count() == before


def test_who_may_not_edit_does_not_mask(column, staff, read):
    document = read(f"号码{ID}")
    item = draft_item(column, document, owner=staff.editor, summary=f"号码{ID}")
    for user in (UserFactory(), staff.reviewer):
        with pytest.raises(PermissionDenied):
            mask_text(item, prints(item), user)
        with pytest.raises(PermissionDenied):
            mask_file(item, document, user)
    item.locked, item.locked_by = True, staff.admin
    item.save()
    with pytest.raises(PermissionDenied):
        mask_text(item, prints(item), staff.editor)


def test_a_draft_that_is_not_complete_is_masked_all_the_same(column, staff):
    item = draft_item(column, summary=f"号码{ID}")
    draft = draft_of(item)
    draft.organ = draft.written_on = None
    draft.save_revision(clean=False)
    mask_text(item, prints(item), staff.admin)
    assert draft_of(item).summary == f"号码{MASKED_ID}"


def sheets(**options):
    rows = [["姓名", "身份证号", "电话"], ["张三", ID, int(MOBILE)], ["合计", "=1+1", None]]
    return office.sheets(表=rows, **options)


def test_a_masked_copy_takes_the_place_of_a_file(column, staff, read):
    document = read(name="名单.xlsx", data=sheets(), title="救助名单")
    link = f'<p>见<a linktype="document" id="{document.pk}">名单</a></p>'
    item = draft_item(
        column, document, owner=staff.editor, body=[("text", link), ("attachment", document)]
    )
    revision = mask_file(item, document, staff.editor)
    draft = draft_of(item)
    (copy,) = files_of(draft).documents
    assert (copy.title, copy.filename) == ("救助名单（已脱敏）", "名单-已脱敏.xlsx")
    assert copy.collection == document.collection
    assert copy.uploaded_by_user == staff.editor
    assert draft.attachments.get().document == copy
    assert f'id="{copy.pk}"' in draft.body[0].value.source
    assert draft.body[1].value == copy
    assert revision.user == staff.editor
    # The original is as it was.
    document.refresh_from_db()
    assert ID in read_sheets(document.file.read())
    data = copy.file.read()
    assert ID not in read_sheets(data)
    rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    assert list(rows)[1:] == [("张三", MASKED_ID, "139****2345"), ("合计", "=1+1", None)]
    assert PageLogEntry.objects.filter(action="gongkai_review.file_masked").exists()


def test_the_names_of_a_file_are_masked_too(column, staff, read):
    document = read("没有号码", name=f"{ID}.txt", title=f"张三{ID}")
    item = draft_item(column, document)
    mask_file(item, document, staff.admin)
    (copy,) = files_of(draft_of(item)).documents
    assert ID not in f"{copy.title}{copy.filename}"
    assert "171X" in copy.filename


@pytest.mark.parametrize(
    ("make", "name", "sentence"),
    [
        (lambda: pdfs.pdf(f"号码{ID}"), "x.pdf", "只有XLSX"),
        (lambda: b"%PDF-1.4 broken", "x.docx", "读不出来（文件损坏）"),
        ("没有号码".encode, "x.txt", "没有需要遮盖"),
    ],
)
def test_a_file_that_cannot_be_masked_stays(  # noqa: PLR0917 - fixtures and cases
    column, staff, read, make, name, sentence
):
    document = read(name=name, data=make())
    item = draft_item(column, document)
    with pytest.raises(ValidationError) as error:
        mask_file(item, document, staff.admin)
    assert sentence in error.value.messages[0]
    assert get_document_model().objects.count() == 1


def test_a_file_is_not_opened_before_it_was_read(column, staff):
    document = make_document(f"号码{ID}")
    item = draft_item(column, document)
    with pytest.raises(ValidationError) as error:
        mask_file(item, document, staff.admin)
    assert error.value.code == "pending"


def test_a_file_of_another_page_is_not_masked(column, staff, read):
    document = read(f"号码{ID}")
    with pytest.raises(ValidationError) as error:
        mask_file(draft_item(column), document, staff.admin)
    assert error.value.code == "gone"


def test_where_something_is_left_nothing_changes(column, staff, read, monkeypatch):
    document = read(name="x.xlsx", data=sheets())
    item = draft_item(column, document)
    monkeypatch.setattr("review.masking.sheets._mask_cells", lambda sheet, found: None)
    monkeypatch.setattr("review.masking.sheets._clean_book", lambda book, found: found.append(None))
    with pytest.raises(ValidationError) as error:
        mask_file(item, document, staff.admin)
    assert error.value.code == "left"
    assert "工作表“表”" in error.value.messages[0]
    assert get_document_model().objects.count() == 1
    assert files_of(draft_of(item)).documents == [document]


def test_a_refused_revision_leaves_no_file(column, staff, read, monkeypatch):
    document = read(f"号码{ID}", name="x.txt")
    item = draft_item(column, document)

    def refuse(*arguments, **options):
        raise ValidationError("不行")

    monkeypatch.setattr("catalogue.models.ItemPage.save_revision", refuse)
    folder = document.file.storage
    before = folder.listdir("documents")[1]
    with pytest.raises(ValidationError):
        mask_file(item, document, staff.admin)
    assert folder.listdir("documents")[1] == before


def read_sheets(data):
    """All that stands in the parts of an XLSX or DOCX."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def everything(book):
    sheet = book["表"]
    sheet["B2"].comment = Comment(f"李四说{ID}", "李四")
    sheet["B2"].font = Font(bold=True)
    sheet["B2"].hyperlink = f"mailto:{MOBILE}@139.com"
    sheet["B2"].value = ID
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.oddFooter.center.text = f"经办人身份证{ID}"
    rule = DataValidation(type="list", formula1=f'"{ID},{OTHER_ID}"')
    rule.add("F1")
    sheet.add_data_validation(rule)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "H1")
    book["底稿"].sheet_state = "hidden"
    book.properties.creator = "王五"
    book.properties.title = f"名单{ID}"
    book.defined_names["号码"] = DefinedName("号码", attr_text=f'"{ID}"')


def hidden_book():
    rows = [
        ["姓名", "身份证号", "金额", "备注"],
        ["张三", "", 1, f"身份证{OTHER_ID}"],
        ["李四", OTHER_ID, 2, ""],
        ["王六", ID[:10], ID[10:], ""],
        ["赵七", f'=B3&"{ID}"', 3, ""],
    ]
    return office.sheets(save=everything, 表=rows, 底稿=[["测算", f"身份证号{ID}"]])


@pytest.mark.once
def test_nothing_is_left_in_a_workbook():
    masked = mask_xlsx(hidden_book())
    text = read_sheets(masked.data)
    for secret in (ID, OTHER_ID, MOBILE, "王五", "李四说"):
        assert secret not in text
    book = openpyxl.load_workbook(io.BytesIO(masked.data))
    assert book.sheetnames == ["表", "底稿"]
    assert book["底稿"].sheet_state == "hidden"
    sheet = book["表"]
    assert sheet["B2"].value == MASKED_ID
    assert sheet["B2"].font.bold
    assert sheet["B3"].value == MASKED_OTHER
    assert (sheet["B4"].value, sheet["C4"].value) == (MASKED_ID[:10], MASKED_ID[10:])
    assert sheet["C3"].value == 2
    assert len(masked.findings) >= 6


@pytest.mark.once
def test_hidden_parts_of_a_workbook_may_be_left_out():
    masked = mask_xlsx(hidden_book(), remove_hidden=True)
    book = openpyxl.load_workbook(io.BytesIO(masked.data))
    assert book.sheetnames == ["表"]
    sheet = book["表"]
    assert not any(cell.value for cell in sheet[3])
    assert sheet["D2"].value is None
    assert sheet["A4"].value == "王六"


@pytest.mark.once
def test_values_stand_in_place_of_formulas():
    # As Excel stores it: a formula with its value.
    data = office.sheets(表=[["电话", "=A3"], ["x", "y"]])
    cell = '<c r="B1" t="str"><f>"1"&amp;"2"</f><v>手机' + MOBILE + "</v></c>"
    part = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    start, end = part.index('<c r="B1"'), part.index("</c>", part.index('<c r="B1"')) + 4
    data = office.changed(data, xl__worksheets__sheet1=part[:start] + cell + part[end:])
    masked = openpyxl.load_workbook(io.BytesIO(mask_xlsx(data).data))["表"]
    assert masked["B1"].data_type == "s"
    assert MOBILE not in masked["B1"].value
    assert masked["B1"].value.startswith("手机139")


def word_file():
    document = docx.Document()
    paragraph = document.add_paragraph("张三，身份证")
    for number, piece in enumerate((ID[:6], ID[6:10], ID[10:])):
        paragraph.add_run(piece).bold = number == 1
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("姓名", "身份证号", "电话"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("李四", OTHER_ID, MOBILE), strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = f"经办人身份证{ID}"
    document.core_properties.author = "王五"
    document.core_properties.title = f"名单{ID}"
    run = document.add_paragraph().add_run("正文的话")
    document.add_comment([run], text=f"号码{ID}", author="李四说", initials="L")
    hidden = document.add_paragraph("藏").add_run(f"身份证{OTHER_ID}")
    hidden.font.hidden = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.once
def test_nothing_is_left_in_a_document():
    masked = mask_docx(word_file())
    text = read_sheets(masked.data)
    for secret in (ID, OTHER_ID, MOBILE, "王五", "李四说"):
        assert secret not in text
    document = docx.Document(io.BytesIO(masked.data))
    runs = document.paragraphs[0].runs
    assert [run.text for run in runs] == ["张三，身份证", "3302**", "****", "****171X"]
    assert [bool(run.bold) for run in runs[1:]] == [False, True, False]
    assert document.tables[0].rows[1].cells[1].text == MASKED_OTHER
    assert document.sections[0].header.paragraphs[0].text == f"经办人身份证{MASKED_ID}"
    assert "正文的话" in [paragraph.text for paragraph in document.paragraphs]
    assert not document.element.body.findall(f".//{qn('w:commentReference')}")


@pytest.mark.once
def test_hidden_text_of_a_document_may_be_left_out():
    document = docx.Document(io.BytesIO(mask_docx(word_file(), remove_hidden=True).data))
    assert document.paragraphs[-1].text == "藏"


@pytest.mark.once
def test_tracked_changes_are_accepted():
    masked = mask_docx(office.word_with_everything_hidden())
    text = read_sheets(masked.data)
    assert "删掉的话" not in text
    assert "移走的话" not in text
    assert "请核对金额" not in text
    assert "新加的话" in text
    assert "<w:ins" not in text


@pytest.mark.once
def test_a_document_in_which_nothing_is_found_stays_readable():
    masked = mask_docx(office.word("第一段", "第二段", table=[["甲", "乙"]], header="页眉"))
    assert masked.findings == []
    document = docx.Document(io.BytesIO(masked.data))
    assert [paragraph.text for paragraph in document.paragraphs] == ["第一段", "第二段"]


@pytest.mark.once
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_keep_their_encoding(encoding):
    data = f"姓名：张三\r\n身份证号：{ID}\r\n".encode(encoding)
    masked = mask_plain(data)
    text = masked.data.decode(encoding)
    assert text.startswith("姓名：张")
    assert text.endswith(f"\r\n身份证号：{MASKED_ID}\r\n")
    assert len(masked.data) == len(data)


@pytest.mark.once
def test_tables_keep_their_form():
    data = f'姓名,"身份证号",备注\r\n"李,四",{ID},"说""是"""\r\n王五,{ID[:9]},{ID[9:]}\r\n'
    masked = mask_csv(data.encode()).data.decode()
    assert f',{MASKED_ID},"说""是"""\r\n' in masked
    assert f",{MASKED_ID[:9]},{MASKED_ID[9:]}\r\n" in masked
    assert masked.startswith('姓名,"身份证号",备注\r\n')


@pytest.mark.once
def test_what_is_no_text_is_refused():
    with pytest.raises(CannotMask):
        mask_plain(b"\xff\xff\xff\x00\x80")
    with pytest.raises(CannotMask):
        mask_docx(b"no container")
    with pytest.raises(CannotMask):
        mask_xlsx(b"no container")
