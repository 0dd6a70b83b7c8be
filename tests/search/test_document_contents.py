"""What files say, hidden parts included, for who answers for their being public."""

from __future__ import annotations

import pytest
from wagtail import hooks
from wagtail.models import CollectionViewRestriction

from search.extract.result import Part
from search.models import ExtractedFile
from tests.factories.documents import make_collection, make_document, replace_file
from tests.factories.files import office, pdfs

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(django_capture_on_commit_callbacks):
    """Make a document whose file is read at once."""

    def make(*arguments, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return make_document(*arguments, **options)

    return make


def contents(*documents):
    (register,) = hooks.get_hooks("register_gongkai_document_contents")
    return register()([document.pk for document in documents])


def test_visible_and_hidden_parts_are_told(read):
    document = read(name="x.xlsx", data=office.sheets_with_everything_hidden())
    told = contents(document)[document.pk]
    assert told.status == "done"
    assert told.is_complete
    assert "明户" in told.parts[0].text
    assert {part.kind for part in told.hidden} >= {"sheet", "row", "column", "comment", "property"}
    assert "深藏内容" in {part.text for part in told.hidden}


def test_files_that_not_everybody_may_open_are_told_too(read):
    secret = make_collection()
    CollectionViewRestriction.objects.create(
        collection=secret, restriction_type=CollectionViewRestriction.LOGIN
    )
    document = read("内部的话", collection=secret)
    assert contents(document)[document.pk].parts == (Part("正文", "内部的话", None),)


def test_a_file_that_was_not_read_yet_is_told_as_none(read):
    document = make_document("x")
    assert contents(document) == {document.pk: None}
    known = read("旧的")
    replace_file(known, "新的")
    assert contents(known) == {known.pk: None}
    ExtractedFile.objects.update(version=0)
    other = read("y")
    ExtractedFile.objects.filter(document=other).update(version=0)
    assert contents(other) == {other.pk: None}


@pytest.mark.parametrize(
    ("make", "status", "label"),
    [
        (lambda: pdfs.pdf(None), "no_text", "没有文字（扫描件或图片）"),
        (lambda: pdfs.pdf("有字的一页，字数足够多。", None), "done", "已提取文字"),
        (lambda: pdfs.encrypted_pdf("密"), "encrypted", "有密码"),
        (lambda: b"%PDF-1.4 broken", "broken", "文件损坏"),
        (lambda: office.container({"a.txt": "x"}), "unsupported", "不支持的格式"),
    ],
)
def test_what_could_not_be_read_is_not_complete(read, make, status, label):
    document = read(name="x.pdf", data=make())
    told = contents(document)[document.pk]
    assert (told.status, told.label, told.is_complete) == (status, label, False)


def test_an_empty_file_has_nothing_unread(read):
    document = read("")
    assert contents(document)[document.pk].is_complete


def test_what_is_cut_is_not_complete(read, settings):
    settings.GONGKAI_SEARCH_EXTRACTION_LIMITS = {"characters": 4}
    document = read("一二三四五六")
    assert contents(document)[document.pk].was_cut
    settings.GONGKAI_SEARCH_EXTRACTION_LIMITS = {"hidden_characters": 4}
    hidden = read(name="x.xlsx", data=office.sheets_with_everything_hidden())
    told = contents(hidden)[hidden.pk]
    assert told.was_cut
    assert not told.is_complete


def test_documents_that_are_gone_are_left_out(read):
    document = read("x")
    key = document.pk
    document.delete()
    (register,) = hooks.get_hooks("register_gongkai_document_contents")
    assert register()([key]) == {}
    assert register()([]) == {}


def test_many_files_take_as_many_queries_as_few(read, django_assert_num_queries):
    documents = [read(f"第{number}个") for number in range(2)]
    with django_assert_num_queries(2):
        contents(*documents)
    documents += [read(f"又{number}个") for number in range(5)]
    with django_assert_num_queries(2):
        assert all(contents(*documents).values())


def test_a_file_of_no_document_is_read_at_once(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(office.sheets(表=[["身份证", 1]]))
    (register,) = hooks.get_hooks("register_gongkai_file_contents")
    told = register()(path)
    assert told.is_complete
    assert told.parts[0].text == "身份证\t1"
