"""Template tags of search results; used by the templates of every source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..file_hits import PASSAGE, FileHit, file_hit
from ..finding import Found, Mode
from ..text.highlight import best_passage, mark, places

register = template.Library()


@register.simple_tag
def gongkai_marked(found: Found, text: str, *, partly: bool = False) -> SafeString:
    """``text``, escaped, with what was searched for between ``mark`` tags.

    ``partly`` says that the text is one of those that have only a part of the words.
    """
    return mark(text, _marks(found, partly))


@register.simple_tag
def gongkai_passage(found: Found, texts: Sequence[str], *, partly: bool = False) -> SafeString:
    """The part of one of some texts that tells most of what was searched for; empty without texts.

    Of texts that tell as much the first is taken: a summary goes before the body, and often says
    the same as its beginning.
    """
    marks = _marks(found, partly)
    text = max(texts, key=lambda each: len({place[2] for place in places(each, marks)}), default="")
    return best_passage(text, marks, PASSAGE)


@register.simple_tag
def gongkai_file_hit(found: Found, result: Any, *, partly: bool = False) -> FileHit | None:
    """The place in a file of a result that has what the result's own texts have not."""
    if gongkai_is_by_meaning(found, result.item.pk, partly=partly):
        return None
    return file_hit(found, result, _marks(found, partly), partly=partly)


@register.simple_tag
def gongkai_reading(found: Found, total: int) -> str:
    """A sentence on how the query was read, where that was not as it stands.

    ``total`` is the number of hits by letters.
    """
    if found.mode is Mode.WORDS:
        words = "、".join(f"“{word}”" for word in found.parsed.segments)
        return _("没有信息连着写有所输入的全部文字，以下信息含有其中的每一个词：%s。") % words
    if found.mode is not Mode.ANY:
        return ""
    if not total:
        return _("没有信息含有所输入的字词，以下是意思最接近的信息。")
    if found.is_question:
        return _("以下是与所提问题最接近的信息，最接近的在前。")
    return _("没有信息含有全部检索词，以下是部分相符的信息，最接近的在前。")


@register.simple_tag
def gongkai_is_by_meaning(found: Found, key: Any, *, partly: bool = False) -> bool:
    """Whether an object was found by its meaning only, without the words that were typed."""
    # Hits that have all the words are not looked up among the nearest.
    return (partly or found.mode is Mode.ANY) and key in found.by_meaning


def _marks(found: Found, partly: bool) -> list[str]:
    if found.mode is Mode.ALL and not partly:
        return found.parsed.marks()
    marks = found.parsed.marks_of_words()
    if found.mode is Mode.WORDS and not partly:
        return marks
    # One character of a question, marked wherever it stands, only distracts.
    return [mark for mark in marks if len(mark) > 1] or marks
