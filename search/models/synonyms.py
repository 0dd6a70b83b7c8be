"""同义词: words that are searched one beside the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ..services.synonyms import announce_change
from ..text import canonical
from .recorded import Recorded

SHORTEST, LONGEST, MOST = 2, 30, 20


class SynonymGroup(Recorded):
    """Words of which each finds all others, or words that find others and are not found by them.

    Words are stored in canonical form, one a line.
    """

    class Kind(models.TextChoices):
        """Which of the words are asked for, and which are found."""

        MUTUAL = "mutual", _lazy("互为同义词")
        ONE_WAY = "one-way", _lazy("单向")

    kind = models.CharField(
        _lazy("关系"),
        max_length=10,
        choices=Kind.choices,
        default=Kind.MUTUAL,
        help_text=_lazy(
            "“互为同义词”：检索其中任何一个词，也找到其他各词。"
            "“单向”：检索上面的词，也找到下面的词，反过来不找，用于俗称、简称或者上位词。"
        ),
    )
    words = models.TextField(
        _lazy("词语"),
        help_text=_lazy("每行一个，2至30个字符，如“低保”“最低生活保障”。繁体字保存为简体字。"),
    )
    found_words = models.TextField(
        _lazy("同时检索的词语"),
        blank=True,
        help_text=_lazy("只在“单向”时填写，每行一个。"),
    )
    note = models.CharField(
        _lazy("备注"), max_length=200, blank=True, help_text=_lazy("为什么收录，可以不填。")
    )

    class Meta(Recorded.Meta):
        verbose_name = _lazy("同义词")
        verbose_name_plural = _lazy("同义词")
        ordering = ["words"]

    def __str__(self) -> str:
        left = "、".join(self.asked)
        return left if self.is_mutual else f"{left} → {'、'.join(self.found)}"

    @property
    def is_mutual(self) -> bool:
        """Whether each word finds all others."""
        return self.kind == self.Kind.MUTUAL

    @property
    def asked(self) -> list[str]:
        """Words that find others when they are typed."""
        return self.words.split("\n") if self.words else []

    @property
    def found(self) -> list[str]:
        """Words that are found by :attr:`asked`."""
        if self.is_mutual:
            return self.asked
        return self.found_words.split("\n") if self.found_words else []

    def clean(self) -> None:
        """Bring the words into canonical form, and refuse what can be no synonyms."""
        faults: dict[str, list[str]] = {}
        asked, faults["words"] = _understood(self.words)
        found, faults["found_words"] = _understood(self.found_words)
        if self.is_mutual:
            if found or self.found_words.strip():
                faults["found_words"] = [
                    _("关系是“互为同义词”时不填这一栏：请把词语都写在上面，或者把关系改为“单向”。")
                ]
            if len(asked) == 1 and not faults["words"]:
                faults["words"].append(_("只有一个词，请至少写两个词，每行一个。"))
        elif not found and not faults["found_words"]:
            faults["found_words"].append(_("请写出同时检索的词语，每行一个。"))
        both = [word for word in found if word in asked]
        if both and not self.is_mutual:
            faults["found_words"].append(
                _("“%s”在上面已经有了，请从其中一栏去掉。") % "”“".join(both)
            )
        if any(faults.values()):
            raise ValidationError({name: texts for name, texts in faults.items() if texts})
        self.words, self.found_words = "\n".join(asked), "\n".join(found)


def _understood(text: str) -> tuple[list[str], list[str]]:
    """Canonical words of a field, and what is wrong with it."""
    lines = [line.strip() for line in text.splitlines()]
    known: dict[str, str] = {}
    faults: list[str] = []
    for line in filter(None, lines):
        word = canonical(line)
        if fault := _fault_of(line, word):
            faults.append(fault)
        elif word in known:
            faults.append(_repeated(known[word], line))
        else:
            known[word] = line
    if len(known) > MOST:
        faults.append(
            _("有%(number)s个词，一组最多%(most)s个；请只留下确实同义的，或者分成几组。")
            % {"number": len(known), "most": MOST}
        )
    return list(known), faults


def _fault_of(line: str, word: str) -> str:
    shown = line[:40]
    if not word:
        return _("“%s”里没有可以检索的文字，请改写或者去掉这一行。") % shown
    length = len(word.replace(" ", ""))
    if length < SHORTEST or len(word) > LONGEST:
        return _("“%(line)s”有%(length)s个字符，请写%(shortest)s至%(longest)s个字符的词。") % {
            "line": shown,
            "length": length if length < SHORTEST else len(word),
            "shortest": SHORTEST,
            "longest": LONGEST,
        }
    if any(mark in line for mark in "、，,；;"):
        return _("“%s”里有顿号、逗号或者分号，请每行只写一个词。") % shown
    return ""


def _repeated(first: str, again: str) -> str:
    if first == again:
        return _("“%s”写了两次，请去掉一行。") % again
    return _("“%(first)s”和“%(again)s”对检索来说是同一个词，请去掉一行。") % {
        "first": first,
        "again": again,
    }


def words_of(texts: Sequence[str]) -> str:
    """Words as a field holds them before they are cleaned: one a line."""
    return "\n".join(texts)


# However rows are written and deleted: one by one, or all those ticked in a list.
@receiver([post_save, post_delete], sender=SynonymGroup)
def _synonyms_changed(using: str, **kwargs: Any) -> None:
    announce_change(using)
