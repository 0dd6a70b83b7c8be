"""Items from plain text."""

from __future__ import annotations

from django.utils.html import escape


def paragraphs(text: str) -> str:
    """``text`` as rich text: every line that is not blank becomes a paragraph, unaltered."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
