"""Fonts of the PDF: embedded whatever their outlines are, told of where they cannot be used."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import reportlab
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont
from PIL import ImageStat
from reportlab.pdfbase import pdfmetrics

from disclosure_pages.downloads import pdf_fonts, pdf_outlines, pdf_system_fonts
from disclosure_pages.downloads.checks import check_report_fonts
from disclosure_pages.downloads.model import Paragraph, Part, Run
from disclosure_pages.downloads.pdf import render_pdf
from tests.factories.downloads import full_document, report_document
from tests.factories.fonts import cff_font, saved

pytestmark = pytest.mark.once

VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
ASCII = "".join(map(chr, range(32, 127)))
TITLE = "泗门镇人民政府2025年政府信息公开工作年度报告"


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """Where the system keeps its fonts; none of this machine is seen."""
    monkeypatch.setattr(pdf_system_fonts, "TRUETYPE", dict.fromkeys(pdf_fonts.ROLES, ()))
    monkeypatch.setattr(pdf_system_fonts, "FOLDERS", (str(tmp_path),))
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    """Look for fonts anew."""
    for kept in (pdf_system_fonts._installed, pdf_fonts._read, pdf_fonts._faces):
        kept.cache_clear()


def said_in(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range() for page in document]
    return "".join(pages).replace("\r", "").replace("\n", "")


def characters_of(report) -> str:
    return said_in(render_pdf(report)) + ASCII


def fonts_in(content: bytes) -> set[str]:
    """Names of fonts as the file lists them."""
    return set(re.findall(rb"/BaseFont /(\S+)", content))


def saying(text: str):
    return report_document(parts=(Part("一", (Paragraph((Run(text),)),)),))


def installed(folder: Path, characters: str, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        saved(folder / name, cff_font(characters))
    forget()


class TestPostScriptOutlines:
    def test_a_font_of_the_system_is_embedded_and_its_text_is_found(self, folder):
        report = full_document()
        before = said_in(render_pdf(report))
        names = ("noto/NotoSerifCJK-Regular.ttc", "noto/NotoSansCJK-Regular.ttc")
        installed(folder, before + ASCII, *names)
        content = render_pdf(report)
        assert content.count(b"/FontFile2") == len(fonts_in(content)) > 1
        assert all(re.match(rb"[A-Z]{6}\+TestSong\d+$", each) for each in fonts_in(content))
        said = said_in(content)
        for words in (TITLE, "《中华人民共和国政府信息公开条例》", "3.危及“三安全一稳定”"):
            assert words in said
        assert sorted(said.replace(" ", "")) == sorted(before.replace(" ", ""))

    def test_a_character_that_the_font_lacks_is_found_too(self, folder):
        report = saying("泗门镇")
        installed(folder, characters_of(report).replace("泗", ""), "NotoSerifSC-Regular.otf")
        content = render_pdf(report)
        assert b"/FontFile2" in content
        assert b"/STSong-Light" in content
        assert "泗门镇" in said_in(content)

    def test_the_setting_takes_such_a_font(self, settings, folder):
        report = full_document()
        font = cff_font(characters_of(report))
        settings.GONGKAI_REPORT_FONTS = {"text": saved(folder / "own.otf", font)}
        assert check_report_fonts() == []
        content = render_pdf(report)
        assert content.count(b"/FontFile2") == len(fonts_in(content))
        assert TITLE in said_in(content)

    def test_shapes_are_seen(self, settings, folder):
        font = cff_font(characters_of(saying("黑")))
        settings.GONGKAI_REPORT_FONTS = {"text": saved(folder / "own.otf", font)}
        ink = [page_ink(render_pdf(saying("黑" * number))) for number in (1, 101, 201)]
        assert ink[0] > 0
        assert ink[2] - ink[1] == pytest.approx(ink[1] - ink[0], rel=0.1)
        assert ink[1] - ink[0] > 0.005

    def test_a_document_costs_no_font_of_its_own(self, settings, folder):
        texts = ["统计信息", "公开年度", "报告统计"]
        font = cff_font("".join(map(characters_of, map(saying, texts))))
        settings.GONGKAI_REPORT_FONTS = {"text": saved(folder / "own.otf", font)}
        render_pdf(saying(texts[0]))
        known = len(pdfmetrics.getRegisteredFontNames())
        for text in texts:
            assert text in said_in(render_pdf(saying(text)))
        assert len(pdfmetrics.getRegisteredFontNames()) == known

    def test_documents_at_the_same_time_do_not_mix(self, settings, folder):
        texts = [first + "乙丙丁" * 30 + first for first in "甲戊己庚辛壬"]
        font = cff_font("".join(map(characters_of, map(saying, texts))))
        settings.GONGKAI_REPORT_FONTS = {"text": saved(folder / "own.otf", font)}
        with ThreadPoolExecutor(len(texts)) as pool:
            contents = list(pool.map(render_pdf, map(saying, texts)))
        for text, content in zip(texts, contents, strict=True):
            assert text in said_in(content)

    def test_shapes_that_are_kept_are_not_more_than_some(self, monkeypatch, folder):
        path = saved(folder / "own.otf", cff_font("一二三四五六七八"))
        face = pdf_outlines.OutlineFace(path)
        monkeypatch.setattr(pdf_outlines, "_MOST_SHAPES", 4)
        for characters in ("一二三", "四五六", "七八一"):
            made = TTFont(BytesIO(face.truetype(map(ord, characters))))
            assert set(made.getBestCmap()) == set(map(ord, characters))
            assert len(face._shapes) <= 8

    def test_shapes_and_widths_are_those_of_the_font(self, folder):
        original = cff_font("一二")
        face = pdf_outlines.OutlineFace(saved(folder / "own.otf", original))
        made = TTFont(BytesIO(face.truetype([ord("二"), ord("无")])))
        assert list(made.getBestCmap()) == [ord("二")]
        assert face.getCharWidth(ord("二")) == 800
        was, now = (area(font, "二") for font in (original, made))
        # Curves that turn the other way round, as each kind prescribes.
        assert now == pytest.approx(-was, rel=0.01)


def page_ink(content: bytes) -> float:
    """How much of the first page is black, from 0 to 1."""
    page = pypdfium2.PdfDocument(content)[0].render().to_pil().convert("L")
    return 1 - ImageStat.Stat(page).mean[0] / 255


def area(font: TTFont, character: str) -> float:
    glyphs = font.getGlyphSet()
    pen = AreaPen(glyphs)
    glyphs[font.getBestCmap()[ord(character)]].draw(pen)
    return pen.value


class TestWhichFont:
    def names_for(self, role: str) -> list[str]:
        return [Path(path).name for path in pdf_system_fonts.files_for(role)]

    def test_serif_for_text_and_sans_for_headings(self, folder):
        files = [
            f"a/{name}-{weight}.ttc"
            for name in ("NotoSerifCJK", "NotoSansCJK")
            for weight in ("Regular", "Bold")
        ]
        installed(folder, "", *files)
        faces = pdf_fonts.faces()
        chosen = {role: Path(face.path).name for role, face in faces.by_role.items()}
        assert chosen == {
            "title": "NotoSerifCJK-Bold.ttc",
            "text": "NotoSerifCJK-Regular.ttc",
            "heading": "NotoSansCJK-Regular.ttc",
            "kai": "NotoSerifCJK-Regular.ttc",
        }

    def test_the_setting_then_truetype_then_postscript(self, settings, folder, monkeypatch):
        monkeypatch.setattr(pdf_fonts, "_SAMPLE", "Aa1")
        truetype = dict.fromkeys(pdf_fonts.ROLES, ()) | {"text": (str(VERA),)}
        monkeypatch.setattr(pdf_system_fonts, "TRUETYPE", truetype)
        installed(folder, "Aa1", "SourceHanSerifCN-Regular.otf", "SourceHanSansCN-Regular.otf")
        faces = pdf_fonts.faces().by_role
        assert Path(faces["text"].path).name == "Vera.ttf"
        assert Path(faces["heading"].path).name == "SourceHanSansCN-Regular.otf"
        own = saved(folder / "own.otf", cff_font("Aa1"))
        settings.GONGKAI_REPORT_FONTS = {"text": own}
        assert pdf_fonts.faces().by_role["text"].path == own

    def test_of_a_collection_the_one_for_the_mainland(self, folder):
        families = ("Test Song JP", "Test Song Mono SC", "Test Song SC", "Test Song TC")
        fonts = [cff_font("一", family=family) for family in families]
        face = pdf_outlines.OutlineFace(saved(folder / "all.ttc", *fonts))
        assert face.familyName == b"Test Song SC"

    def test_without_any_the_reader_brings_its_own(self):
        content = render_pdf(full_document())
        assert b"/STSong-Light" in content
        assert b"/FontFile2" not in content

    def test_a_font_with_truetype_outlines_is_embedded_and_others_help_out(
        self, settings, monkeypatch
    ):
        monkeypatch.setattr(pdf_fonts, "_SAMPLE", "Aa1")
        settings.GONGKAI_REPORT_FONTS = {"text": str(VERA), "heading": str(VERA)}
        content = render_pdf(full_document())
        assert b"/FontFile2" in content
        assert TITLE in said_in(content)


class TestChecks:
    def test_a_font_without_chinese_is_not_printed_with(self, settings):
        settings.GONGKAI_REPORT_FONTS = {"text": str(VERA)}
        assert b"/FontFile2" not in render_pdf(full_document())
        (warning,) = check_report_fonts()
        assert warning.id == "gongkai_pages.W011"
        assert "Vera.ttf" in warning.msg
        assert "没有汉字" in warning.msg

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (None, "没有这个文件"),
            (b"", "不是可用的字体"),
            (b"not a font at all", "不是可用的字体"),
            (b"OTTO" + bytes(200), "不是可用的字体"),
            (b"ttcf" + bytes(200), "不是可用的字体"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_told_of(self, settings, folder, content, problem):
        path = folder / "font.ttf"
        if content is not None:
            path.write_bytes(content)
        settings.GONGKAI_REPORT_FONTS = {"title": str(path)}
        (warning,) = check_report_fonts()
        assert problem in warning.msg
        assert ".otf" in warning.hint
        assert render_pdf(full_document()).startswith(b"%PDF")

    @pytest.mark.parametrize("embedding", [0x0002, 0x0100, 0x0200])
    def test_a_font_that_must_not_be_embedded_is_not(self, settings, folder, embedding):
        path = saved(folder / "font.otf", cff_font("", embedding=embedding))
        settings.GONGKAI_REPORT_FONTS = {"text": path}
        (warning,) = check_report_fonts()
        assert "不允许嵌入" in warning.msg
        assert b"/FontFile2" not in render_pdf(full_document())

    def test_a_use_that_there_is_not_is_told_of(self, settings):
        settings.GONGKAI_REPORT_FONTS = {"caption": str(VERA)}
        (error,) = check_report_fonts()
        assert error.id == "gongkai_pages.E010"
        settings.GONGKAI_REPORT_FONTS = str(VERA)
        (error,) = check_report_fonts()
        assert error.id == "gongkai_pages.E010"

    def test_nothing_is_said_where_nothing_is_set(self):
        assert check_report_fonts() == []
