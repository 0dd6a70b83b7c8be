"""A DOCX read by a process of its own: ``python -m drafting.word.child LIMITS < file > answer``.

It knows nothing of Django, of the database or of any secret, and may be killed at any time. What
it is given is the name of the search app's module that opens containers within limits.
"""

from __future__ import annotations

import base64
import io
import json
import os
import resource
import sys
import zipfile
from collections import Counter
from importlib import import_module
from typing import Any

from .hidden import hidden_styles, strip
from .numbering import write_out

_MIB = 1024 * 1024
_MAIN = "word/document.xml"
_STRIPPED = (_MAIN, "word/footnotes.xml", "word/endnotes.xml")
_LEFT_OUT = ("comments", "header", "footer", "vbaProject", "glossary", "customXml")
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='标题'] => h1.title:fresh
p[style-name='公文标题'] => h1.title:fresh
p[style-name='heading 5'] => h5:fresh
p[style-name='heading 6'] => h6:fresh
strike => s
"""
_DEEPEST = 5000


def main(arguments: list[str]) -> int:
    """Read the file on standard input, answer with JSON on standard output."""
    limits = json.loads(arguments[0])
    answer = os.fdopen(os.dup(1), "wb")
    # What libraries print is no part of the answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit(limits)
    try:
        result = read(sys.stdin.buffer.read(), limits)
    except MemoryError:
        result = {"error": "out_of_memory"}
    except RecursionError:
        result = {"error": "nested"}
    except Exception as error:  # noqa: BLE001 - whatever a file makes a library raise
        result = {"error": str(getattr(error, "status", "broken"))}
    answer.write(json.dumps(result).encode())
    answer.close()
    return 0


def _limit(limits: dict[str, Any]) -> None:
    for kind, amount in (
        (resource.RLIMIT_AS, limits["memory_mib"] * _MIB),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["answer_mib"] * _MIB),
    ):
        _soft, hard = resource.getrlimit(kind)
        wanted = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (wanted, hard))
    sys.setrecursionlimit(_DEEPEST)


def read(data: bytes, limits: dict[str, Any]) -> dict[str, Any]:
    """HTML, pictures and notes of a document.

    Raises:
        Exception: it cannot be read; ``status`` says why where it is known.
    """
    import mammoth

    guards = import_module(limits["guards"])
    bounds = guards.Limits(
        file_mib=limits["file_mib"], unpacked_mib=limits["unpacked_mib"], entries=5000
    )
    archive = guards.open_container(io.BytesIO(data), bounds)
    guards.refuse_dtds(archive)
    notes: Counter[str] = Counter()
    clean = _without_hidden(archive, guards, notes)
    pictures: list[dict[str, Any]] = []

    def keep(image: Any) -> dict[str, str]:
        return _keep(image, pictures, notes, limits)

    converted = mammoth.convert_to_html(
        clean,
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(keep),
        external_file_access=False,
        ignore_empty_paragraphs=True,
    )
    notes["external_pictures"] += sum(
        "external" in message.message for message in converted.messages
    )
    return {"html": converted.value, "pictures": pictures, "notes": dict(notes)}


def _keep(
    image: Any, pictures: list[dict[str, Any]], notes: Counter[str], limits: dict[str, Any]
) -> dict[str, str]:
    if len(pictures) >= limits["pictures"]:
        notes["small_pictures"] += 1
        return {"src": ""}
    try:
        with image.open() as file:
            data = file.read(limits["picture_mib"] * _MIB + 1)
    except Exception:  # noqa: BLE001 - a picture outside the file, or a broken entry
        notes["external_pictures"] += 1
        return {"src": ""}
    if len(data) > limits["picture_mib"] * _MIB:
        notes["bad_pictures"] += 1
        return {"src": ""}
    pictures.append({"data": base64.b64encode(data).decode(), "type": image.content_type or ""})
    return {"src": f"picture:{len(pictures) - 1}"}


def _without_hidden(archive: zipfile.ZipFile, guards: Any, notes: Counter[str]) -> io.BytesIO:
    """The container again, with what readers see and nothing else."""
    names = set(archive.namelist())

    def root_of(name: str) -> Any:
        return guards.parse_xml(guards.read_entry(archive, name)) if name in names else None

    styles = root_of("word/styles.xml")
    hiding = hidden_styles(styles)
    _count_left_out(archive, guards, notes)
    rewritten = io.BytesIO()
    from lxml import etree

    with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in names:
            if name.rpartition("/")[2].startswith(_LEFT_OUT) or name.endswith("/"):
                continue
            data = guards.read_entry(archive, name)
            if name in _STRIPPED:
                root = guards.parse_xml(data)
                strip(root, hiding, notes)
                if name == _MAIN:
                    write_out(root, root_of("word/numbering.xml"), styles, notes)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            copy.writestr(name, data)
    rewritten.seek(0)
    return rewritten


def _count_left_out(archive: zipfile.ZipFile, guards: Any, notes: Counter[str]) -> None:
    for name in archive.namelist():
        base = name.rpartition("/")[2]
        if base == "vbaProject.bin":
            notes["macros"] += 1
        elif "/embeddings/" in name and base:
            notes["embedded"] += 1
        elif base == "comments.xml":
            root = guards.parse_xml(guards.read_entry(archive, name))
            notes["comments"] += sum(1 for _each in root.iter("{*}comment"))
        elif base.startswith(("header", "footer")) and base.endswith(".xml"):
            root = guards.parse_xml(guards.read_entry(archive, name))
            if any((each.text or "").strip() for each in root.iter("{*}t")):
                notes["headers"] = 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
