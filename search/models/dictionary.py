"""检索词典: what the office knows of words that the segmenter does not."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from ..services.dictionary import announce_change
from ..text import canonical, is_han
from ..text.words import LONGEST, SHORTEST
from .recorded import Recorded


class DictionaryWord(Recorded):
    """A word that is kept in one piece when a query is cut into words, or such that is no word."""

    class Treatment(models.TextChoices):
        """What becomes of the word."""

        KEPT = "kept", _("作为一个词")
        REFUSED = "refused", _("不作为一个词")

    word = models.CharField(
        _("词"),
        max_length=LONGEST,
        unique=True,
        help_text=_("2至30个汉字，如“五水共治”。繁体字保存为简体字。"),
        error_messages={"unique": _("词典里已有这个词，请在列表中找到它修改，不要重复新增。")},
    )
    treatment = models.CharField(
        _("处理方式"),
        max_length=10,
        choices=Treatment.choices,
        default=Treatment.KEPT,
        help_text=_(
            "“作为一个词”：检索语句拆成词时不拆开它。"
            "“不作为一个词”：总是拆开它，用于系统或者机构、主题名称带来的错误切分。"
        ),
    )
    note = models.CharField(
        _("备注"), max_length=200, blank=True, help_text=_("为什么收录，可以不填。")
    )

    class Meta(Recorded.Meta):
        verbose_name = _("检索词")
        verbose_name_plural = _("检索词典")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """Bring the word into canonical form, and refuse what can be no word of a Han text."""
        word = canonical(self.word)
        if not word or not is_han(word.replace(" ", "")):
            raise ValidationError(
                {"word": _("只能填写汉字。字母和数字在检索时本来就各自成词，不需要收录。")}
            )
        if " " in word:
            raise ValidationError({"word": _("请去掉空格和标点，一次填写一个词。")})
        if not SHORTEST <= len(word) <= LONGEST:
            raise ValidationError(
                {
                    "word": _("这个词有%(length)s个字，请填写%(shortest)s至%(longest)s个字的词。")
                    % {"length": len(word), "shortest": SHORTEST, "longest": LONGEST}
                }
            )
        self.word = word


# However rows are written and deleted: one by one, or all those ticked in a list.
@receiver([post_save, post_delete], sender=DictionaryWord)
def _dictionary_changed(using: str, **kwargs: Any) -> None:
    announce_change(using)
