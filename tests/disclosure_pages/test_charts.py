"""Bar charts: axis, lengths, and text for those who do not see them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from disclosure_pages.charts import Bar, axis_ticks, bar_chart, bar_length


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (9, [0, 5, 10]),
        (121, [0, 50, 100, 150]),
        (623, [0, 200, 400, 600, 800]),
        (1048, [0, 500, 1000, 1500]),
        (99_999, [0, 50_000, 100_000]),
    ],
)
def test_axis_has_few_round_ticks_up_to_the_largest_value(largest, ticks):
    assert axis_ticks(largest) == ticks


@pytest.mark.parametrize(("value", "length"), [(0, 0), (400, 120), (800, 240), (1, 0.3)])
def test_bars_are_as_long_as_their_values(value, length):
    assert bar_length(value, top=800, room=240) == length


def draw(*bars: Bar, title: str = "图") -> BeautifulSoup:
    return BeautifulSoup(bar_chart("c1", title, "条", bars), "html.parser").svg


def test_names_and_describes_itself_and_escapes_labels():
    svg = draw(Bar("文件", 121), Bar("动态&", 0), Bar("留言", None), title="各类<信息>")
    assert svg["role"] == "img"
    assert svg["aria-labelledby"].split() == ["c1-title", "c1-desc"]
    assert svg.title.text == "各类<信息>"
    assert svg.desc.text == "文件121条，动态&0条，留言未填报。"
    assert [bar["class"] for bar in svg.find_all("rect")] == [["chart-bar"]] * 3
    assert not svg.select("[style]")


def test_stays_inside_its_box():
    svg = draw(Bar("文件", 5), Bar("动态", 10_000))
    for bar in svg.find_all("rect"):
        assert float(bar["x"]) + float(bar["width"]) < float(svg["width"])
        assert float(bar["y"]) + float(bar["height"]) < float(svg["height"])


def test_without_bars_there_is_still_an_axis():
    assert "chart-tick" in bar_chart("c1", "图", "条", [])
