"""政府信息公开保密审查表: what is printed of an item under review, and of one that is done."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from docx import Document as read_docx
from docx.oxml.ns import qn
from docx.shared import Cm
from wagtail.documents.models import Document

from catalogue.models import ItemAttachment, ItemPage
from catalogue.services.roles import setup_moderation
from review.enums import Decision
from review.models import ReviewRecord
from review.services import decisions
from review.services.exceptions import publish_exceptionally
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column
from tests.factories.review import decide, passing, task_state_of
from tests.review.admin_forms import client_of, draft_of

pytestmark = pytest.mark.django_db

CHECKED, OPEN = "☑", "☐"


def sheet_of(page, user):
    response = client_of(user).get(reverse("gongkai_review_records:page_sheet", args=[page.pk]))
    assert response.status_code == 200
    assert response["Content-Type"].endswith("wordprocessingml.document")
    return read_docx(BytesIO(response.content)), response


def cells_of(document):
    """Text by label: each label stands in the cell before its value."""
    found = {}
    for row in document.tables[0].rows:
        cells = []
        for cell in row.cells:
            if not cells or cell._tc is not cells[-1]._tc:
                cells.append(cell)
        texts = [cell.text.strip() for cell in cells]
        for label, value in zip(texts[::2], texts[1::2], strict=True):
            found[label.replace("\n", "")] = value
    return found


class TestUnderReview:
    def test_it_is_blank_where_people_sign(self, column, staff):
        item = draft_of(
            column, staff, title="关于低保名单的公示", document_number="泗政〔2014〕3号"
        )
        document, response = sheet_of(item, staff.reviewer)
        assert "保密审查表（关于低保名单的公示）.docx" in unquote(response["Content-Disposition"])
        assert document.paragraphs[0].text == "政府信息公开保密审查表"
        cells = cells_of(document)
        assert cells["信息名称"] == "关于低保名单的公示"
        assert cells["文号"] == "泗政〔2014〕3号"
        assert cells["起草部门"] == "泗门镇党政综合办公室"
        assert cells["起草人"] == "editor"
        assert cells["公开方式"] == "主动公开"
        assert cells["附件"] == "无"
        assert CHECKED not in "".join(cells.values())
        assert "签名：" in cells["保密审查意见"]
        assert "年　　月　　日" in cells["审签意见"]
        assert cells["记录编号与校验值"] == "尚无记录"

    def test_what_the_scan_finds_is_masked(self, column, staff):
        item = draft_of(column, staff, summary="联系人王某，身份证号11010519491231002X。")
        cells = cells_of(sheet_of(item, staff.reviewer)[0])
        assert "居民身份证号" in cells["扫描提示及处理"]
        assert "未处理" in cells["扫描提示及处理"]
        assert "11010519491231002X" not in str(cells)

    def test_attachments_are_named(self, column, staff):
        item = draft_of(column, staff)
        file = Document.objects.create(title="养护员名单", file=ContentFile(b"x", name="list.txt"))
        item = ItemPage.objects.get(pk=item.pk)
        item.attachments.add(ItemAttachment(document=file))
        item.save_revision(user=staff.editor)
        assert cells_of(sheet_of(item, staff.reviewer)[0])["附件"] == "1. 养护员名单"

    def test_a_draft_that_was_never_submitted_has_one_too(self, column, staff):
        item = ItemPageFactory(
            parent=column.category, organ=column.office, draft=True, owner=staff.editor
        )
        cells = cells_of(sheet_of(item, staff.editor)[0])
        assert cells["信息名称"] == item.title


class TestDecided:
    def test_it_says_who_decided_what_and_on_which_grounds(self, column, staff):
        item = draft_of(column, staff)
        decisions.review(
            task_state_of(item),
            staff.reviewer,
            passing(decision=Decision.PARTIAL, bases=("15-privacy",), remark="证件号码已经遮盖。"),
        )
        decide(item, staff.approver, comment="同意。")
        first, second = ReviewRecord.objects.order_by("number")
        document, _response = sheet_of(item, staff.office)
        cells = cells_of(document)
        assert cells["索引号"] == ItemPage.objects.get(pk=item.pk).index_number != ""
        assert cells["审查清单"].count(CHECKED) == 6
        review = cells["保密审查意见"]
        assert f"{CHECKED} 区分处理后公开" in review
        assert f"{OPEN} 予以公开" in review
        assert "依据：第十五条 涉及个人隐私" in review
        assert "说明：证件号码已经遮盖。" in review
        assert "签名：reviewer" in review
        approval = cells["审签意见"]
        assert f"{CHECKED} 同意公开" in approval
        assert "说明：同意。" in approval
        assert "签名：approver" in approval
        for record in (first, second):
            assert record.hash in cells["记录编号与校验值"]
        assert "编号：2" in document.paragraphs[1].text

    def test_a_refusal_and_what_was_handed_back(self, column, staff):
        item = draft_of(column, staff)
        decisions.review(
            task_state_of(item),
            staff.reviewer,
            passing(decision=Decision.WITHHOLD, bases=("16-draft",), remark="尚在讨论。"),
        )
        assert f"{CHECKED} 不予公开" in str(cells_of(sheet_of(item, staff.reviewer)[0]))
        other = draft_of(column, staff)
        decide(other, staff.reviewer, "reject", "附件缺页")
        cells = cells_of(sheet_of(other, staff.reviewer)[0])
        assert f"{CHECKED} 退回" in cells["审签意见"]
        assert "退回：附件缺页（reviewer，" in cells["退回、例外及其他"]

    def test_a_newer_draft_begins_a_new_sheet(self, column, staff):
        item = draft_of(column, staff)
        decide(item, staff.reviewer)
        decide(item, staff.approver)
        item = ItemPage.objects.get(pk=item.pk)
        item.title = "改过的名称"
        item.save_revision(user=staff.editor)
        cells = cells_of(sheet_of(item, staff.office)[0])
        assert cells["信息名称"] == "改过的名称"
        assert CHECKED not in "".join(cells.values())

    def test_the_sheet_of_a_record_shows_the_text_that_it_was_about(self, column, staff):
        item = draft_of(column, staff, title="原来的名称", document_number="泗政〔2014〕3号")
        decide(item, staff.reviewer)
        record = decide(item, staff.approver)
        item = ItemPage.objects.get(pk=item.pk)
        item.title, item.document_number = "改过的名称", "泗政〔2014〕9号"
        item.save_revision(user=staff.editor)
        address = reverse("gongkai_review_records:sheet", args=[record.number])
        response = client_of(staff.office).get(address)
        cells = cells_of(read_docx(BytesIO(response.content)))
        assert cells["信息名称"] == "原来的名称"
        assert cells["文号"] == "泗政〔2014〕3号"
        ItemPage.objects.get(pk=item.pk).delete()
        cells = cells_of(read_docx(BytesIO(client_of(staff.office).get(address).content)))
        assert cells["信息名称"] == "原来的名称"
        assert "签名：approver" in cells["审签意见"]


class TestOtherwise:
    def test_an_exception_is_marked_and_can_still_be_signed(self, column, staff):
        item = ItemPageFactory(
            parent=column.category, organ=column.office, draft=True, owner=staff.editor
        )
        publish_exceptionally(item, staff.admin, "防汛Ⅰ级响应，镇长电话同意")
        cells = cells_of(sheet_of(item, staff.office)[0])
        assert "★ 例外发布：防汛Ⅰ级响应，镇长电话同意（admin，" in cells["退回、例外及其他"]
        assert f"{OPEN} 予以公开" in cells["保密审查意见"]

    def test_an_import_is_marked(self, column, staff):
        item = ItemPageFactory(parent=column.category, organ=column.office)
        [record] = ReviewRecord.objects.all()
        cells = cells_of(sheet_of(item, staff.office)[0])
        assert f"★ 导入发布：{record.remark}（系统，" in cells["退回、例外及其他"]


class TestPaper:
    def test_it_is_a4_with_the_fonts_of_official_papers(self, column, staff):
        document, _response = sheet_of(draft_of(column, staff), staff.reviewer)
        section = document.sections[0]
        assert abs(section.page_width - Cm(21)) < 500
        assert abs(section.page_height - Cm(29.7)) < 500
        title = document.paragraphs[0].runs[0]
        assert title._element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
        label = document.tables[0].cell(0, 0).paragraphs[0].runs[0]
        assert label._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"

    def test_what_xml_cannot_hold_is_left_out(self, column, staff):
        item = draft_of(column, staff, title="关于<表>&“名单”的通知")
        ItemPage.objects.filter(pk=item.pk).update(title="坏\x0b字")
        assert "关于<表>&“名单”的通知" in str(cells_of(sheet_of(item, staff.reviewer)[0]))


class TestWhoMay:
    def test_who_has_nothing_to_do_with_the_page_gets_none(self, column, staff):
        other = make_column(name="临山镇", slug="other", as_site_root=False)
        stranger = UserFactory(groups=[setup_moderation(other.home, prefix="临山镇").office])
        item = draft_of(column, staff)
        record = decide(item, staff.reviewer)
        client = client_of(stranger)
        page = client.get(reverse("gongkai_review_records:page_sheet", args=[item.pk]))
        assert page.status_code == 302
        one = client.get(reverse("gongkai_review_records:sheet", args=[record.number]))
        assert one.status_code == 404

    def test_pages_that_keep_to_no_review_have_none(self, column, staff):
        for key in (column.category.pk, 999_999):
            address = reverse("gongkai_review_records:page_sheet", args=[key])
            assert client_of(staff.admin).get(address).status_code == 404

    def test_it_is_reached_from_the_page_and_from_the_record(self, column, staff):
        item = draft_of(column, staff)
        record = decide(item, staff.reviewer)
        office = client_of(staff.office)
        edit = office.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).text
        assert reverse("gongkai_review_records:page_sheet", args=[item.pk]) in edit
        inspect = reverse("gongkai_review_records:inspect", args=[record.number])
        sheet = reverse("gongkai_review_records:sheet", args=[record.number])
        assert sheet in office.get(inspect).text
