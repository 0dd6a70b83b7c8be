"""What was found in a page and its files; who answered for it, and for how long that holds."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail import hooks
from wagtail.models import PageLogEntry

from review.models import FindingAnswer
from review.scan import registry
from review.scanning import findings_in, findings_in_many, masked_text
from review.services.findings import (
    answer,
    answer_all,
    draft_of,
    findings_of,
    may_answer,
    withdraw_answer,
)
from search.models import ExtractedFile
from tests.factories.catalogue import UserFactory
from tests.factories.documents import make_document, replace_file
from tests.factories.files import office, pdfs
from tests.factories.pages import GuidePageFactory
from tests.review.finding_cases import ID, MASKED_ID, OTHER_ID, draft_item

pytestmark = pytest.mark.django_db
REASON = "本人书面同意公开。"


def report_on(page):
    return findings_of(draft_of(page))


def kinds(report):
    return [each.kind for each in report.findings]


def test_numbers_are_found_wherever_they_stand(column, read):
    table = {"data": [["户名", "号码"], ["甲户", "330281 19490307"], ["", "1728"]]}
    item = draft_item(
        column,
        read(f"号码{OTHER_ID}", title="名单"),
        summary=f"身份证号{ID}。",
        body=[("text", f"<p>号码<b>{ID[:6]}</b>{ID[6:]}</p>"), ("table", table)],
    )
    found = {(each.kind, each.place): each for each in report_on(item).findings}
    assert {place for kind, place in found if kind == "resident_id"} == {
        "内容概述",
        "正文第1段",
        "正文第2段（表格）",
        "附件“名单”正文",
    }
    one = found["resident_id", "内容概述"]
    assert (one.label, one.masked) == ("居民身份证号", MASKED_ID)
    assert (one.before, one.finding.text, one.after) == ("身份证号", ID, "。")
    assert one.is_maskable
    assert not found["resident_id", "附件“名单”正文"].is_maskable


def test_an_ordinary_item_is_clear(column, read):
    item = draft_item(column, read("全镇共安排资金12万元。"), summary="请拨打12345。")
    assert report_on(item).is_clear


def test_the_name_of_a_field_tells_an_office_from_a_person(column):
    address = "浙江省宁波市余姚市泗门镇光明路100号201室"
    guide = GuidePageFactory(parent=column.home, office_address=address, arrangement="<p>无</p>")
    assert report_on(guide).findings == []
    at_home = draft_item(column, summary=f"张三，家住{address}。")
    (found,) = [each for each in report_on(at_home).findings if each.kind == "address"]
    assert found.before.endswith("家住")


def test_hidden_parts_of_files_are_scanned_and_told(column, read):
    def hide(book):
        book["底稿"].sheet_state = "hidden"
        book["表"].row_dimensions[2].hidden = True

    data = office.sheets(save=hide, 表=[["户数"], [f"身份证{ID}"]], 底稿=[["测算", 3]])
    report = report_on(draft_item(column, read(name="x.xlsx", data=data, title="汇总")))
    places = {(each.kind, each.place) for each in report.findings}
    assert ("resident_id", "附件“汇总”工作表“表”（隐藏的行）") in places
    hidden = [place for kind, place in places if kind == "hidden_content"]
    assert sorted(hidden) == [
        "附件“汇总”的隐藏的工作表（工作表“底稿”，共4字）",
        "附件“汇总”的隐藏的行（工作表“表”，共21字）",
    ]


def test_properties_are_scanned_but_are_no_hidden_content(column, read):
    document = read(name="x.docx", data=office.word("正文", author="张三", comments=f"号码{ID}"))
    report = report_on(draft_item(column, document))
    assert kinds(report) == ["resident_id"]
    assert "文档属性" in report.findings[0].place


def test_comments_and_deletions_are_hidden_content(column, read):
    document = read(name="x.docx", data=office.word_with_everything_hidden())
    report = report_on(draft_item(column, document))
    assert kinds(report) == ["hidden_content"] * 3
    assert any("批注" in each.place for each in report.findings)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda: pdfs.pdf(None), "没有文字（扫描件或图片）"),
        (lambda: pdfs.pdf("有字的一页，字数足够多。", None), "共2页，其中1页是图片"),
        (lambda: pdfs.encrypted_pdf("密"), "有密码"),
        (lambda: b"%PDF-1.4 broken", "文件损坏"),
        (lambda: office.container({"a.txt": "x"}), "不支持的格式"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(column, staff, read, make, what):
    item = draft_item(column, read(name="x.pdf", data=make(), title="扫描件"))
    (finding,) = report_on(item).findings
    assert (finding.kind, finding.masked) == ("unreadable_file", what)
    assert "逐页核对" in finding.advice
    answer(item, finding.fingerprint, staff.admin, "已人工核对，没有个人信息。")
    assert report_on(item).is_clear


def test_another_file_is_looked_through_again(
    column, staff, read, django_capture_on_commit_callbacks
):
    document = read(name="x.pdf", data=b"%PDF-1.4 broken")
    item = draft_item(column, document)
    answer(item, report_on(item).findings[0].fingerprint, staff.admin, "已人工核对。")
    with django_capture_on_commit_callbacks(execute=True):
        replace_file(document, "%PDF-1.4 broken again", name="x.pdf")
    assert kinds(report_on(item)) == ["unreadable_file"]
    assert report_on(item).unanswered


def test_files_that_were_not_read_yet_are_told(column):
    item = draft_item(column, make_document("x", title="还没读的"))
    report = report_on(item)
    assert report.pending_files == ["还没读的"]
    assert not report.is_clear


def test_without_a_reader_every_file_is_looked_through_by_people(column, monkeypatch):
    monkeypatch.setattr("review.file_texts.HOOK", "register_nothing")
    report = report_on(draft_item(column, make_document("x")))
    assert kinds(report) == ["unreadable_file"]


def test_an_answer_holds_while_other_things_change(column, staff):
    item = draft_item(column, summary=f"号码{ID}", keywords="甲")
    first = report_on(item).unanswered[0]
    given = answer(item, first.fingerprint, staff.admin, REASON)
    assert (given.reason, given.answered_by_name) == (REASON, "admin")
    draft = item.get_latest_revision_as_object()
    draft.keywords = "乙"
    draft.summary = f"改过的话，号码{ID[:6]} {ID[6:]}。"
    draft.save_revision()
    report = report_on(item)
    assert report.is_clear
    assert report.findings[0].answer == given


def test_an_answer_holds_neither_for_another_number_nor_for_another_place(column, staff):
    item = draft_item(column, summary=f"号码{ID}")
    answer(item, report_on(item).findings[0].fingerprint, staff.admin, REASON)
    draft = item.get_latest_revision_as_object()
    draft.summary = f"号码{ID}，{OTHER_ID}"
    draft.body = [("text", f"<p>号码{ID}</p>")]
    draft.save_revision()
    left = [(each.finding.normal, each.place) for each in report_on(item).unanswered]
    assert left == [(OTHER_ID, "内容概述"), (ID, "正文第1段")]


def test_an_answer_for_one_page_says_nothing_about_another(column, staff):
    first, second = (draft_item(column, summary=f"号码{ID}") for _ in range(2))
    answer(first, report_on(first).findings[0].fingerprint, staff.admin, REASON)
    assert report_on(second).unanswered


def test_the_same_number_twice_in_one_place_is_answered_once(column, staff):
    item = draft_item(column, summary=f"号码{ID}，再说一次{ID}")
    report = report_on(item)
    assert len(report.findings) == 2
    (finding,) = report.unanswered
    answer(item, finding.fingerprint, staff.admin, REASON)
    assert report_on(item).is_clear


def test_nothing_of_what_was_found_is_stored(column, staff):
    item = draft_item(column, summary=f"号码{ID}")
    answer(item, report_on(item).findings[0].fingerprint, staff.admin, REASON)
    rows = [*FindingAnswer.objects.values(), *PageLogEntry.objects.values("data", "action")]
    assert ID not in json.dumps(rows, default=str, ensure_ascii=False)


def test_answers_survive_a_change_of_the_secret(column, staff, settings):
    item = draft_item(column, summary=f"号码{ID}")
    answer(item, report_on(item).findings[0].fingerprint, staff.admin, REASON)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert report_on(item).is_clear
    settings.SECRET_KEY_FALLBACKS = []
    assert not report_on(item).is_clear


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("  ", "请写明"),
        ("长" * 501, "不要超过500个字"),
        (f"他的号码是{ID}", "不要写号码"),
    ],
)
def test_a_reason_is_asked_for(column, staff, reason, sentence):
    item = draft_item(column, summary=f"号码{ID}")
    finding = report_on(item).findings[0]
    with pytest.raises(ValidationError) as error:
        answer(item, finding.fingerprint, staff.admin, reason)
    assert sentence in error.value.message_dict["reason"][0]
    assert not FindingAnswer.objects.exists()


def test_a_reason_may_name_marks_of_secrecy(column, staff):
    item = draft_item(column, summary="内部资料，注意保存")
    finding = report_on(item).unanswered[0]
    assert not finding.is_maskable
    answer(item, finding.fingerprint, staff.admin, "不是内部资料，标题引用。")


def test_what_is_gone_cannot_be_answered(column, staff):
    item = draft_item(column, summary=f"号码{ID}，{OTHER_ID}")
    known = [each.fingerprint for each in report_on(item).unanswered]
    draft = item.get_latest_revision_as_object()
    draft.summary = f"号码{ID}"
    draft.save_revision()
    with pytest.raises(ValidationError) as error:
        answer_all(item, known, staff.admin, REASON)
    assert error.value.code == "gone"
    with pytest.raises(ValidationError):
        answer(item, "0" * 64, staff.admin, REASON)
    assert not FindingAnswer.objects.exists()


def test_who_may_answer(column, staff):
    item = draft_item(column, summary=f"号码{ID}", owner=staff.editor)
    finding = report_on(item).unanswered[0]
    assert may_answer(item, staff.editor)
    stranger = UserFactory(username="stranger")
    for user in (stranger, staff.reviewer):
        with pytest.raises(PermissionDenied):
            answer(item, finding.fingerprint, user, REASON)
        with pytest.raises(PermissionDenied):
            withdraw_answer(item, finding.fingerprint, user)
    item.get_workflow().start(item, staff.editor)
    item.refresh_from_db()
    assert answer(item, finding.fingerprint, staff.reviewer, REASON)
    assert not may_answer(item, stranger)


def test_a_withdrawn_answer_stays_in_the_table(column, staff):
    item = draft_item(column, summary=f"号码{ID}")
    finding = report_on(item).unanswered[0]
    answer(item, finding.fingerprint, staff.admin, REASON)
    withdraw_answer(item, finding.fingerprint, staff.admin)
    assert report_on(item).unanswered
    kept = FindingAnswer.objects.get()
    assert kept.withdrawn_by == staff.admin
    assert timezone.now() - kept.withdrawn_at < timedelta(minutes=1)
    # Nothing happens where there is nothing to withdraw.
    withdraw_answer(item, finding.fingerprint, staff.admin)
    answer(item, finding.fingerprint, staff.admin, "另一个理由。")
    answer(item, finding.fingerprint, staff.admin, "改过的理由。")
    assert FindingAnswer.objects.count() == 3
    assert report_on(item).findings[0].answer.reason == "改过的理由。"


def test_answers_stand_in_the_history_of_the_page(column, staff):
    item = draft_item(column, summary=f"号码{ID}")
    finding = report_on(item).unanswered[0]
    answer(item, finding.fingerprint, staff.admin, REASON)
    withdraw_answer(item, finding.fingerprint, staff.admin)
    entries = PageLogEntry.objects.filter(action__startswith="gongkai_review.finding")
    said = [entry.message for entry in entries.order_by("timestamp")]
    assert said == [
        "保留了1处居民身份证号，理由：本人书面同意公开。",
        "撤回了对1处居民身份证号的处理意见",
    ]


def test_the_record_is_masked_and_says_who_answered(column, staff, read):
    rows = [["姓名", "身份证号"], *([f"{ID[:14]}{number}"] for number in ("171X",))]
    item = draft_item(
        column,
        read(name="x.xlsx", data=office.sheets(表=rows), title=f"名单{ID}"),
        summary=f"号码{ID}和{OTHER_ID}",
    )
    report = report_on(item)
    first = [each for each in report.unanswered if each.place == "内容概述"]
    answer_all(item, [each.fingerprint for each in first], staff.admin, REASON)
    record = report_on(item).as_record()
    text = json.dumps(record, ensure_ascii=False)
    assert ID not in text
    assert OTHER_ID not in text
    kept = next(row for row in record if row["place"] == "内容概述")
    assert kept["count"] == 2
    assert kept["masked"] == f"{MASKED_ID}、3302**********1728"
    assert (kept["answer"], kept["reason"], kept["by"]) == ("kept", REASON, "admin")
    assert any(row["answer"] == "" and MASKED_ID in row["place"] for row in record)


def test_a_host_adds_detectors_and_names_their_kinds(column, monkeypatch):
    monkeypatch.setattr(registry, "_detectors", list(registry._detectors))

    def find(page):
        at = page.flat.find("工号")
        if at >= 0:
            yield page.finding("staff_number", at, at + 6)

    with (
        hooks.register_temporarily("register_gongkai_scan_detectors", lambda: [find]),
        hooks.register_temporarily(
            "register_gongkai_scan_labels", lambda: {"staff_number": "工号"}
        ),
    ):
        (finding,) = report_on(draft_item(column, summary="工号1234")).findings
        assert (finding.kind, finding.label, finding.finding.text) == (
            "staff_number",
            "工号",
            "工号1234",
        )


def test_long_texts_are_scanned_once(monkeypatch):
    text = f"{'没有关系的话。' * 2_000}号码{ID}"
    first = findings_in(text)
    assert [each.normal for each in first] == [ID]
    monkeypatch.setattr("review.scanning.scan_text", lambda text: [])
    assert findings_in_many(["短的话", text]) == [[], first]


@pytest.mark.once
def test_a_text_is_masked_for_records():
    assert masked_text(f"名单{ID}号") == f"名单{MASKED_ID}号"
    assert masked_text("没有") == "没有"


def test_more_files_and_findings_take_no_more_queries(column, read, django_assert_max_num_queries):
    def make(number):
        documents = [read(f"号码{ID}，第{each}份") for each in range(number)]
        return draft_item(column, *documents, summary=f"号码{ID}").get_latest_revision_as_object()

    small, large = make(1), make(4)
    with django_assert_max_num_queries(100) as few:
        assert len(findings_of(small).findings) == 2
    with django_assert_max_num_queries(len(few)):
        assert len(findings_of(large).findings) == 5


def test_a_file_read_by_an_older_version_is_waited_for(column, read):
    item = draft_item(column, read("x", title="旧"))
    assert report_on(item).is_clear
    ExtractedFile.objects.update(version=0)
    assert report_on(item).pending_files == ["旧"]
