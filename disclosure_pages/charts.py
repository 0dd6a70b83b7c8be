"""Bar charts as SVG, made on the server; looks come from the style sheet by class names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Sizes in units of the view box, laid out so that text stays readable on a 375-pixel screen. Labels
# and values have room for the type of the large-text switch.
WIDTH = 360
CHARACTER = 15
LABEL_GAP = 8
LEAST_LABEL_WIDTH = 76
MOST_LABEL_WIDTH = 158
VALUE_WIDTH = 62
ROW_HEIGHT = 28
BAR_HEIGHT = 18
AXIS_HEIGHT = 26
PANEL_TITLE_HEIGHT = 26
PANEL_GAP = 14
MAX_TICKS = 4


@dataclass(frozen=True)
class Bar:
    """One bar; a value of None is not drawn."""

    label: str
    value: int | Decimal | None


@dataclass(frozen=True)
class Panel:
    """Bars on an axis of their own, for numbers that are not to be measured against others."""

    title: str
    unit: str
    bars: Sequence[Bar]


def axis_ticks(largest: int | Decimal, most: int = MAX_TICKS) -> list[int]:
    """Round numbers from 0 to the first that is not below ``largest``, in at most ``most`` steps.

    Steps are 1, 2 or 5 times a power of ten, so that whole things are counted in whole numbers.
    """
    step, factors = 1, (2, Decimal("2.5"), 2)
    turn = 0
    while step * most < largest:
        step = int(step * factors[turn % len(factors)])
        turn += 1
    top = max(1, -(-largest // step))
    return [step * number for number in range(int(top) + 1)]


def bar_length(value: int | Decimal, top: int, room: int) -> float:
    """Length of a bar in view-box units, with one decimal place."""
    return round(float(value) * room / top, 1)


def bar_chart(chart_id: str, title: str, unit: str, bars: Sequence[Bar]) -> SafeString:
    """Horizontal bars. Screen readers get the title and one sentence with every value."""
    return panel_chart(chart_id, title, [Panel("", unit, bars)])


def panel_chart(chart_id: str, title: str, panels: Sequence[Panel]) -> SafeString:
    """Panels of horizontal bars, one below the other, with one description of all values."""
    label_width = _label_width(panels)
    drawn: list[SafeString] = []
    top = 0
    for panel in panels:
        top += PANEL_GAP if drawn else 0
        drawn.append(_panel(panel, top, label_width))
        top += _height(panel)
    return format_html(
        '<svg class="chart" role="img" aria-labelledby="{id}-title {id}-desc" '
        'viewBox="0 0 {width} {height}" width="{width}" height="{height}" focusable="false">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>'
        "{panels}</svg>",
        id=chart_id,
        width=WIDTH,
        height=top,
        title=title,
        description="".join(_description(panel) for panel in panels),
        panels=format_html_join("", "{}", ((each,) for each in drawn)),
    )


def _label_width(panels: Sequence[Panel]) -> int:
    longest = max((len(bar.label) for panel in panels for bar in panel.bars), default=0)
    return min(max(longest * CHARACTER + LABEL_GAP, LEAST_LABEL_WIDTH), MOST_LABEL_WIDTH)


def _height(panel: Panel) -> int:
    title = PANEL_TITLE_HEIGHT if panel.title else 0
    return title + ROW_HEIGHT * len(panel.bars) + AXIS_HEIGHT


def _description(panel: Panel) -> str:
    values = "，".join(
        f"{bar.label}{_('未填报') if bar.value is None else f'{bar.value}{panel.unit}'}"
        for bar in panel.bars
    )
    return f"{panel.title}：{values}。" if panel.title else f"{values}。"


def _panel(panel: Panel, top: int, label_width: int) -> SafeString:
    ticks = axis_ticks(max((bar.value or 0 for bar in panel.bars), default=0))
    room = WIDTH - label_width - VALUE_WIDTH
    title = SafeString("")
    if panel.title:
        title = format_html(
            '<text class="chart-panel" x="0" y="{}">{}</text>',
            top + 15,
            f"{panel.title}（{panel.unit}）",
        )
        top += PANEL_TITLE_HEIGHT
    bottom = top + ROW_HEIGHT * len(panel.bars)
    rows = [
        _row(bar, top + ROW_HEIGHT * number, ticks[-1], label_width, room)
        for number, bar in enumerate(panel.bars)
    ]
    return format_html(
        "{}{}{}",
        title,
        _grid(ticks, label_width, room, (top, bottom)),
        format_html_join("", "{}", ((row,) for row in rows)),
    )


def _grid(ticks: list[int], left: int, room: int, span: tuple[int, int]) -> SafeString:
    top, bottom = span
    return format_html_join(
        "",
        '<line class="chart-grid" x1="{0}" y1="{1}" x2="{0}" y2="{2}"></line>'
        '<text class="chart-tick" x="{0}" y="{3}" text-anchor="middle">{4}</text>',
        (
            (left + bar_length(tick, ticks[-1], room), top, bottom, bottom + 17, tick)
            for tick in ticks
        ),
    )


def _row(bar: Bar, y: int, top: int, left: int, room: int) -> SafeString:
    length = bar_length(bar.value or 0, top, room)
    return format_html(
        '<text class="chart-label" x="{label_x}" y="{text_y}" text-anchor="end">{label}</text>'
        '<rect class="chart-bar" x="{x}" y="{y}" width="{length}" height="{bar_height}"></rect>'
        '<text class="chart-value" x="{value_x}" y="{text_y}">{value}</text>',
        label_x=left - LABEL_GAP,
        text_y=y + 19,
        label=bar.label,
        x=left,
        y=y + (ROW_HEIGHT - BAR_HEIGHT) // 2,
        length=length,
        bar_height=BAR_HEIGHT,
        value_x=left + length + 6,
        value="—" if bar.value is None else bar.value,
    )
