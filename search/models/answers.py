"""已答复问题: which page answers which question."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ..services.answers import announce_change
from ..text import canonical
from .recorded import Recorded

LONGEST = 100


class AnsweredQuestion(Recorded):
    """A question, and a page that answers it.

    ``vector`` is what the question means to the embedder ``made_by``, a signed byte a dimension;
    empty where none was there.
    """

    question = models.CharField(
        _lazy("问题"),
        max_length=LONGEST,
        help_text=_lazy("按群众的说法写，如“家里穷怎么领补助”。相近的问法也会用到这个答案。"),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_lazy("答复的页面"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_lazy("检索这个问题或者相近的问题时排在前面的页面。未公开的页面不会出现。"),
    )
    note = models.CharField(
        _lazy("备注"), max_length=200, blank=True, help_text=_lazy("依据、来源等，可以不填。")
    )
    vector = models.BinaryField(blank=True, default=b"", editable=False)
    made_by = models.CharField(max_length=120, blank=True, editable=False)

    class Meta(Recorded.Meta):
        verbose_name = _lazy("已答复问题")
        verbose_name_plural = _lazy("已答复问题")
        ordering = ["question"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "page"],
                name="gongkai_search_answer_once",
                violation_error_message=_lazy("这个问题已经关联了这个页面，不需要重复录入。"),
            )
        ]

    def __str__(self) -> str:
        return self.question

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The vector is made anew, of what the question is now."""
        self.vector, self.made_by = b"", ""
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a question without a word in it."""
        self.question = " ".join(self.question.split())
        if not canonical(self.question):
            raise ValidationError({"question": _("问题里没有可以检索的文字，请改写。")})


# However rows are written and deleted: one by one, or all those ticked in a list.
@receiver([post_save, post_delete], sender=AnsweredQuestion)
def _answers_changed(using: str, **kwargs: Any) -> None:
    announce_change(using)
