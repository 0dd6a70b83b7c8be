"""What becomes of Word documents and of what people paste: clean blocks, and nothing hidden."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from django.core.exceptions import ValidationError
from docx.oxml import parse_xml

from drafting.sources import from_file, from_paste
from drafting.word.blocks import lines_of
from drafting.word.clean import clean
from drafting.word.notes import Notes
from drafting.word.numbering import chinese
from drafting.word.pieces import PictureHere, Prose, Table
from tests.factories import word

pytestmark = pytest.mark.once
_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def html_of(pieces):
    return "".join(each.html for each in pieces if isinstance(each, Prose))


def cleaned(source):
    notes = Notes()
    return html_of(clean(source, notes)), notes


def read(document):
    return from_file(word.upload(word.saved(document)))


def test_a_notice_keeps_headings_lists_bold_tables_and_pictures():
    source = read(word.notice())
    html = html_of(source.pieces)
    assert "<h2>一、总体要求</h2>" in html
    assert "<p>坚持<b>建养并重</b>。本通知自2013年5月1日起施行，有效期2年。</p>" in html
    assert "<ul><li>修补路面</li><li>疏通边沟</li></ul>" in html
    [table] = [each for each in source.pieces if isinstance(each, Table)]
    assert table.value["data"][0] == ["路线", "单位", "里程"]
    assert table.value["mergeCells"] == [{"row": 1, "col": 0, "rowspan": 2, "colspan": 1}]
    assert table.value["table_header_choice"] == "row"
    assert len(source.pictures) == 1
    assert any(isinstance(each, PictureHere) for each in source.pieces)


def test_hidden_text_deletions_and_comments_do_not_come_along():
    document = word.notice()
    paragraph = document.add_paragraph("看得见的话")
    word.deleted(paragraph, "删去的话")
    word.inserted(paragraph, "添上的话")
    document.add_comment(paragraph.runs, text="批注里的话", author="某人")
    style = document.styles.add_style("Secret", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.font.hidden = True
    document.add_paragraph("样式藏起来的话", style="Secret")
    document.sections[0].header.paragraphs[0].text = "页眉里的话"
    source = read(document)
    text = "\n".join(lines_of(source.pieces))
    assert "看得见的话添上的话" in text
    for secret in ("领导手机", "删去的话", "批注里的话", "藏起来的话", "页眉里的话"):
        assert secret not in text
        assert secret not in html_of(source.pieces)
    told = "".join(source.notes.told())
    assert "去掉了隐藏的文字2处" in told
    assert "修订记录中已删除的内容1处" in told
    assert "去掉了批注1条" in told
    assert "没有带入页眉" in told


def test_numbers_that_word_counts_are_written_out():
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {_NS} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条　"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
            '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {_NS} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for text, level in (("总则。", 0), ("一类。", 1), ("二类。", 1), ("附则。", 0), ("三类。", 1)):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {_NS}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        )
    source = read(document)
    assert lines_of(source.pieces) == [
        "第一条　总则。", "（一）一类。", "（二）二类。", "第二条　附则。", "（一）三类。",
    ]  # fmt: skip
    assert source.notes["numbers"] == 5


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
     (1001, "一千零一"), (1010, "一千零一十")],
)  # fmt: skip
def test_chinese_numbers(number, text):
    assert chinese(number) == text


def test_the_clipboard_of_word():
    source = from_paste(word.CLIPBOARD)
    html = html_of(source.pieces)
    text = "\n".join(lines_of(source.pieces))
    assert source.title() == "泗门镇人民政府关于做好2013年农村公路养护工作的通知"
    assert "<b>建养并重</b>" in html
    assert '<a href="https://www.example.gov.cn/a?b=1&amp;c=2">有关规定</a>' in html
    assert "<ul><li>修补路面</li><li>疏通边沟</li></ul>" in html
    assert "第三条\u3000各村负责。" in text
    for gone in ("领导手机", "删去的话", "批注里的话", "WY1", "file:", "alert", "style", "onclick"):
        assert gone not in html
        assert gone not in text
    assert "添上的话" in text
    assert "附表" in text
    [table] = [each for each in source.pieces if isinstance(each, Table)]
    assert table.value["mergeCells"] == [{"row": 0, "col": 0, "rowspan": 1, "colspan": 2}]
    told = "".join(source.notes.told())
    assert "去掉了隐藏的文字1处" in told
    assert "去掉了1个链接的地址" in told


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p>一</p><p></p><p> </p><p>二</p>", "<p>一</p><p>二</p>"),
        ("一<br>二", "<p>一<br/>二</p>"),
        ("<div>一<div>二</div>三</div>", "<p>一</p><p>二</p><p>三</p>"),
        ("<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;b&gt; &amp; c</p>"),
        ("<font color=red size=7>一</font>", "<p>一</p>"),
        ("<h1>题</h1><p>文</p>", "<h2>题</h2><p>文</p>"),
        (
            "<p>文</p><h3>甲</h3><h4>乙</h4><h5>丙</h5>",
            "<p>文</p><h2>甲</h2><h3>乙</h3><p><b>丙</b></p>",
        ),
        ("<ol><li>一<ul><li>甲</li></ul></li></ol>", "<ol><li>一<ul><li>甲</li></ul></li></ol>"),
        ("<ul><li><p>一</p><p>二</p></li></ul>", "<ul><li>一<br/>二</li></ul>"),
        ("<p>面积10m<sup>2</sup></p>", "<p>面积10m²</p>"),
        ("<p><a href='javascript:alert(1)'>点</a></p>", "<p>点</p>"),
        ("<p><a href=' JaVa\tScript:alert(1)'>点</a></p>", "<p>点</p>"),
        ("<p><a href='data:text/html,x'>点</a></p>", "<p>点</p>"),
        ("<p><a href='mailto:a@b.cn'>信</a></p>", '<p><a href="mailto:a@b.cn">信</a></p>'),
        ("<p>一<script>alert(1)</script>二</p>", "<p>一二</p>"),
        ("<p>一</p><iframe src=//x></iframe><object>o</object>", "<p>一</p>"),
        ("<p>一<svg onload=alert(1)><text>图</text></svg></p>", "<p>一</p>"),
        ("<p hidden>藏</p><p style='display: NONE'>藏</p><p>显</p>", "<p>显</p>"),
        ("<table><tr><td><p>框里的字</p></td></tr></table>", "<p>框里的字</p>"),
        (
            "<p>一、总体要求</p><p>（一）原则</p><p>坚持为民。</p>",
            "<h2>一、总体要求</h2><h3>（一）原则</h3><p>坚持为民。</p>",
        ),
        ("<p>一、各村要高度重视，认真落实。</p>", "<p>一、各村要高度重视，认真落实。</p>"),
        ("<p>按<a href='https://x.cn/'>规定</a>\n和</p>", '<p>按<a href="https://x.cn/">规定</a>和</p>'),
        ("<p>\u3000\u3000缩进</p>", "<p>缩进</p>"),
        ("<b>一</b><i>二</i><b style='font-weight:normal'>三</b>", "<p><b>一</b><i>二</i>三</p>"),
    ],
)  # fmt: skip
def test_cleaning(source, html):
    assert cleaned(source)[0] == html


@pytest.mark.parametrize(
    "source",
    [
        "",
        "   ",
        "<p></p>",
        "<!-- x -->",
        "<" * 5000,
        "<div>" * 3000 + "深",
        "</p></p>",
        "\x00\x01",
        "<table>",
    ],
)
def test_nothing_breaks_it(source):
    cleaned(source)


def test_tables_within_tables_and_odd_spans():
    html = (
        "<table><tr><td rowspan=99>甲</td><td colspan=0>乙</td></tr>"
        "<tr><td>丙<table><tr><td>内</td><td>层</td></tr></table></td><td>丁</td></tr></table>"
    )
    notes = Notes()
    [table] = clean(html, notes)
    assert table.value["data"] == [["甲", "乙", ""], ["", "丙\n内 层", "丁"]]
    assert notes["tables_flattened"] == 1


def test_a_file_that_unpacks_to_too_much_is_refused():
    data = word.with_part(
        word.saved(word.notice(False)), "word/document.xml", b"<w:p>" + b" " * 200_000_000
    )
    with pytest.raises(ValidationError, match="太大"):
        from_file(word.upload(data))


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>',
        b"not xml at all",
        b"",
    ],
)
def test_broken_and_hostile_documents_are_refused(content):
    data = word.with_part(word.saved(word.notice(False)), "word/document.xml", content)
    with pytest.raises(ValidationError, match="另存为DOCX"):
        from_file(word.upload(data))


def test_pictures_outside_the_file_are_not_fetched(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(word.png().getvalue())
    data = word.saved(word.notice())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = "word/_rels/document.xml.rels"
        relations = archive.read(name).decode()
    relations = relations.replace(
        'Target="media/image1.png"', f'Target="{secret.as_uri()}" TargetMode="External"'
    )
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    data = word.with_part(data, name, relations.encode())
    data = word.with_part(
        data, "word/document.xml", document.replace("r:embed=", "r:link=").encode()
    )
    source = from_file(word.upload(data))
    assert source.pictures == ()
    assert source.notes["external_pictures"] >= 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("通知.docx", b"", "空的"),
        ("通知.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "内容与扩展名"),
        ("通知.exe", b"MZ" + b"0" * 50, "不支持这种格式"),
        ("通知.txt", "　\n".encode(), "没有读到文字"),
    ],
)
def test_what_cannot_be_read_is_said(name, data, message):
    with pytest.raises(ValidationError, match=message):
        from_file(word.upload(data, name))


def test_text_files_come_in_the_encodings_of_offices():
    text = "关于放假的通知\n各村：\n放假三天。\n"
    for encoding in ("utf-8", "gb18030"):
        source = from_file(word.upload(text.encode(encoding), "a.txt"))
        assert lines_of(source.pieces) == ["关于放假的通知", "各村：", "放假三天。"]


def test_macros_are_left_behind_and_told():
    data = word.with_part(word.saved(word.notice(False)), "word/vbaProject.bin", b"macro")
    assert "宏代码" in "".join(from_file(word.upload(data)).notes.told())
