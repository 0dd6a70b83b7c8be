"""Files that promise or cost too much."""

from __future__ import annotations

import io
import struct
import zipfile

from .office import changed, container, sheets, word, word_xml

_MIB = 1024 * 1024
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "哈"}">' for n in range(9))


def ratio() -> bytes:
    """A DOCX whose text is one letter, sixty million times."""
    return changed(word("x"), word__document=b"a" * (60 * _MIB))


def entries() -> bytes:
    """A DOCX of more parts than any document has."""
    return container({"word/document.xml": "x", **{f"word/{n}": "" for n in range(10_001)}})


def nested() -> bytes:
    """A DOCX with a ZIP inside that unpacks to more than a disk likes."""
    inner = container({str(n): b"\0" * (50 * _MIB) for n in range(10)})
    return container({"word/document.xml": "x", "word/embeddings/data.bin": inner})


def dolls() -> bytes:
    """A ZIP in a ZIP in a ZIP, and so on."""
    data = container({"0": "x"})
    for number in range(1, 6):
        data = container({f"{number}.zip": data})
    return data


def overlapping() -> bytes:
    """A directory whose hundred entries are the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(range(256)) * 40)
    data = out.getvalue()
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    directory = data[at:end] * 100
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 100, 100, len(directory), at, 0)
    return data[:at] + directory + tail


def lying() -> bytes:
    """An entry that is much longer than the directory says."""
    data = bytearray(container({"word/document.xml": b"a" * (60 * _MIB)}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def laughing_word() -> bytes:
    """Entities that say each other, ten times each."""
    text = word_xml("document", "<w:body><w:p><w:r><w:t>&l8;</w:t></w:r></w:p></w:body>")
    return changed(
        word("x"), word__document=text.replace("?>", f"?><!DOCTYPE w:document [{LAUGHS}]>", 1)
    )


def laughing_sheet() -> bytes:
    """The same in the texts of a workbook."""
    text = (
        f'<?xml version="1.0"?><!DOCTYPE sst [{LAUGHS}]><sst xmlns="http://schemas.openxmlformats.'
        'org/spreadsheetml/2006/main"><si><t>&l8;</t></si></sst>'
    )
    return changed(sheets(表=[["x"]]), xl__sharedStrings=text)


def asking_for_a_file() -> bytes:
    """An entity that is a file of the server."""
    text = word_xml("document", "<w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body>")
    doctype = '<!DOCTYPE w:document [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    return changed(word("x"), word__document=text.replace("?>", f"?>{doctype}", 1))


def deep() -> bytes:
    """XML of three thousand levels."""
    return changed(
        word("x"),
        word__document=word_xml("document", "<w:p>" * 3_000 + "</w:p>" * 3_000),
    )


def deep_page() -> bytes:
    """The same as a web page."""
    return b"<html><body>" + b"<div>" * 100_000 + "深处".encode() + b"</body></html>"
