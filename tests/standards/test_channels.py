"""The checklist 公开渠道和载体."""

from __future__ import annotations

import pytest

from standards.channels import Channels, read_channels, write_channels
from standards.enums import Channel
from tests.factories.standards import CHANNELS

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "codes", "other"),
    [
        (CHANNELS, ("website", "reading_point", "notice_board"), ""),
        ("☑政府网站\n☐政府公报\n√两微一端", ("website", "social"), ""),
        ("政府网站、公示栏", ("website", "notice_board"), ""),
        ("■纸质载体 ■行政服务中心", ("paper", "service_centre"), ""),
        ("■政府网站 ■其他：农家书屋", ("website", "other"), "农家书屋"),
        ("■政府网站 □其他____", ("website",), ""),
        ("大喇叭；政府网站", ("website", "other"), "大喇叭"),
        ("□政府网站", (), ""),
        ("", (), ""),
    ],
)
def test_what_is_ticked_is_read(text, codes, other):
    assert read_channels(text) == Channels(codes, other)


def test_every_tick_comes_back():
    codes = tuple(str(each.value) for each in Channel)
    assert read_channels(write_channels(codes, "农家书屋")) == Channels(codes, "农家书屋")
    assert read_channels(write_channels((), "")) == Channels(())
