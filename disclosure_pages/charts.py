"""Bar charts as SVG, made on the server; looks come from the style sheet by class names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Sizes in units of the view box, laid out so that text stays readable on a 375-pixel screen.
WIDTH = 360
LABEL_WIDTH = 76
VALUE_WIDTH = 44
ROW_HEIGHT = 28
BAR_HEIGHT = 18
AXIS_HEIGHT = 26
MAX_TICKS = 4


@dataclass(frozen=True)
class Bar:
    """One bar; a value of None is not drawn."""

    label: str
    value: int | Decimal | None


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
    ticks = axis_ticks(max((bar.value or 0 for bar in bars), default=0))
    room = WIDTH - LABEL_WIDTH - VALUE_WIDTH
    height = ROW_HEIGHT * len(bars) + AXIS_HEIGHT
    description = "，".join(
        f"{bar.label}{_('未填报') if bar.value is None else f'{bar.value}{unit}'}" for bar in bars
    )
    return format_html(
        '<svg class="chart" role="img" aria-labelledby="{id}-title {id}-desc" '
        'viewBox="0 0 {width} {height}" width="{width}" height="{height}" focusable="false">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{description}。</desc>'
        "{grid}{rows}</svg>",
        id=chart_id,
        width=WIDTH,
        height=height,
        title=title,
        description=description,
        grid=_grid(ticks, room, height - AXIS_HEIGHT),
        rows=format_html_join(
            "", "{}", ((_row(n, bar, ticks[-1], room),) for n, bar in enumerate(bars))
        ),
    )


def _grid(ticks: list[int], room: int, bottom: int) -> SafeString:
    return format_html_join(
        "",
        '<line class="chart-grid" x1="{0}" y1="0" x2="{0}" y2="{1}"></line>'
        '<text class="chart-tick" x="{0}" y="{2}" text-anchor="middle">{3}</text>',
        (
            (LABEL_WIDTH + bar_length(tick, ticks[-1], room), bottom, bottom + 17, tick)
            for tick in ticks
        ),
    )


def _row(number: int, bar: Bar, top: int, room: int) -> SafeString:
    y = ROW_HEIGHT * number
    length = bar_length(bar.value or 0, top, room)
    return format_html(
        '<text class="chart-label" x="{label_x}" y="{text_y}" text-anchor="end">{label}</text>'
        '<rect class="chart-bar" x="{x}" y="{y}" width="{length}" height="{bar_height}"></rect>'
        '<text class="chart-value" x="{value_x}" y="{text_y}">{value}</text>',
        label_x=LABEL_WIDTH - 8,
        text_y=y + 19,
        label=bar.label,
        x=LABEL_WIDTH,
        y=y + (ROW_HEIGHT - BAR_HEIGHT) // 2,
        length=length,
        bar_height=BAR_HEIGHT,
        value_x=LABEL_WIDTH + length + 6,
        value="—" if bar.value is None else bar.value,
    )
