"""Page, fonts and styles of a Word document that looks like official paper."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from . import paper

TITLE, TEXT, HEADING, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
LATIN = "Times New Roman"
# What stands in for a font that a computer lacks: names that Windows, WPS and macOS know, with
# the PANOSE class by which programs choose when they know none of them.
_FALLBACKS = {
    TITLE: ("宋体", "roman", "02010601030101010101"),
    TEXT: ("仿宋", "modern", "02010609030101010101"),
    KAI: ("楷体", "modern", "02010609030101010101"),
    HEADING: ("SimHei", "modern", "02010609060101010101"),
    "宋体": ("SimSun", "auto", "02010600030101010101"),
}
# Chinese in 宋体 as page numbers and tables have it.
SONG = "宋体"
_BLACK = RGBColor(0, 0, 0)
CAPTION_STYLE, NOTE_STYLE = "Caption", "Report Note"


def new_document(title: str, author: str, subject: str) -> Any:
    """An empty document on A4 with the styles of official paper."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.subject = title, author, subject
    # python-docx's own template names its author and a comment.
    properties.comments, properties.last_modified_by = "", author
    properties.language = "zh-CN"
    _set_page(document.sections[0])
    _set_styles(document)
    _name_fallbacks(document)
    return document


def set_font(properties: Any, font: str, latin: str = LATIN) -> None:
    """Chinese characters take the font from ``w:eastAsia``, which python-docx does not set."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        properties.remove(fonts)
    fonts = OxmlElement("w:rFonts")
    for name, value in (("ascii", latin), ("hAnsi", latin), ("eastAsia", font), ("cs", latin)):
        fonts.set(qn(f"w:{name}"), value)
    fonts.set(qn("w:hint"), "eastAsia")
    properties.insert(0, fonts)


def indent(paragraph: Any, **hundredths: int) -> None:
    """Indents of a paragraph in hundredths of a character, and in twips for who cannot count
    those: ``firstLine``, ``left``, ``right``."""
    properties = paragraph._p.get_or_add_pPr()
    set_indent(properties, **hundredths)


def set_indent(properties: Any, size: float = paper.TEXT_SIZE, **hundredths: int) -> None:
    """As :func:`indent`, on the properties of a paragraph or a style."""
    element = properties.get_or_add_ind()
    for name, value in hundredths.items():
        element.set(qn(f"w:{name}Chars"), str(value))
        element.set(qn(f"w:{name}"), str(round(value * size / 5)))


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(paper.PAGE_WIDTH), Mm(paper.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(paper.TOP), Mm(paper.BOTTOM)
    section.left_margin, section.right_margin = Mm(paper.LEFT), Mm(paper.RIGHT)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(paper.BOTTOM - paper.FOLIO_GAP - 6)


def _set_styles(document: Any) -> None:
    styles = document.styles
    normal = styles["Normal"]
    _set_style(normal, TEXT, paper.TEXT_SIZE)
    _set_language(normal.element.get_or_add_rPr())
    spacing = normal.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    spacing.line_spacing = Pt(paper.LINE_HEIGHT)
    body = styles["Body Text"]
    _set_style(body, TEXT, paper.TEXT_SIZE)
    body.paragraph_format.space_after = Pt(0)
    # LibreOffice lets punctuation hang over the edge, and loses it where lines are justified.
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    set_indent(body.element.get_or_add_pPr(), firstLine=200)
    _keep_punctuation_inside(body.element.get_or_add_pPr())
    _set_headings(styles)
    title = styles["Title"]
    _set_style(title, TITLE, paper.TITLE_SIZE)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(0)
    title.paragraph_format.line_spacing = Pt(34)
    border = title.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    caption = styles[CAPTION_STYLE]
    _set_style(caption, HEADING, paper.CAPTION_SIZE)
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(8)
    caption.paragraph_format.space_after = Pt(4)
    caption.paragraph_format.line_spacing = Pt(18)
    note = styles.add_style(NOTE_STYLE, 1)
    note.base_style = normal
    _set_style(note, TEXT, paper.CAPTION_SIZE)
    note.paragraph_format.line_spacing = Pt(20)


def _set_headings(styles: Any) -> None:
    for name, font in (("Heading 1", HEADING), ("Heading 2", KAI)):
        style = styles[name]
        _set_style(style, font, paper.TEXT_SIZE)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        set_indent(style.element.get_or_add_pPr(), firstLine=200)


def _set_style(style: Any, font: str, size: float) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = _BLACK
    properties = style.element.get_or_add_rPr()
    set_font(properties, font)
    for name in ("w:spacing", "w:kern"):
        for element in properties.findall(qn(name)):
            properties.remove(element)


def _keep_punctuation_inside(properties: Any) -> None:
    """Punctuation does not hang over the right edge."""
    element = OxmlElement("w:overflowPunct")
    element.set(qn("w:val"), "0")
    # The schema wants it before these.
    later = {qn(f"w:{name}") for name in ("spacing", "ind", "jc")}
    place = next((n for n, child in enumerate(properties) if child.tag in later), len(properties))
    properties.insert(place, element)


def _set_language(properties: Any) -> None:
    """Punctuation stands where it does in Chinese print, whatever font is found."""
    for element in properties.findall(qn("w:lang")):
        properties.remove(element)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _name_fallbacks(document: Any) -> None:
    """Tell what stands in for a font that a computer lacks."""
    table = next(
        part
        for relation in document.part.rels.values()
        if (part := relation._target).partname.endswith("/fontTable.xml")
    )
    root = OxmlElement("w:fonts")
    for font, (fallback, family, panose) in _FALLBACKS.items():
        element = OxmlElement("w:font")
        element.set(qn("w:name"), font)
        for name, value in (
            ("altName", fallback),
            ("panose1", panose),
            ("charset", "86"),
            ("family", family),
            ("pitch", "variable" if font == TITLE else "fixed"),
        ):
            child = OxmlElement(f"w:{name}")
            child.set(qn("w:val"), value)
            element.append(child)
        root.append(element)
    table._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
