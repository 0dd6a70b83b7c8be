"""A column with its vocabularies, and files brought in by the command as a town would."""

from __future__ import annotations

import csv
import io
import json
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from catalogue.services.vocabularies import seed_vocabularies
from tests.factories.catalogue import make_column


def make_own_column():
    """The same for tests that commit."""
    seed_vocabularies()
    return make_column()


@pytest.fixture
def column(column):
    seed_vocabularies()
    return column


ROW = {
    "索引号": "002948561/2013-00007",
    "名称": "关于做好农村公路养护工作的通知",
    "文号": "泗政〔2013〕12号",
    "内容概述": "明确养护责任。",
    "正文": "各村、各单位：\n为做好养护，现通知如下。",
    "发布机构": "泗门镇农业办公室",
    "成文日期": "2013-03-01",
    "发布日期": "2013-03-04",
    "生效日期": "2013-03-01",
    "失效日期": "",
    "主题分类": "工业、交通/公路",
    "体裁分类": "通知",
    "服务对象": "",
    "公开方式": "主动公开",
    "公开时限": "长期公开",
    "类别": "20-01",
    "关键词": "农村公路、养护",
}


def row(number=1, **changes):
    """A good row; rows of different numbers are no duplicates."""
    return {
        **ROW,
        "索引号": f"002948561/2013-{number:05d}",
        "名称": f"关于第{number}件事项的通知",
        "文号": f"泗政〔2013〕{number}号",
        **changes,
    }


def write_csv(path, rows, *, encoding="utf-8", delimiter=",", headings=None, above=()):
    headings = headings or list(rows[0])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows(
        [*above, headings, *([each.get(name, "") for name in headings] for each in rows)]
    )
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path, rows, *, headings=None, above=(), below=(), change=None):
    headings = headings or list(rows[0])
    book = Workbook()
    sheet = book.active
    for line in [
        *above,
        headings,
        *([each.get(name) for name in headings] for each in rows),
        *below,
    ]:
        sheet.append(list(line))
    if change:
        change(book, sheet)
    book.save(path)
    return path


def write_json_lines(path, rows):
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows), "utf-8")
    return path


@pytest.fixture
def bring(tmp_path, column):
    """Run ``import_items``; what it wrote into the JSON file, and what it said."""

    def run(path, **options):
        out, err = io.StringIO(), io.StringIO()
        answer = tmp_path / "answer.json"
        answer.unlink(missing_ok=True)
        status = 0
        try:
            call_command(
                "import_items", str(path), json=str(answer), stdout=out, stderr=err, **options
            )
        except CommandError as error:
            status, said = 1, str(error)
        else:
            said = ""
        found = json.loads(answer.read_text("utf-8")) if answer.exists() else {}
        return SimpleNamespace(
            status=status,
            said=out.getvalue() + err.getvalue() + said,
            read=found.get("read"),
            imported=found.get("imported"),
            faults=found.get("faults", []),
            places={(fault["row"], fault["column"]) for fault in found.get("faults", [])},
        )

    return run
