"""The few blocks that the body of an item is made of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "hr", "link", "document-link"]
# Wagtail's own, and merging.
TABLE_MENU = [
    "row_above",
    "row_below",
    "---------",
    "col_left",
    "col_right",
    "---------",
    "remove_row",
    "remove_col",
    "---------",
    "mergeCells",
    "---------",
    "undo",
    "redo",
]


class FigureBlock(blocks.StructBlock):
    """An image that the text refers to, with its caption and where it comes from."""

    image = ImageBlock(label=_("图片"))
    caption = blocks.CharBlock(label=_("图题"), max_length=200)
    source = blocks.CharBlock(label=_("来源"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("图（有图题和来源）")
        template = "gongkai_catalogue/blocks/figure.html"


class BodyBlock(blocks.StreamBlock):
    """Body of an item."""

    text = blocks.RichTextBlock(
        label=_("文字"),
        features=RICH_TEXT_FEATURES,
        template="gongkai_catalogue/blocks/text.html",
    )
    table = TableBlock(
        label=_("表格"),
        template="gongkai_catalogue/blocks/table.html",
        icon="table",
        # Without it the editor forgets which cells are one.
        table_options={"mergeCells": True, "contextMenu": TABLE_MENU},
    )
    image = ImageBlock(label=_("图片（无图题）"), template="gongkai_catalogue/blocks/image.html")
    figure = FigureBlock()
    attachment = DocumentChooserBlock(
        label=_("文中附件"), icon="doc-full", template="gongkai_catalogue/blocks/attachment.html"
    )
