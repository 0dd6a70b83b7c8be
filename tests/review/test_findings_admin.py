"""The list of findings: beside the editor, on the page of a review, and on a page of its own."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from review.finding_groups import SHOWN
from review.services.findings import answer, draft_of, findings_of
from tests.catalogue.admin_forms import add_url, autosave, item_data
from tests.factories.catalogue import ItemPageFactory, UserFactory
from tests.factories.documents import make_document
from tests.factories.files import office
from tests.review.finding_cases import ID, MASKED_ID, OTHER_ID, draft_item

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
REASON = "本人书面同意公开。"


@pytest.fixture
def item(column, staff):
    return draft_item(column, owner=staff.editor, title="公示", summary=f"号码{ID}和{OTHER_ID}。")


@pytest.fixture
def editor(client, staff):
    client.force_login(staff.editor)
    return client


def address(page):
    return reverse("gongkai_review:findings", args=[page.pk])


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def unanswered(page):
    return [each for each in findings_of(draft_of(page)).unanswered if each.kind == "resident_id"]


def panel_of(response):
    html = response.content.decode()
    return html.split('data-side-panel="gongkai-findings"')[1].split("</aside>")[0]


def post(client, page, **data):
    return client.post(address(page), data, headers=SCRIPT)


def test_the_editor_shows_what_was_found_with_its_place(editor, item):
    response = editor.get(edit(item))
    panel = panel_of(response)
    assert f"号码<mark>{ID}</mark>和" in panel
    assert "居民身份证号" in panel
    assert '#:w:contentpath=summary"' in panel
    assert f"遮盖，显示为{MASKED_ID}" in panel
    toggle = response.content.decode().split('data-side-panel-toggle="gongkai-findings"')[1]
    assert re.search(r"counter[^>]*>\s*2\s*<", toggle.split("</button>")[0])
    # Forms work without a script: each has a token of its own.
    assert panel.count("csrfmiddlewaretoken") == panel.count("<form")
    assert re.search(r'csrfmiddlewaretoken" value="\w{30,}', panel)


def test_a_new_page_says_when_it_is_checked(client, staff, column):
    client.force_login(staff.admin)
    response = client.get(add_url(column.category))
    assert "保存后自动检查" in panel_of(response)


def test_pages_that_are_not_reviewed_have_no_panel(client, staff, column):
    client.force_login(staff.admin)
    response = client.get(edit(column.category))
    assert "gongkai-findings" not in response.content.decode()


def test_autosave_does_not_wait_for_the_scan(editor, item, monkeypatch):
    def fail(*arguments):
        raise AssertionError("scanned")

    monkeypatch.setattr("review.panels.findings_of", fail)
    response = autosave(editor, edit(item), item_data(title="改过", organ=item.organ_id))
    assert response.json()["success"]
    assert draft_of(item).title == "改过"


def test_the_list_alone_is_given_to_the_script(editor, item):
    response = editor.get(address(item), headers=SCRIPT)
    html = response.content.decode()
    assert "<html" not in html
    assert 'data-unanswered="2"' in html
    assert "2处待处理" in html


def test_a_page_of_its_own_works_without_a_script(editor, item):
    response = editor.get(address(item))
    assert "敏感信息检查" in response.content.decode()
    finding = unanswered(item)[0]
    response = editor.post(
        address(item),
        {"act": "keep", "fingerprint": finding.fingerprint, "reason": REASON, "form": "x"},
        follow=True,
    )
    html = response.content.decode()
    assert "已保留1处，理由已记录" in html
    assert f"保留：{REASON}" in html
    assert len(unanswered(item)) == 1


def test_it_leads_back_to_where_it_came_from(editor, item):
    finding = unanswered(item)[0]
    data = {"act": "mask", "fingerprint": finding.fingerprint, "next": edit(item)}
    assert editor.post(address(item), data).url == edit(item)
    data = {"act": "reopen", "fingerprint": "x", "next": "https://elsewhere.example/"}
    assert editor.post(address(item), data).url == address(item)


def test_a_missing_reason_is_told_beside_the_field(editor, item):
    finding = unanswered(item)[0]
    form = finding.fingerprint
    response = post(editor, item, act="keep", fingerprint=form, form=form, reason="  ")
    html = response.content.decode()
    assert f'aria-describedby="gk-finding-error-{form}"' in html
    assert f'id="gk-finding-error-{form}">请写明为什么可以公开。' in html
    assert html.count('role="alert"') == 1
    # What was typed is there, and without a script too.
    secret = f"{REASON}号码{ID}"
    for headers in (SCRIPT, {}):
        data = {"act": "keep", "fingerprint": form, "form": form, "reason": secret}
        html = editor.post(address(item), data, headers=headers).content.decode()
        assert f'value="{secret}"' in html
        assert '<details class="gk-findings__keep" open>' in html


def test_all_of_a_kind_are_kept_or_masked_at_once(editor, item):
    groups = findings_of(draft_of(item)).groups
    group = next(each for each in groups[0].kinds if each.kind == "resident_id")
    data = {"group": group.key, "seen": group.seen}
    response = post(editor, item, act="keep", reason=REASON, **data)
    assert response.status_code == 200
    assert unanswered(item) == []
    for finding in findings_of(draft_of(item)).findings:
        if finding.kind == "resident_id":
            post(editor, item, act="reopen", fingerprint=finding.fingerprint)
    response = post(editor, item, act="mask", **data)
    assert response.headers["X-Gongkai-Reload"] == "1"
    assert draft_of(item).summary == f"号码{MASKED_ID}和3302**********1728。"


def test_what_changed_meanwhile_is_shown_before_anything_is_done(editor, item):
    group = findings_of(draft_of(item)).groups[0].kinds[0]
    draft = draft_of(item)
    draft.keywords = "330281195001011234 330281194903071728"
    draft.summary = f"另一个号码{ID}"
    draft.save_revision()
    for act in ("keep", "mask"):
        response = post(
            editor, item, act=act, group=group.key, seen=group.seen, reason=REASON, form=group.key
        )
        assert "内容已有改动" in response.content.decode()
    assert draft_of(item).summary == f"另一个号码{ID}"


def test_a_file_is_masked_with_one_button(editor, item, read):
    def hide(book):
        book["底稿"].sheet_state = "hidden"

    data = office.sheets(save=hide, 表=[["身份证号"], [ID]], 底稿=[["测算"]])
    document = read(name="x.xlsx", data=data, title="名单")
    draft = draft_of(item)
    draft.body = [("attachment", document)]
    draft.save_revision()
    html = editor.get(address(item), headers=SCRIPT).content.decode()
    assert "遮盖文件中的1处" in html
    assert "同时删去隐藏的工作表" in html
    response = post(
        editor, item, act="mask_file", document=document.pk, remove_hidden="1", in_editor="1"
    )
    assert response.status_code == 200
    assert draft_of(item).body[0].value.title == "名单（已脱敏）"
    # The message is read on the page as it is loaded anew.
    assert "已生成遮盖后的新文件" in editor.get(edit(item)).content.decode()


def test_other_files_are_told_to_be_replaced(editor, item, read):
    document = read(name="x.html", data=f"<p>身份证号{ID}</p>".encode(), title="网页")
    draft = draft_of(item)
    draft.body = [("attachment", document)]
    draft.save_revision()
    html = editor.get(address(item), headers=SCRIPT).content.decode()
    assert "这种文件不能自动遮盖" in html
    response = post(editor, item, act="mask_file", document=document.pk)
    assert "只有XLSX、DOCX、TXT和CSV文件能够自动遮盖" in response.content.decode()


@pytest.mark.parametrize("document", ["", "x", "999999"])
def test_a_file_that_is_not_there_is_told(editor, item, document):
    response = post(editor, item, act="mask_file", document=document)
    assert "稿件中已经没有这个文件" in response.content.decode()


def test_files_that_are_being_read_are_told(editor, item):
    draft = draft_of(item)
    draft.body = [("attachment", make_document("x", title="还没读的"))]
    draft.save_revision()
    html = editor.get(address(item), headers=SCRIPT).content.decode()
    assert "正在读取文件：还没读的" in html
    assert 'data-pending="1"' in html


def test_a_clean_page_says_so(editor, column, staff):
    clean = draft_item(column, owner=staff.editor, title="公示", summary="没有什么。")
    assert "没有发现敏感信息" in editor.get(address(clean), headers=SCRIPT).content.decode()


def test_of_many_findings_some_are_listed(editor, item, read):
    ids = [valid_id(number) for number in range(SHOWN + 10)]
    document = read(name="x.xlsx", data=office.sheets(表=[["身份证号"], *([each] for each in ids)]))
    draft = draft_of(item)
    draft.body = [("attachment", document)]
    draft.save_revision()
    html = editor.get(address(item), headers=SCRIPT).content.decode()
    assert "还有10处没有列出" in html
    assert f"全部保留（{len(ids)}处）并说明理由" in html


def valid_id(number):
    body = f"33028119490307{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def test_who_may_see_the_list(client, item, staff):
    for user, status in ((staff.reviewer, 302), (UserFactory(), 302), (None, 302)):
        if user:
            client.force_login(user)
        assert client.get(address(item)).status_code == status
        assert client.post(address(item), {"act": "keep"}).status_code == status
        client.logout()
    item.get_workflow().start(item, staff.editor)
    client.force_login(staff.reviewer)
    html = client.get(address(item), headers=SCRIPT).content.decode()
    assert "全部保留" in html
    client.force_login(staff.approver)
    assert client.get(address(item)).status_code == 302


def test_addresses_of_other_pages_are_not_found(client, staff, column, item):
    client.force_login(staff.admin)
    assert client.get(address(column.category)).status_code == 404
    assert client.get(reverse("gongkai_review:findings", args=[999999])).status_code == 404
    assert client.post(address(item), {"act": "nothing"}).status_code == 404


def test_a_reviewer_answers_on_the_page_of_the_review(client, item, staff):
    state = item.get_workflow().start(item, staff.editor).current_task_state
    client.force_login(staff.reviewer)
    html = client.get(reverse("gongkai_review:decide", args=[state.pk])).content.decode()
    assert f"号码<mark>{ID}</mark>和" in html
    assert "保留并说明理由" in html
    # Who changes the text does not review it.
    assert 'value="mask"' not in html
    answer(item, unanswered(item)[0].fingerprint, staff.reviewer, REASON)
    html = client.get(reverse("gongkai_review:decide", args=[state.pk])).content.decode()
    assert f"保留：{REASON}" in html


def test_markup_in_what_was_found_is_shown_as_text(editor, column, staff):
    page = draft_item(
        column, owner=staff.editor, title="公示", summary=f"<script>alert(1)</script>号码{ID}"
    )
    html = editor.get(address(page), headers=SCRIPT).content.decode()
    assert "<script" not in html
    assert "/script&gt;号码<mark>" in html


def test_more_findings_take_no_more_queries(editor, column, staff, django_assert_max_num_queries):
    def make(number):
        summary = "，".join(valid_id(each) for each in range(number))
        return draft_item(column, owner=staff.editor, title="公示", summary=f"号码{summary}")

    small, large = make(1), make(20)
    editor.get(address(small), headers=SCRIPT)
    with django_assert_max_num_queries(100) as few:
        editor.get(address(small), headers=SCRIPT)
    with django_assert_max_num_queries(len(few)):
        assert editor.get(address(large), headers=SCRIPT).status_code == 200


def test_a_public_page_without_changes_is_scanned_as_it_is(editor, column, staff):
    page = ItemPageFactory(parent=column.category, organ=column.office, owner=staff.editor)
    Page.objects.filter(pk=page.pk).update(latest_revision=None)
    assert editor.get(address(page), headers=SCRIPT).status_code == 200
