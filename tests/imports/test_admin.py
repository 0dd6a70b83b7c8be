"""The wizard in the admin, from the upload to the undoing."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from catalogue.models import ItemPage
from imports.models import ImportBatch, ImportMapping
from tests.factories.catalogue import PASSWORD, ItemPageFactory

pytestmark = pytest.mark.django_db
GOOD = {
    "信息名称": "关于防汛工作的通知",
    "发文字号": "泗政[2013]12号",
    "责任部门": "泗门镇党政综合办公室",
    "成文日期": "2013年5月3日",
    "类别": "规范性文件",
}


@pytest.fixture
def editor(client, staff):
    client.login(username="editor", password=PASSWORD)
    return client


@pytest.fixture
def office(client, staff):
    client.login(username="office", password=PASSWORD)
    return client


def url(name, *keys):
    return reverse(f"gongkai_imports:{name}", args=keys)


def sheet(*rows, name="条目.csv"):
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode(), "text/csv")


def upload(client, column, file, **data):
    return client.post(url("add"), {"file": file, "column": column.home.pk, **data})


def start(client, column, *rows, **data):
    """Upload a sheet and have it checked as it is understood; return its batch."""
    answer = upload(client, column, sheet(*rows), **data)
    batch = ImportBatch.objects.latest("pk")
    assert answer["Location"] == url("columns", batch.pk)
    return check(client, batch)


def check(client, batch, **data):
    page = client.get(url("columns", batch.pk))
    chosen = {field.html_name: field.value() for field in page.context["form"].columns}
    answer = client.post(url("columns", batch.pk), {**chosen, **data})
    assert answer.status_code == 302, answer.context["form"].errors
    batch.refresh_from_db()
    return batch


def text(answer):
    return answer.content.decode()


def test_a_sheet_goes_through_all_steps(editor, column, django_capture_on_commit_callbacks):
    bad = GOOD | {"信息名称": "另一件", "发文字号": "", "成文日期": "2013年2月30日"}
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(editor, column, GOOD, bad)
    batch.refresh_from_db()
    assert (batch.read, batch.good, batch.faulty) == (2, 1, 1)

    page = text(editor.get(url("batch", batch.pk)))
    assert "没有“2013年2月30日”这一天" in page
    assert "2013-02-28" in page
    assert "开始导入" in page
    assert "历史信息" not in page

    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(url("batch", batch.pk))
    assert answer.status_code == 302
    item = ItemPage.objects.get(title="关于防汛工作的通知")
    assert not item.live
    assert item.owner.username == "editor"
    assert item.document_number == "泗政〔2013〕12号"

    page = text(editor.get(answer["Location"]))
    assert reverse("wagtailadmin_pages:edit", args=[item.pk]) in page
    assert "data-gk-progress" not in page

    page = text(editor.get(url("undo", batch.pk)))
    assert "将删除这一批导入的1条条目" in page
    assert "关于防汛工作的通知" in page
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url("undo", batch.pk))
    assert not ItemPage.objects.filter(pk=item.pk).exists()
    assert "已撤销" in text(editor.get(url("batch", batch.pk)))


def test_the_office_publishes_history_with_a_reason(
    office, column, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(office, column, GOOD)
    refused = office.post(url("batch", batch.pk), {"publish": "history", "reason": " "})
    assert "须写明导入的内容和来源" in str(refused.context["form"].errors["reason"])
    assert not ItemPage.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        office.post(url("batch", batch.pk), {"publish": "history", "reason": "原网站已公开的文件"})
    item = ItemPage.objects.get()
    assert item.live
    assert item.index_number
    page = text(office.get(url("batch", batch.pk)))
    assert "历史信息，直接公开：原网站已公开的文件" in page


def test_who_may_not_publish_makes_drafts_whatever_is_sent(
    editor, column, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(editor, column, GOOD)
        editor.post(url("batch", batch.pk), {"publish": "history", "reason": "理由"})
    assert not ItemPage.objects.get().live


@pytest.mark.parametrize(
    ("file", "field", "sentence"),
    [
        (None, "file", "请选择要导入的表格"),
        (SimpleUploadedFile("空.csv", b""), "file", "文件是空的"),
        (SimpleUploadedFile("甲.csv", "甲,乙\n1,2\n".encode()), "file", "没有找到列标题"),
        (SimpleUploadedFile("甲.xlsx", b"PK\x03\x04xx"), "file", "文件已损坏"),
        (SimpleUploadedFile("甲.pdf", b"%PDF-1.4"), "file", "这是PDF文件"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_file(editor, column, file, field, sentence):
    data = {"file": file} if file else {}
    if file:
        file.seek(0)
    answer = editor.post(
        url("add"), {**data, "column": column.home.pk, "category": f"{column.home.pk}-20-04"}
    )
    assert sentence in str(answer.context["form"].errors[field])
    # What was chosen besides is still chosen.
    assert f'value="{column.home.pk}-20-04" selected' in text(answer)
    assert not ImportBatch.objects.exists()


def test_an_archive_that_is_none_is_said_beside_it(editor, column):
    answer = upload(editor, column, sheet(GOOD), archive=SimpleUploadedFile("a.zip", b"xx"))
    assert "应为ZIP文件" in str(answer.context["form"].errors["archive"])


def test_attachments_come_in_a_zip(editor, column, django_capture_on_commit_callbacks):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("附件/申请表.txt", "甲")
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(
            editor,
            column,
            GOOD | {"附件": "附件/申请表.txt"},
            archive=SimpleUploadedFile("files.zip", packed.getvalue()),
        )
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url("batch", batch.pk))
    revision = ItemPage.objects.get().get_latest_revision_as_object()
    assert [each.document.title for each in revision.attachments.all()] == ["申请表"]


def test_what_the_sheet_does_not_say_is_chosen_at_the_upload(
    editor, column, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(
            editor,
            column,
            {"标题": "通知", "成文日期": "2013-05-03"},
            organ=column.office.pk,
            category=f"{column.home.pk}-20-04",
            kind="news",
        )
        editor.post(url("batch", batch.pk))
    item = ItemPage.objects.get()
    assert (item.organ, item.kind, item.get_parent().title) == (column.office, "news", "统计信息")


def test_columns_are_guessed_chosen_and_kept_under_a_name(
    editor, column, staff, django_capture_on_commit_callbacks
):
    row = {
        "标题": "通知",
        "日子": "2013-05-03",
        "备注": "x",
        "单位": "泗门镇党政综合办公室",
    }
    upload(editor, column, sheet(row), category=f"{column.home.pk}-20-04")
    batch = ImportBatch.objects.get()
    page = editor.get(url("columns", batch.pk))
    assert [field.value() for field in page.context["form"].columns][:3] == ["title", "-", "-"]
    assert "2013-05-03" in text(page)

    data = {
        "column-0": "-",
        "column-1": "-",
        "column-2": "-",
        "column-3": "-",
    }
    refused = editor.post(url("columns", batch.pk), data)
    assert "没有一列对应“名称”" in text(refused)
    data = {
        "column-0": "title",
        "column-1": "written_on",
        "column-2": "-",
        "column-3": "organ",
    }
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url("columns", batch.pk), {**data, "save_as": "农业办台账"})
    mapping = ImportMapping.objects.get()
    assert mapping.columns == {
        "标题": "title",
        "日子": "written_on",
        "备注": "",
        "单位": "organ",
    }
    batch.refresh_from_db()
    assert batch.good == 1

    upload(editor, column, sheet(row), saved=mapping.pk)
    other = ImportBatch.objects.latest("pk")
    page = editor.get(url("columns", other.pk))
    chosen = [field.value() for field in page.context["form"].columns]
    assert chosen == ["title", "written_on", "-", "organ"]


def test_a_name_of_somebody_elses_mapping_is_not_taken(editor, column, staff):
    ImportMapping.objects.create(name="台账", columns={"甲": "title"}, created_by=staff.office)
    upload(editor, column, sheet(GOOD))
    batch = ImportBatch.objects.get()
    page = editor.get(url("columns", batch.pk))
    chosen = {field.html_name: field.value() for field in page.context["form"].columns}
    answer = editor.post(url("columns", batch.pk), {**chosen, "save_as": "台账"})
    assert "已有其他人的方案叫" in str(answer.context["form"].errors["save_as"])
    assert 'value="台账"' in text(answer)
    assert ImportMapping.objects.get().columns == {"甲": "title"}
    # The columns were not taken either: all or nothing.
    batch.refresh_from_db()
    assert batch.mapping == {}


def test_the_report_is_narrowed_down_and_turned(editor, column, django_capture_on_commit_callbacks):
    rows = [
        GOOD | {"信息名称": f"通知{n}", "发文字号": "", "成文日期": "2013-13-01"} for n in range(55)
    ]
    rows.append(GOOD | {"信息名称": "", "发文字号": ""})
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(editor, column, *rows)
    page = text(editor.get(url("batch", batch.pk)))
    assert "第1页，共2页、56行" in page
    page = text(editor.get(url("batch", batch.pk), {"column": "信息名称"}))
    assert "没有填写，这一项必须有" in page
    assert "通知1" not in page
    page = text(editor.get(url("batch", batch.pk), {"state": "good"}))
    assert "没有这样的行" in page
    page = text(editor.get(url("batch", batch.pk), {"state": "nonsense", "p": "x"}))
    assert "第1页，共2页、56行" in page


def test_after_the_import_the_items_come_first_and_the_faults_are_a_choice(
    editor, column, django_capture_on_commit_callbacks
):
    bad = GOOD | {"信息名称": "另一件", "发文字号": "", "成文日期": "2013-13-01"}
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(editor, column, GOOD, bad)
        editor.post(url("batch", batch.pk))

    def shown(**asked):
        page = text(editor.get(url("batch", batch.pk), asked)).partition("rows-heading")[2]
        return "关于防汛工作的通知" in page, "另一件" in page

    assert shown() == (True, False)
    assert shown(state="problems") == (False, True)
    assert shown(state="all") == (True, True)
    assert shown(state="problems", column="名称以外的") == (False, True)


def test_a_report_takes_the_same_queries_for_more_rows(
    editor, column, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    rows = [
        GOOD | {"信息名称": f"通知{n}", "发文字号": "", "成文日期": "2013-13-01"} for n in range(30)
    ]
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(editor, column, *rows)
    with django_assert_max_num_queries(40):
        editor.get(url("batch", batch.pk))


def workbook(answer):
    book = load_workbook(BytesIO(b"".join(answer)))
    return [["" if value is None else value for value in row] for row in book.active.values]


def test_the_report_and_the_faulty_rows_are_taken_away_mended_and_brought_back(
    editor, column, django_capture_on_commit_callbacks
):
    bad = GOOD | {"信息名称": "=另一件", "发文字号": "", "成文日期": "2013年2月30日", "备注": "x"}
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(editor, column, GOOD | {"备注": ""}, bad)
    rows = workbook(editor.get(url("report", batch.pk)))
    assert rows[1][1:6] == [3, "有误", "=另一件", "成文日期", "2013年2月30日"]
    assert rows[1][7] == "2013-02-28"

    answer = editor.get(url("faulty", batch.pk))
    content = b"".join(answer)
    book = load_workbook(BytesIO(content))
    head, row = [list(each) for each in book.active.values]
    assert head == [*GOOD, "备注", "原行号", "存在的问题"]
    assert row[:1] == ["=另一件"]
    assert book.active["A2"].data_type == "s"
    assert row[6] == 3
    assert "成文日期：没有“2013年2月30日”这一天" in row[7]

    book.active["D2"] = "2013-02-28"
    mended = BytesIO()
    book.save(mended)
    with django_capture_on_commit_callbacks(execute=True):
        upload(editor, column, SimpleUploadedFile("改.xlsx", mended.getvalue()))
        again = check(editor, ImportBatch.objects.latest("pk"))
    again.refresh_from_db()
    assert (again.read, again.good) == (1, 1)


def test_progress_is_told_as_json_and_the_page_refreshes_itself(editor, column):
    upload(editor, column, sheet(GOOD))
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(state="running", read=10, good=8, imported=2)
    found = editor.get(url("progress", batch.pk)).json()
    assert found["percent"] == 25
    assert found["sentence"] == "已导入2条，共8条"
    page = text(editor.get(url("batch", batch.pk)))
    assert 'http-equiv="refresh"' in page
    assert "<progress" in page
    assert found["token"] in page


def test_an_interrupted_import_is_taken_up_again(
    editor, column, django_capture_on_commit_callbacks
):
    other = GOOD | {"信息名称": "第二件", "发文字号": ""}
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(editor, column, GOOD, other)
    ImportBatch.objects.update(state="running")
    page = text(editor.get(url("batch", batch.pk)))
    assert "继续导入只处理还没有导入的行" in page
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url("batch", batch.pk))
    assert ItemPage.objects.count() == 2


def test_a_check_that_died_is_begun_again(editor, column, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(editor, column, GOOD, category=f"{column.home.pk}-20-04")
    ImportBatch.objects.update(state="checking", read=0, good=0)
    page = text(editor.get(url("batch", batch.pk)))
    assert "重新检查从第一行开始" in page
    assert "统计信息（20-04）" in page
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url("check", batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.read, batch.good) == ("checked", 1, 1)


def test_a_sentence_says_why_a_batch_could_not_be_undone(
    editor, column, staff, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(editor, column, GOOD)
        editor.post(url("batch", batch.pk))
    item = ItemPage.objects.get()
    item.title = "改了"
    item.save_revision(user=staff.editor)
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(url("undo", batch.pk))
    page = text(editor.get(answer["Location"]))
    assert "导入后又有变化，不能整批撤销" in page
    assert ItemPage.objects.filter(pk=item.pk).exists()


def test_the_empty_sheet_is_filled_in_and_read(editor, column, django_capture_on_commit_callbacks):
    book = load_workbook(BytesIO(b"".join(editor.get(url("template")))))
    page = book.active
    assert [cell.value for cell in page[1]][:3] == ["索引号", "名称", "文号"]
    lists = {each.formula1 for each in page.data_validations.dataValidation}
    assert len(lists) == 8
    choices = book["可选值"]
    assert choices["A2"].value == "泗门镇党政综合办公室"
    assert choices["A3"].value is None
    heads = [cell.value for cell in page[1]]
    for name, value in {
        "名称": "通知",
        "发布机构": "泗门镇党政综合办公室",
        "成文日期": "2013-05-03",
        "类别": "统计信息",
    }.items():
        page.cell(2, heads.index(name) + 1).value = value
    filled = BytesIO()
    book.save(filled)
    with django_capture_on_commit_callbacks(execute=True):
        upload(editor, column, SimpleUploadedFile("填好.xlsx", filled.getvalue()))
        batch = check(editor, ImportBatch.objects.get())
    batch.refresh_from_db()
    assert (batch.read, batch.good) == (1, 1), [
        fault.message for row in batch.rows.all() for fault in row.faults.all()
    ]


def test_an_export_is_chosen_and_told_in_the_history(office, column):
    ItemPageFactory(parent=column.category, organ=column.office, title="通知")
    page = office.get(url("export"))
    assert "ZIP：JSON Lines和全部附件" in text(page)
    answer = office.get(url("export"), {"column": column.home.pk, "form": "csv"})
    assert "通知" in b"".join(answer).decode()
    printed = office.get(url("export"), {"column": column.home.pk, "form": "print-docx"})
    assert printed["Content-Type"].endswith("wordprocessingml.document")
    from wagtail.models import PageLogEntry

    entry = PageLogEntry.objects.get(action="gongkai_imports.export")
    assert entry.data == {"format": "csv", "drafts": False, "items": 1}
    assert entry.message == "导出了1条，格式为csv"
    refused = office.get(url("export"), {"column": column.home.pk, "form": "doc"})
    assert "form" in refused.context["form"].errors
