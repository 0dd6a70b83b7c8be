"""A workbook in the format before 2007, from the file to its items.

``tests/data/legacy/items.xls`` was written once with xlwt 1.3.0. Sheet 2013年: a title over all
columns, headings in line 2, four items (发布机构 of the first two is one merged cell; days are
cells with the formats ``yyyy年m月d日`` and ``yyyy/m/d``, one with a time, and of the last item a
text that is no day), a total with a formula. 填表说明 has no headings, 补录 is hidden and has one.
"""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.models import ItemPage
from tests.factories.files import others


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "2013年目录.xls"
    path.write_bytes(others.legacy("items.xls"))
    return path


def test_its_good_rows_become_items(bring, sheet):
    done = bring(sheet)
    assert (done.status, done.read, done.imported) == (0, 5, 4), done.said
    assert done.places == {(6, "成文日期")}
    assert "没有“2013年2月30日”这一天" in done.said
    values = ItemPage.objects.order_by("index_number", "pk").values_list(
        "index_number", "title", "document_number", "organ__name", "written_on", "published_on"
    )
    assert set(values) == {
        (
            "002948561/2013-00001",
            "关于做好农村公路养护工作的通知",
            "泗政〔2013〕1号",
            "泗门镇农业办公室",
            date(2013, 3, 1),
            date(2013, 3, 4),
        ),
        (
            "002948561/2013-00002",
            "关于做好防汛工作的通知",
            "泗政〔2013〕2号",
            "泗门镇农业办公室",
            date(2013, 5, 6),
            date(2013, 5, 7),
        ),
        (
            "002948561/2013-00003",
            "关于2013年财政预算的公告",
            "",
            "泗门镇党政综合办公室",
            date(2013, 1, 31),
            date(2013, 2, 1),
        ),
        ("", "关于补录一件的通知", "", "泗门镇党政综合办公室", date(2013, 12, 1), None),
    }


def test_texts_numbers_and_vocabularies_arrive(bring, sheet):
    bring(sheet)
    first, second, third = ItemPage.objects.exclude(index_number="").order_by("index_number")
    assert [str(block.value) for block in second.body] == [
        "<p>各村：</p><p>汛期将至，“防”字当先——请做好准备。</p>"
    ]
    assert [str(block.value) for block in third.body] == ["<p>2013.5</p>"]
    assert (first.topic.full_name, first.genre.name) == ("工业、交通/公路", "通知")
    assert first.keyword_list == ["农村公路", "养护"]
    assert {each.get_parent().specific.code for each in (first, second, third)} == {"20-01"}


def test_what_was_left_out_and_what_was_hidden_is_said(bring, sheet):
    said = bring(sheet).said
    assert "工作表“填表说明”里没有认得的列标题" in said
    assert "工作表“补录”是隐藏的，也读入了" in said
    assert "合计" in said
