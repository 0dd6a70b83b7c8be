"""Blocks of an annual report. Figures are references: prose and tables cannot disagree."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from .statistics.references import validate_codes, validate_references
from .statutory.forms import table_choices

PROSE_FEATURES = ["h3", "bold", "ol", "ul", "link", "document-link"]


class ProseBlock(blocks.RichTextBlock):
    """Rich text in which ``{{items.total}}`` stands for a figure of the year."""

    def clean(self, value: object) -> object:
        cleaned = super().clean(value)
        validate_references(cleaned.source)
        return cleaned

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Stand in migrations as the block it is built on, as struct and stream blocks do."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs


class FigureTableBlock(blocks.StructBlock):
    """A table of figures, one a line."""

    caption = blocks.CharBlock(label=_("表题"), max_length=100)
    codes = blocks.TextBlock(
        label=_("指标代码"), help_text=_("每行一个代码，如 items.kind.document。"), rows=6
    )

    def clean(self, value: object) -> object:
        cleaned = super().clean(value)
        try:
            validate_codes(cleaned["codes"].split())
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"codes": error}) from error
        return cleaned

    class Meta:
        icon = "table"
        label = _("数据表")
        template = "gongkai_pages/blocks/figure_table.html"


class ListedLaterBlock(blocks.ChoiceBlock):
    """A choice that stands in migrations without its choices: a new one needs no migration."""

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        kwargs["choices"] = []
        return "wagtail.blocks.ChoiceBlock", args, kwargs


class ChartBlock(blocks.StructBlock):
    """A bar chart of a group of figures, of results or of years, with its table."""

    caption = blocks.CharBlock(label=_("图题"), max_length=100)
    group = ListedLaterBlock(
        label=_("数据"),
        choices=[
            ("items.kind", _("各类信息条数")),
            ("items.month", _("各月公开条数")),
            ("results", _("申请办理结果")),
            ("years", _("近五年比较")),
        ],
    )

    class Meta:
        icon = "history"
        label = _("柱状图")
        template = "gongkai_pages/blocks/chart.html"


class StatutoryTableBlock(ListedLaterBlock):
    """A table of the form that the report takes, filled in from the statistics of the year."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=table_choices, **kwargs)

    class Meta:
        icon = "table"
        label = _("法定表格")
        template = "gongkai_pages/blocks/statutory_table.html"


class SectionBlock(blocks.StructBlock):
    """One numbered part of the report."""

    heading = blocks.CharBlock(label=_("标题"), max_length=100)
    content = blocks.StreamBlock(
        [
            (
                "prose",
                ProseBlock(
                    label=_("文字"),
                    features=PROSE_FEATURES,
                    template="gongkai_pages/blocks/prose.html",
                    help_text=_("数字写成引用，如 {{items.total}}，由统计自动填入。"),
                ),
            ),
            ("table", StatutoryTableBlock()),
            ("figures", FigureTableBlock()),
            ("chart", ChartBlock()),
        ],
        label=_("内容"),
    )

    class Meta:
        icon = "form"
        label = _("部分")
        template = "gongkai_pages/blocks/section.html"


class ReportBlock(blocks.StreamBlock):
    """The parts of a report, in order."""

    section = SectionBlock()
