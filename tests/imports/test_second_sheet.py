"""What a second author, who had not read the import, expects of a town's dirty sheet."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.models import ItemPage
from tests.factories.catalogue import ItemPageFactory, OrganFactory

from .second_sheet import HEADINGS, mixed, row
from .second_sheet_files import write_csv, write_json_lines, write_workbook

FORMS = {
    "xlsx": ("目录.xlsx", write_workbook),
    "gb18030": ("目录.csv", lambda path: write_csv(path, "gb18030")),
    "utf-8": ("目录.csv", lambda path: write_csv(path, "utf-8-sig")),
    "jsonl": ("目录.jsonl", write_json_lines),
}


@pytest.fixture
def town(column):
    """What stands in the database already."""
    ItemPageFactory(
        parent=column.category,
        title="关于既有事项的通知",
        index_number="HAVE/2013-00001",
        document_number="泗政〔2013〕9001号",
        organ=column.offices[1],
        written_on=date(2013, 1, 5),
    )
    gone = ItemPageFactory(
        parent=column.category, organ=column.office, index_number="GONE/2013-00001"
    )
    gone.delete()
    OrganFactory(
        name="泗门镇计划生育办公室",
        parent=column.government,
        organisation_code="",
        valid_until=date(2012, 12, 31),
        successor=column.office,
    )
    return column


@pytest.fixture
def folder(tmp_path):
    """The clerk's folder: the sheet will lie in it, beside what it names."""
    here = tmp_path / "报送"
    (here / "附表").mkdir(parents=True)
    (here / "养护计划.txt").write_text("一季度：清理边沟。\n", "utf-8")
    (here / "附表" / "经费.csv").write_text("村,元\n小路下,3000\n", "utf-8")
    (here / "安装.exe").write_bytes(b"MZ\x90\x00" + bytes(200))
    (here / "扫描件.pdf").write_bytes(b"MZ\x90\x00" + bytes(200))
    (here / "空白.txt").write_bytes(b"")
    (tmp_path / "机密.txt").write_text("不得外传", "utf-8")
    return here


def first_sheet(answer):
    return [fault for fault in answer.faults if fault.get("sheet", "2013年") == "2013年"]


@pytest.mark.parametrize("form", FORMS)
def test_every_fault_is_named_in_its_place_and_every_good_row_comes_in(form, town, folder, bring):
    name, write = FORMS[form]
    lines = write(folder / name)
    answer = bring(folder / name)
    rows = [(lines[serial], serial, case) for serial, case in mixed() if serial in lines]
    wrong = [*wrongly_judged(rows, answer), *wrongly_stored(rows), *badly_said(answer)]
    assert not wrong, "\n".join(map(str, wrong))
    assert {fault["row"] for fault in first_sheet(answer)} <= set(lines.values())
    good = sum(not case.columns for _line, _serial, case in rows)
    beside = {"xlsx": (3, 2)}.get(form, (0, 0))
    assert (answer.read, answer.imported) == (len(rows) + beside[0], good + beside[1])


def wrongly_judged(rows, answer):
    """Rows of which something else is said than the examiner expects."""
    for line, _serial, case in rows:
        found = [fault for fault in first_sheet(answer) if fault["row"] == line]
        named = {fault["column"] for fault in found}
        groups = [{HEADINGS[each] for each in group} for group in case.columns]
        said = " ".join(fault["message"] for fault in found)
        if (
            not all(named & group for group in groups)
            or named - set().union(*groups)
            or not all(word in said for word in case.says)
        ):
            yield line, case.name, groups, case.says, found


def wrongly_stored(rows):
    """Good rows without an item, and values of items that are others than the row says."""
    for line, serial, case in rows:
        if case.columns:
            continue
        item = item_of(serial, case)
        if item is None:
            yield line, case.name, "not imported"
            continue
        for name, value in expectations(serial, case).items():
            if not holds(item, name, value):
                yield line, case.name, name, value, value_of(item, name)


def badly_said(answer):
    """Sentences that are none, or not in Chinese."""
    foreign = ("Error", "Traceback", "None", "object", "%(", "invalid")
    for fault in answer.faults:
        message = fault["message"]
        if not message.endswith("。") or len(message) < 12 or any(w in message for w in foreign):
            yield fault


def item_of(serial, case):
    cells = row(serial, case.cells)
    number = case.values.get("index_number") or cells["index"]
    found = ItemPage.objects.filter(index_number=number) if number else ItemPage.objects.none()
    title = case.values.get("title") or cells["title"]
    return found.first() or ItemPage.objects.filter(title=title, index_number="").first()


def expectations(serial, case):
    """All that the row says, with what the case says of it before it."""
    cells = row(serial, case.cells)
    plain = {
        "title": cells["title"],
        "document_number": cells["number"] or "",
        "organ.name": "泗门镇农业办公室",
        "category": "20-01",
        "written_on": date(2013, 3, 5),
        "summary": cells["summary"] or "",
        "live": False,
    }
    if cells["published"]:
        plain["published_on"] = date(2013, 3, 8)
    if cells["topic"]:
        plain["topic.full_name"] = "工业、交通/公路"
    if "topic" in case.values:
        plain.pop("topic.full_name")
    return plain | case.values


def value_of(item, name):
    if name == "category":
        return item.get_parent().specific.code
    if name == "attachments":
        return item.attachments.count()
    if name in {"with", "without"}:
        return str(item.body.render_as_block())
    value = item
    for part in name.split("."):
        value = getattr(value, part)
    return value


def holds(item, name, value):
    found = value_of(item, name)
    if name == "with":
        return all(word in found for word in value)
    if name == "without":
        return not any(word in found for word in value)
    return list(found) == value if isinstance(value, list) else found == value


def test_a_dry_run_says_the_same_of_all_sheets_and_imports_nothing(town, folder, bring):
    before = ItemPage.objects.count()
    path = folder / "目录.xlsx"
    write_workbook(path)
    tried = bring(path, dry_run=True)
    assert ItemPage.objects.count() == before
    done = bring(path)
    assert tried.faults == done.faults
    assert (tried.read, tried.imported) == (done.read, 0)

    elsewhere = [fault for fault in done.faults if fault["sheet"] != "2013年"]
    assert [(fault["sheet"], fault["row"], fault["column"]) for fault in elsewhere] == [
        ("2014年（续）", 3, "生成日期")
    ]
    assert "2014-02-28" in elsewhere[0]["message"]
    statistics = ItemPage.objects.get(index_number="002948561/2013-00801")
    assert statistics.organ == town.government
    assert statistics.get_parent().specific.code == "20-04"
    assert ItemPage.objects.filter(index_number="002948561/2013-00803").exists()
    assert "旧系统导出" in done.said
    assert "填表说明" in done.said
