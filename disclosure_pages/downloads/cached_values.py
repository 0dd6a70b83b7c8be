"""Results of formulas, which openpyxl does not write: without them a program that does not
calculate, such as a previewer or an importer, sees empty cells."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def with_cached_values(
    content: bytes, names: Sequence[str], results: Mapping[str, Mapping[str, Any]]
) -> bytes:
    """A workbook with the result of each formula beside it.

    Args:
        content: as openpyxl wrote it, so that sheets are numbered in their order.
        names: of its sheets, in their order.
        results: by sheet and address: a number, or None for an empty text.
    """
    file = BytesIO()
    parts = {
        f"xl/worksheets/sheet{number}.xml": results[name]
        for number, name in enumerate(names, start=1)
        if results.get(name)
    }
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            data = old.read(member)
            if member.filename in parts:
                data = _filled(data, parts[member.filename])
            new.writestr(member.filename, data)
    return file.getvalue()


def _filled(sheet: bytes, results: Mapping[str, Any]) -> bytes:
    root = etree.fromstring(sheet)
    for cell in root.iter(f"{_MAIN}c"):
        formula = cell.find(f"{_MAIN}f")
        address = cell.get("r")
        if formula is None or address not in results:
            continue
        value = cell.find(f"{_MAIN}v")
        if value is None:
            value = etree.SubElement(cell, f"{_MAIN}v")
        number = results[address]
        if number is None:
            cell.set("t", "str")
            value.text = ""
        else:
            cell.attrib.pop("t", None)
            value.text = str(number)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
