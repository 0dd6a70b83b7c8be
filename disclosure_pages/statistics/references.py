"""Figure references in prose: ``{{items.total}}`` stands for a number of the year.

``{{items.total:last}}`` stands for that of the year before, ``{{items.total:compared}}`` for a
phrase that compares the two (``comparisons.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import unescape
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .registry import known_codes

LAST, COMPARED = ":last", ":compared"
# The group is the code, with what is asked of it.
REFERENCE = re.compile(rf"\{{\{{\s*([a-z0-9_.\-]+(?:{LAST}|{COMPARED})?)\s*\}}\}}")
# Braces as an input method for Chinese types them are caught, not silently left in the text.
_BRACES = re.compile(r"\{\{|\}\}|｛｛|｝｝")
_allowed: ContextVar[frozenset[str] | None] = ContextVar("gongkai_figure_codes", default=None)


@contextmanager
def limited_to(codes: frozenset[str]) -> Iterator[None]:
    """Accept only ``codes`` while a form is checked: blocks do not know whose page they are on."""
    token = _allowed.set(codes)
    try:
        yield
    finally:
        _allowed.reset(token)


def base_code(code: str) -> str:
    """Code of the figure that a reference is about."""
    return code.removesuffix(LAST).removesuffix(COMPARED)


def validate_codes(codes: Iterable[str]) -> None:
    """Raise ValidationError that names the codes which no source provides."""
    asked = list(codes)
    if not asked:
        return
    allowed = _allowed.get()
    known = known_codes() if allowed is None else allowed
    if unknown := [code for code in dict.fromkeys(asked) if code not in known]:
        raise ValidationError(
            _(
                "没有代码为“%s”的统计数字。可用的代码列在管理后台“年度统计”该年度的“数字来源”页面上。"
            )
            % "”“".join(unknown)
        )


def validate_references(html: str) -> None:
    """Raise ValidationError when a reference in ``html`` is malformed or names no figure."""
    codes: list[str] = []
    broken: list[str] = []

    def collect(text: str, inside_link: bool) -> str:
        plain = unescape(text)
        codes.extend(base_code(code) for code in REFERENCE.findall(plain))
        rest = REFERENCE.sub("", plain)
        if found := _BRACES.search(rest):
            broken.append(rest[max(0, found.start() - 10) : found.end() + 20])
        return text

    _TextRewriter(collect).rewrite(html)
    if broken:
        raise ValidationError(
            _(
                "“%s”处的数字引用写得不完整。引用写成 {{items.total}} 的样子，上年的数字写成"
                " {{items.total:last}}，与上年的比较写成 {{items.total:compared}}；"
                "用半角大括号，也不要只把其中一部分设成粗体或链接。"
            )
            % broken[0]
        )
    validate_codes(codes)


def referenced_codes(html: str) -> list[str]:
    """Codes of the references in the text of ``html``, with what is asked of them."""
    codes: list[str] = []

    def collect(text: str, inside_link: bool) -> str:
        codes.extend(REFERENCE.findall(unescape(text)))
        return text

    _TextRewriter(collect).rewrite(html)
    return codes


def resolve_references(html: str, render: Callable[[str, bool], str]) -> SafeString:
    """Put what ``render`` makes of each code in its place in safe ``html``.

    ``render`` is told whether the place is inside a link, where no other link can stand; what it
    returns is escaped unless it is safe. Attributes are left alone.
    """

    def replace(text: str, inside_link: bool) -> str:
        return REFERENCE.sub(
            lambda match: str(conditional_escape(render(match[1], inside_link))), text
        )

    return mark_safe(_TextRewriter(replace).rewrite(html))  # noqa: S308 - text alone is changed


class _TextRewriter(HTMLParser):
    """Rewrites the text of a piece of HTML and repeats everything else as it stands."""

    def __init__(self, rewrite_text: Callable[[str, bool], str]) -> None:
        super().__init__(convert_charrefs=False)
        self._rewrite_text = rewrite_text
        self._out: list[str] = []
        self._text: list[str] = []
        self._links = 0

    def rewrite(self, html: str) -> str:
        self.feed(html)
        self.close()
        self._flush()
        return "".join(self._out)

    def _flush(self) -> None:
        if self._text:
            self._out.append(self._rewrite_text("".join(self._text), self._links > 0))
            self._text.clear()

    def _markup(self, markup: str) -> None:
        self._flush()
        self._out.append(markup)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._markup(self.get_starttag_text() or "")
        self._links += tag == "a"

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self._markup(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._markup(f"</{tag}>")
        self._links -= tag == "a"

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_entityref(self, name: str) -> None:
        self._text.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._markup(f"<!--{data}-->")
