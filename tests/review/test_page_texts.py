"""Every text of a page is found, and can be written back to where it stood."""

from __future__ import annotations

import pytest
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import RichText

from catalogue.models import ItemAttachment
from review.block_texts import At, texts_of_value
from review.markup import Markup, plain_text
from review.page_texts import places_of, sources_of
from review.pieces import Pieces, Replacement
from tests.factories.catalogue import ItemPageFactory
from tests.factories.documents import make_document
from tests.factories.pages import GuidePageFactory, make_report

TABLE = {
    "data": [["姓名", "身份证"], ["张三", "330281"], ["19490307", "1710"]],
    "table_caption": "名单一",
    "table_header_choice": "row",
}


@pytest.fixture
def image(db):
    return get_image_model().objects.create(
        title="现场照片", description="张三领证", file=get_test_image_file("xianchang.png")
    )


@pytest.fixture
def item(column, image):
    document = make_document(name="名单.txt", title="救助名单")
    item = ItemPageFactory(
        parent=column.category,
        organ=column.office,
        draft=True,
        title="关于救助的公示",
        summary="摘要的话",
        keywords="救助 公示",
        body=[
            (
                "text",
                f'<p>第一<b>段</b></p><p><a href="tel:123">见</a><a linktype="document" '
                f'id="{document.pk}">表</a></p>',
            ),
            ("table", TABLE),
            ("image", image_value(image)),
            ("figure", {"image": image_value(image), "caption": "图题的话", "source": "来源的话"}),
        ],
    )
    item.attachments.add(ItemAttachment(document=document, title="公示附件"))
    item.save_revision()
    return item.get_latest_revision_as_object()


def image_value(image):
    image.contextual_alt_text, image.decorative = "张三在大厅", False
    return image


def texts(page):
    return {source.label: source.text for source in sources_of(page)}


def test_all_texts_of_an_item_are_found(item):
    found = texts(item)
    assert "关于救助的公示" in found.values()
    assert found["内容概述"] == "摘要的话"
    assert found["关键词"] == "救助 公示"
    assert found["正文第1段"] == "第一段\n见表\ntel:123"
    assert found["正文第2段（表格）"] == "名单一\n姓名\t身份证\n张三\t330281\n19490307\t1710"
    assert found["正文第3段（图片（无图题））的替代文字"] == "张三在大厅"
    assert found["正文第4段（图（有图题和来源））“图题”"] == "图题的话"
    assert found["正文第4段（图（有图题和来源））“来源”"] == "来源的话"
    assert found["附件第1项“附件名称”"] == "公示附件"
    assert found["附件“救助名单”的标题和文件名"].startswith("救助名单\n")
    assert found["图片“现场照片”的标题、说明和文件名"].startswith("现场照片\n张三领证\nxianchang")
    # Chosen from lists, and bookkeeping, are nobody's words.
    assert not {"permanent", "document", item.url_path, item.path} & set(found.values())


def test_keys_are_the_same_after_another_save(item):
    before = {source.key for source in sources_of(item)}
    item.summary = "改过的摘要"
    item.save_revision()
    assert {source.key for source in sources_of(item.get_latest_revision_as_object())} == before


def test_paths_lead_to_the_fields_of_the_form(item):
    paths = {source.label: source.path for source in sources_of(item)}
    block = item.body[3].id
    assert paths["内容概述"] == "summary"
    assert paths["正文第4段（图（有图题和来源））“图题”"] == f"body.{block}.caption"
    # An attachment that was never public has no key yet: the panel is as near as one gets.
    assert paths["附件第1项“附件名称”"] == "attachments"


def test_pages_of_other_types_are_read_too(column):
    guide = GuidePageFactory(parent=column.home)
    found = texts(guide)
    assert found["联系电话"] == "0574-62150000"
    assert found["信息的分类"] == "信息分为机构职能、政策文件等类。"
    report = make_report(column)
    assert any("条，其中文件" in text for text in texts(report).values())


def test_many_files_take_as_many_queries_as_few(item, django_assert_num_queries):
    # Documents, images, and those that two types of blocks choose.
    with django_assert_num_queries(4):
        sources_of(item)
    for number in range(3):
        document = make_document(name=f"{number}.txt")
        item.attachments.add(ItemAttachment(document=document))
        item.body.append(("attachment", document))
    item.save_revision()
    draft = item.get_latest_revision_as_object()
    with django_assert_num_queries(5):
        assert sum(source.kind == "document" for source in sources_of(draft)) == 4


@pytest.mark.once
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n乙"),
        ("甲<br/>乙 &amp; 丙&nbsp;丁", "甲\n乙 & 丙\xa0丁"),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", "甲\t乙\n丙"),
        ('<a href="mailto:a@b.cn">信</a>', "信\nmailto:a@b.cn"),
        ('<embed alt="一&quot;二" embedtype="image" id="1"/>', '一"二'),
        ("甲<!-- 藏的话 -->乙", "甲乙\n 藏的话 "),
        ("1 < 2 与 <不是标签", "1 < 2 与 <不是标签"),
        ('<p title="a>b">甲</p>', "甲\na>b"),
        ("", ""),
    ],
)
def test_markup_becomes_text(source, text):
    assert plain_text(source) == text
    # Nothing is lost where nothing changes.
    assert Markup(source).source == source


def replaced(pieces, old, new):
    start = pieces.text.index(old)
    pieces.replace([Replacement(start, start + len(old), new)])


@pytest.mark.once
@pytest.mark.parametrize(
    ("source", "old", "new", "result"),
    [
        ("<p>号<b>330</b>281 19</p>", "330281 19", "330***19", "<p>号<b>330</b>*** 19</p>"),
        ("<p>甲&amp;乙</p>", "乙", "<丙>", "<p>甲&amp;&lt;丙&gt;</p>"),
        ('<a href="tel:139">139</a>', "tel:139", "tel:1*9", '<a href="tel:1*9">139</a>'),
        ("<p>住<i>镇南</i>路</p>", "镇南路", "某处某号门", "<p>住<i>某处某号门</i></p>"),
        ("甲<!--乙-->", "乙", "*", "甲<!--*-->"),
    ],
)
def test_what_replaces_goes_where_it_stood(source, old, new, result):
    pieces, kept = Pieces(), []
    Markup(source).add_to(pieces, kept.append)
    replaced(pieces, old, new)
    assert kept == [result]


@pytest.mark.once
def test_cells_and_lines_stay_apart():
    rows = [["3302", "8119"], ["乙", ""]]
    pieces = Pieces()
    for row in rows:
        pieces.separate("\n")
        for number, cell in enumerate(row):
            if number:
                pieces.separate("\t")
            pieces.add(cell, lambda new, row=row, number=number: row.__setitem__(number, new))
    replaced(pieces, "3302\t8119", "33****19")
    assert rows == [["33**", "**19"], ["乙", ""]]
    assert pieces.text == "3302\t8119\n乙"


def test_every_text_of_an_item_can_be_written_back(item):
    for place in places_of(item):
        if place.is_writable:
            text = place.pieces.text
            place.pieces.replace([Replacement(0, 1, "换" if text[0] != "名" else "改")])
    item.slug = "settled"
    item.save_revision()
    found = texts(item.get_latest_revision_as_object())
    assert found["内容概述"] == "换要的话"
    assert found["正文第1段"] == "换一段\n见表\ntel:123"
    assert found["正文第2段（表格）"].startswith("改单一\n姓名\t身份证")
    assert found["正文第3段（图片（无图题））的替代文字"] == "换三在大厅"
    assert found["正文第4段（图（有图题和来源））“图题”"] == "换题的话"
    assert found["附件第1项“附件名称”"] == "换示附件"


class Everything(blocks.StreamBlock):
    many = blocks.ListBlock(blocks.CharBlock())
    typed = TypedTableBlock([("text", blocks.CharBlock()), ("rich", blocks.RichTextBlock())])
    raw = blocks.RawHTMLBlock()
    choice = blocks.ChoiceBlock(choices=[("a", "甲")])
    number = blocks.IntegerBlock()
    quote = blocks.BlockQuoteBlock()


@pytest.mark.once
def test_other_blocks_are_walked_through():
    block = Everything()
    child = block.child_blocks["typed"].child_blocks
    value = block.normalize(
        [
            ("many", ["一", "二"]),
            (
                "typed",
                TypedTable(
                    [
                        {"block": child["text"], "heading": "户"},
                        {"block": child["rich"], "heading": "号"},
                    ],
                    [{"values": ["甲", RichText("<b>1</b>2")]}],
                    "题",
                ),
            ),
            ("raw", "<div>网页<!--藏--></div>"),
            ("choice", "a"),
            ("number", 13),
            ("quote", "引语"),
        ]
    )

    def read():
        places = texts_of_value(block, value, At("x", "x", "正文"), lambda new: None)
        return list(places)

    assert [place.pieces.text for place in read()] == [
        "一", "二", "题\n户\t号\n甲\t12", "网页\n藏", "引语",
    ]  # fmt: skip
    for place in read():
        if place.is_writable:
            text = place.pieces.text
            place.pieces.replace([Replacement(len(text) - 1, len(text), "*")])
    assert [place.pieces.text for place in read()] == [
        "*", "*", "题\n户\t号\n甲\t1*", "网页\n*", "引*",
    ]  # fmt: skip
