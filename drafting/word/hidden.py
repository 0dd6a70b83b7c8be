"""Taking out of a DOCX what its readers do not see, before anything is made of it.

Runs in the process of its own (``child``): no Django here.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off", "none"}
_GONE = (f"{W}del", f"{W}moveFrom")
_MARKS = (
    f"{W}commentReference", f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}annotationRef",
)  # fmt: skip


def hidden_styles(styles: Any) -> set[str]:
    """Ids of styles that hide their text, by themselves or by what they are based on."""
    based: dict[str, str] = {}
    switches: dict[str, bool] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        key = style.get(f"{W}styleId") or ""
        parent = style.find(f"{W}basedOn")
        if parent is not None:
            based[key] = parent.get(f"{W}val") or ""
        switch = style.find(f"{W}rPr/{W}vanish")
        if switch is not None:
            switches[key] = _is_on(switch)
    return {key for key in {*based, *switches} if _is_hidden(key, based, switches)}


def _is_hidden(key: str, based: dict[str, str], switches: dict[str, bool]) -> bool:
    seen: set[str] = set()
    while key and key not in seen:
        if key in switches:
            return switches[key]
        seen.add(key)
        key = based.get(key, "")
    return False


def strip(root: Any, styles: set[str], notes: Counter[str]) -> None:
    """Take deletions, comments and hidden text out of a part, in place."""
    for element in list(root.iter(*_GONE)):
        parent = element.getparent()
        if parent is None or parent.tag in {f"{W}rPr", f"{W}trPr"}:
            continue
        if any(each.text for each in element.iter(f"{W}delText", f"{W}t")):
            notes["deleted"] += 1
        _remove(element)
    for row in list(root.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}del") is not None:
            notes["deleted"] += 1
            _remove(row)
    for element in list(root.iter(*_MARKS)):
        _remove(element)
    for run in list(root.iter(f"{W}r")):
        if _vanishes(run, styles):
            if any(each.text and each.text.strip() for each in run.iter(f"{W}t")):
                notes["hidden"] += 1
            _remove(run)


def _vanishes(run: Any, styles: set[str]) -> bool:
    switch = run.find(f"{W}rPr/{W}vanish")
    if switch is not None:
        return _is_on(switch)
    style = run.find(f"{W}rPr/{W}rStyle")
    if style is not None and style.get(f"{W}val") in styles:
        return True
    paragraph = next(run.iterancestors(f"{W}p"), None)
    style = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
    return style is not None and style.get(f"{W}val") in styles


def _is_on(switch: Any) -> bool:
    return (switch.get(f"{W}val") or "1").lower() not in _OFF


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
