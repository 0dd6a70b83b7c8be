"""An item is found by what its files say; the hit names the file and the place in it."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from modelsearch.backends import get_search_backend

from catalogue.models import ItemPage
from search.attachment_checks import check_limits
from search.attachments import parts_of_documents, remarks_on_documents
from search.extract.result import Part
from search.models import ExtractedFile
from search.services import extraction
from tests.factories.catalogue import ItemPageFactory
from tests.factories.documents import attach, make_document, release, replace_file
from tests.factories.files import office, others, pdfs

pytestmark = pytest.mark.django_db

WORD = "獬豸"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def item(column):
    return ItemPageFactory(
        parent=column.category, organ=column.office, title="养蜂补贴办法", summary="每箱一元。"
    )


@pytest.fixture
def _loose_files_are_open(settings):
    """Files that belong to no page are nobody's secret in this test."""
    settings.GONGKAI_REVIEW_OPEN_UNUSED_FILES = True


def results(client, query):
    return client.get("/search/", {"q": query})


def found(client, query):
    return [result.item.pk for result in results(client, query).context.get("results", [])]


def test_a_pdf_is_found_by_a_word_of_its_second_page(client, item, commit):
    with commit():
        data = pdfs.pdf("第一页讲养蜂。", f"第二页讲{WORD}的事。")
        document = make_document(name="办法.pdf", data=data, title="补贴办法附表")
        attach(item, document)
    response = results(client, WORD)
    assert response.context["total"] == 1
    html = response.content.decode()
    assert f'<a href="{document.url}#page=2">《补贴办法附表》第2页</a>' in html
    assert f"第二页讲<mark>{WORD}</mark>的事" in html
    assert "PDF，" in html


def test_the_name_under_which_the_file_is_shown_is_told(client, item, commit):
    with commit():
        data = office.sheets(**{"户名册": [[WORD, 12]]})
        attach(item, make_document(name="a.xlsx", data=data), title="户数汇总表")
    html = results(client, WORD).content.decode()
    assert "《户数汇总表》工作表“户名册”</a>" in html
    assert "#page" not in html
    # By its name too.
    html = results(client, "户数汇总表").content.decode()
    assert "《<mark>户数汇总表</mark>》</a>" in html


def test_where_the_item_says_it_itself_the_file_is_not_shown(client, item, commit):
    with commit():
        attach(item, make_document("养蜂补贴办法全文，每箱一元。"))
    html = results(client, "养蜂补贴").content.decode()
    assert "gk-hit__file" not in html
    assert "每箱一元" in html


def test_words_of_item_and_file_together_find_it(client, item, commit):
    with commit():
        attach(item, make_document(f"说的是{WORD}"))
    response = results(client, f"养蜂 {WORD}")
    assert response.context["total"] == 1
    assert f"说的是<mark>{WORD}</mark>" in response.content.decode()


@pytest.mark.parametrize("query", ["泗政〔2013〕12号", "養蠶補助", "ＡＢＣ"])
def test_other_spellings_are_marked_in_files_too(client, item, commit, query):
    with commit():
        long = "没有关系的话。" * 5_000
        attach(item, make_document(f"{long}根据泗政发（2013）12号、泗政(2013)12号养蚕补助abc。"))
    html = results(client, query).content.decode()
    assert '<p class="gk-hit__file">' in html
    assert "<mark>" in html.split('class="gk-hit__passage"')[1].split("</p>")[0]


def test_files_that_the_body_names_are_searched(client, item, commit):
    with commit():
        block, link = make_document(f"{WORD}一"), make_document("麒麟二")
        item.body = [
            ("attachment", block),
            ("text", f'<p>见<a linktype="document" id="{link.pk}">附表</a></p>'),
        ]
        item.save()
    assert found(client, WORD) == found(client, "麒麟") == [item.pk]


def test_of_a_long_file_only_so_much_is_searched(client, item, commit, settings):
    settings.GONGKAI_CATALOGUE_MAX_ATTACHED_TEXT = 10
    with commit():
        attach(item, make_document(f"一二三四五六{WORD}九十麒麟"))
    assert found(client, WORD) == [item.pk]
    assert found(client, "麒麟") == []


def test_an_item_is_found_whether_the_file_or_the_item_came_first(client, column, item, commit):
    with commit():
        attach(item, make_document(WORD))
    document = ExtractedFile.objects.get().document
    with commit():
        later = ItemPageFactory(parent=column.category, organ=column.office, title="后来的")
        attach(later, document)
    assert sorted(found(client, WORD)) == [item.pk, later.pk]


def test_a_replaced_file_is_read_and_the_old_one_forgotten(client, item, commit):
    with commit():
        document = make_document(WORD)
        attach(item, document)
    with commit():
        replace_file(document, "麒麟")
        # Before the new file is reviewed, neither is told.
        assert parts_of_documents([document.pk]) == {}
    assert found(client, WORD) == found(client, "麒麟") == []
    with commit():
        release(item)
    assert found(client, WORD) == []
    assert found(client, "麒麟") == [item.pk]
    assert ExtractedFile.objects.count() == 1


@pytest.mark.usefixtures("_loose_files_are_open")
def test_a_file_is_read_once(item, commit, monkeypatch):
    with commit():
        document = make_document(WORD)
    monkeypatch.setattr(extraction, "extract", None)
    with commit():
        document.title = "另一个标题"
        document.save()
        document.save(update_fields=["file_size"])
    assert parts_of_documents([document.pk]) == {document.pk: [Part("正文", WORD, None)]}


def test_another_title_is_found_at_once(client, item, commit):
    with commit():
        document = make_document("正文", title="旧名字")
        attach(item, document)
    with commit():
        document.title = "麒麟名字"
        document.save()
    assert found(client, "麒麟") == [item.pk]
    assert found(client, "旧名") == []


def test_what_was_read_goes_with_its_document(commit):
    with commit():
        document = make_document(WORD)
    assert ExtractedFile.objects.count() == 1
    document.delete()
    assert ExtractedFile.objects.count() == 0


def test_the_command_reads_what_is_missing(client, item, commit, capsys):
    document = make_document(WORD)
    attach(item, document)
    make_document("x", name="b.txt")
    call_command("extract_attachments")
    output = capsys.readouterr().out
    assert "2 of 2 files" in output
    assert "2 files read" in output
    assert found(client, WORD) == [item.pk]
    call_command("extract_attachments")
    assert "0 files read" in capsys.readouterr().out
    call_command("extract_attachments", "--again", verbosity=0)
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("_loose_files_are_open")
def test_missing_files_are_read_from_the_maintenance_page(commit):
    document = make_document(WORD)
    with commit():
        extraction.schedule_missing()
    assert parts_of_documents([document.pk])[document.pk]


def test_a_file_that_is_gone_is_told_and_harms_nobody(client, item, commit):
    document = make_document(WORD)
    document.file.storage.delete(document.file.name)
    with commit():
        attach(item, document)
        document.save()
    assert "请重新上传" in remarks_on_documents([document.pk])[document.pk]
    assert found(client, "养蜂") == [item.pk]


def test_a_storage_that_does_not_answer_is_asked_again(item, commit, monkeypatch):
    def down(*arguments):
        raise ConnectionError("no route to host")

    document = make_document(WORD)
    with monkeypatch.context() as patched:
        patched.setattr(extraction, "extract", down)
        assert not extraction.extract_document(document.pk)
    assert not ExtractedFile.objects.exists()
    assert extraction.extract_document(document.pk)


@pytest.mark.parametrize(
    ("make", "cure"),
    [
        (lambda: pdfs.pdf(None), "公众检索不到这个文件"),
        (lambda: pdfs.pdf("有字的一页，字数足够多。", None), "其中1页是扫描件"),
        (lambda: pdfs.encrypted_pdf("密"), "去掉密码"),
        (lambda: b"%PDF-1.4 broken", "重新上传"),
        (lambda: office.container({"a.txt": "x"}), "逐个上传"),
        (lambda: others.compound("PowerPoint Document"), "PDF、DOCX"),
        (lambda: pdfs.many_pages(6000), "拆分"),
        ("好".encode, None),
    ],
)
def test_an_editor_is_told_cause_and_cure(commit, make, cure):
    with commit():
        document = make_document(data=make(), name="x.pdf")
    remarks = remarks_on_documents([document.pk])
    if cure is None:
        assert remarks == {}
    else:
        assert cure in remarks[document.pk]


def test_hidden_content_is_kept_apart_and_not_found(client, item, commit):
    with commit():
        document = make_document(name="x.docx", data=office.word_with_everything_hidden())
        attach(item, document)
    for text, hits in (("看得见的正文", [item]), ("删掉的话", []), ("请核对金额", [])):
        assert list(get_search_backend().search(text, ItemPage.objects.all())) == hits
    extracted = ExtractedFile.objects.get()
    assert {part.kind for part in extracted.hidden_parts} == {"deletion", "text", "comment"}
    assert extracted.hidden_characters == sum(len(part.text) for part in extracted.hidden_parts)


def test_many_items_are_indexed_with_as_many_queries_as_few(
    column, commit, django_assert_num_queries
):
    def fill(number):
        with commit():
            for _ in range(number):
                item = ItemPageFactory(parent=column.category, organ=column.office)
                attach(item, make_document(WORD))

    def texts():
        return [item.attachment_texts for item in ItemPage.get_indexed_objects()]

    fill(2)
    with django_assert_num_queries(6):
        assert len(texts()) == 2
    fill(3)
    with django_assert_num_queries(6):
        assert all(WORD in each for each in texts())
    # Without files nothing is looked up one by one either.
    with commit():
        for _ in range(3):
            ItemPageFactory(parent=column.category, organ=column.office)
    with django_assert_num_queries(6):
        assert len(texts()) == 8


@pytest.mark.parametrize(
    ("limits", "wrong"),
    [
        ({}, None),
        ({"seconds": 120, "memory_mib": 2048}, None),
        ({"second": 120}, "'second', which is no limit"),
        ({"pages": "many"}, "'many', which is no number"),
        ({"pages": 0}, "0, which is no number"),
        (None, "is no dictionary"),
    ],
)
def test_the_limits_of_the_settings_are_checked(settings, limits, wrong):
    settings.GONGKAI_SEARCH_EXTRACTION_LIMITS = limits
    errors = check_limits(None)
    assert len(errors) == (wrong is not None)
    assert wrong is None or wrong in errors[0].msg


@pytest.mark.usefixtures("_loose_files_are_open")
def test_the_limits_of_the_settings_hold(commit, settings):
    settings.GONGKAI_SEARCH_EXTRACTION_LIMITS = {"characters": 4}
    with commit():
        document = make_document("一二三四五六")
    assert parts_of_documents([document.pk])[document.pk][0].text == "一二三四"
    assert "只有前面的4个字" in remarks_on_documents([document.pk])[document.pk]


def test_hits_in_many_files_take_as_many_queries_as_in_few(
    client, column, commit, django_assert_max_num_queries
):
    def fill(number):
        with commit():
            for _ in range(number):
                item = ItemPageFactory(parent=column.category, organ=column.office)
                attach(item, make_document(f"说的是{WORD}"))

    fill(2)
    results(client, WORD)
    with django_assert_max_num_queries(100) as few:
        assert results(client, WORD).content.decode().count("gk-hit__file") == 2
    fill(4)
    with django_assert_max_num_queries(len(few)):
        assert results(client, WORD).content.decode().count("gk-hit__file") == 6
