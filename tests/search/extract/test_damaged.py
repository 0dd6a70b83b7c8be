"""Whatever happened to a file, reading it ends in time, with a status and no crash."""

from __future__ import annotations

import io
import random

import pytest

from search.extract.limits import Limits
from search.extract.process import extract
from search.extract.result import Status
from tests.factories.files import office, others, pdfs

pytestmark = pytest.mark.once

MAKERS = {
    "pdf": lambda: pdfs.annotated_pdf("泗门镇低保标准", "批注"),
    "docx": office.word_with_everything_hidden,
    "xlsx": office.sheets_with_everything_hidden,
    "pptx": lambda: office.slides(office.slide_xml("首"), notes="讲稿", comment="要改"),
    "ofd": lambda: office.ofd("一", "二"),
    "doc": lambda: others.legacy("hidden.doc"),
    "xls": lambda: others.legacy("hidden.xls"),
    "html": lambda: others.page("<p>低保</p>" * 50),
}


def damaged(data, seed):
    """Some bytes are others; every third file lacks its end."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.choice([1, 4, 30, 200])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))] if seed % 3 == 0 else changed)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_damaged_file_is_read_or_given_up(make, seed):
    found = extract(io.BytesIO(damaged(make(), seed)), Limits(seconds=30))
    assert found.status in set(Status) - {Status.TIMEOUT, Status.OUT_OF_MEMORY}
    assert found.reason != "crash"
