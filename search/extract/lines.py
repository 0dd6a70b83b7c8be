"""Lines of a page, as paragraphs again."""

from __future__ import annotations

# A line so much shorter than the longest of its page ends a paragraph.
_FULL = 0.75
# Shorter lines are cells, headings, or a page in columns.
_SHORTEST = 12


def joined_lines(text: str) -> str:
    """Text of a page with its full lines joined to those that follow.

    Pages break Chinese sentences anywhere, and what is searched for must not be cut in two. Only
    between Han characters: other scripts have a space there.
    """
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    full = max((len(line) for line in lines), default=0) * _FULL
    pieces: list[str] = []
    is_open = False
    for line in lines:
        if not line:
            is_open = False
            continue
        if is_open and _is_inside(pieces[-1][-1]) and _is_inside(line[0]):
            pieces[-1] += line
        else:
            pieces.append(line)
        is_open = len(line) >= max(full, _SHORTEST)
    return "\n".join(pieces)


def _is_inside(character: str) -> bool:
    """Whether a sentence of Chinese may be broken beside a character."""
    return (
        "\u3400" <= character <= "\u9fff"
        or character in "，、；：（）《》〈〉“”‘’〔〕【】—"
        or "\U00020000" <= character <= "\U0003ffff"
    )
