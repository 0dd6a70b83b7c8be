"""What elements of HTML mean here: seen, hidden, or to be left out.

Word marks in its clipboard what it hides by styles of its own (``mso-hide:all``), comments by
elements and classes, list markers by conditional comments; WPS does mostly the same.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

# Never text, whatever stands in them.
SILENT = {
    "script", "style", "head", "meta", "title", "link", "template", "noscript", "xml", "base",
    "object", "embed", "applet", "iframe", "frame", "frameset", "svg", "math", "canvas", "audio",
    "video", "source", "track", "map", "area", "input", "button", "select", "textarea", "option",
    "datalist", "dialog", "slot", "portal", "colgroup", "col",
}  # fmt: skip
ACTIVE = SILENT - {
    "head",
    "meta",
    "title",
    "style",
    "link",
    "xml",
    "base",
    "colgroup",
    "col",
    "source",
}
BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "blockquote",
    "address", "pre", "figure", "figcaption", "center", "form", "fieldset", "details", "summary",
    "dl", "dt", "dd", "body", "html", "li",
}  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.I)
_COMMENT = re.compile(
    r"mso-element\s*:\s*comment|mso-special-character\s*:\s*comment|mso-comment-", re.I
)
_MARGIN = re.compile(r"mso-element\s*:\s*(?:header|footer)", re.I)
_BOLD = re.compile(r"(?<![-\w])font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.I)
_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d)", re.I)
_IGNORED = re.compile(r"mso-list\s*:\s*ignore", re.I)
_SCHEMES = {"http", "https", "mailto", "tel"}
_LONGEST_ADDRESS = 2000
_BULLETS = "·•●○■□◆◇▪▫–-lnuqüØ§v*¨"


def style_of(element: Any) -> str:
    """The style attribute."""
    return element.get("style") or ""


def classes_of(element: Any) -> str:
    """The class attribute."""
    return element.get("class") or ""


def is_hidden(element: Any) -> bool:
    """Whether readers of the source did not see it."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(style_of(element)))


def is_comment(element: Any) -> bool:
    """Whether it is a comment in the margin, or a mark of one."""
    return bool(_COMMENT.search(style_of(element))) or "MsoComment" in classes_of(element)


def is_margin(element: Any) -> bool:
    """Whether it is a page's header or footer."""
    return bool(_MARGIN.search(style_of(element)))


def is_bold(element: Any, inherited: bool) -> bool:
    """Whether its text is bold; Word writes ``<b style="font-weight:normal">`` as well."""
    if match := _BOLD.search(style_of(element)):
        return match[1].lower() == "bold" or (match[1] >= "600" and match[1].isdigit())
    return inherited or element.tag in {"b", "strong"}


def is_italic(element: Any, inherited: bool) -> bool:
    """Whether its text is italic."""
    if "font-style:normal" in style_of(element).replace(" ", ""):
        return False
    return inherited or element.tag in {"i", "em", "cite", "dfn"}


def list_level(element: Any) -> int:
    """Depth of a paragraph that Word shows as an item of a list; 0 for others."""
    match = _LIST.search(style_of(element))
    return int(match[1]) if match else 0


def is_list_marker(element: Any) -> bool:
    """Whether it is the bullet or the number that Word put before a paragraph."""
    return bool(_IGNORED.search(style_of(element)))


def is_bullet(marker: str) -> bool:
    """Whether a marker is a bullet, in the letters of symbol fonts too."""
    bare = marker.strip()
    return len(bare) == 1 and (bare in _BULLETS or not bare.isalnum())


def safe_address(address: str) -> str:
    """An address that a public page may lead to; empty for others."""
    bare = "".join(each for each in address.strip() if each.isprintable())
    if len(bare) > _LONGEST_ADDRESS:
        return ""
    try:
        parts = urlsplit(bare)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES:
        return ""
    if parts.scheme.lower() in {"http", "https"} and not parts.hostname:
        return ""
    return bare
