"""A column with its people, and an item whose body has everything."""

from __future__ import annotations

import pytest
from wagtail.rich_text import RichText

from tests.factories.catalogue import ItemPageFactory
from tests.factories.images import make_image

PARAGRAPHS = [
    f"第{n}条　各村每月巡查农村公路一次，发现坑槽及时修补，编号甲{n:03}。" for n in range(1, 4)
]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def make_item(column):
    def make(paragraphs=PARAGRAPHS, *, table=None, picture=None, **values):
        body = [("text", RichText("".join(f"<p>{each}</p>" for each in paragraphs)))]
        if table:
            body.append(("table", {"data": table, "first_row_is_table_header": True}))
        if picture:
            body.append(("image", picture))
        values = {
            "title": "泗门镇人民政府关于农村公路养护的通知",
            "document_number": "泗政〔2013〕12号",
            "summary": "规定农村公路养护的责任和经费。",
            "organ": column.office,
        } | values
        return ItemPageFactory(parent=column.category, body=body, **values)

    return make


@pytest.fixture
def item(make_item):
    return make_item(table=[["道路", "长度"], ["泗周线", "3.2公里"]], picture=make_image())
