"""Phrases that are suggested while somebody types, and what they are found by."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published

from ..services.suggestions import announce_publishing

# Characters of a phrase, and bytes of a key: that many characters in UTF-8 and a mark of its kind,
# or as many syllables of six letters.
LONGEST_PHRASE = 30
LONGEST_KEY = 6 * LONGEST_PHRASE + 1


class SuggestedPhrase(models.Model):
    """A phrase of public titles, or a name; built anew by ``services.suggestions.rebuild``.

    That it stands here does not make it public: it is suggested only to who can find it.
    """

    class Kind(models.TextChoices):
        """Where it comes from."""

        WORDS = "words", _("标题中的词语")
        NAME = "name", _("名称")
        TITLE = "title", _("标题")

    text = models.CharField(_("词语"), max_length=LONGEST_PHRASE, unique=True)
    kind = models.CharField(_("来源"), max_length=10, choices=Kind.choices)
    # Syllables joined by spaces, readings by "|": "chang jiang|zhang jiang".
    readings = models.TextField(_("读音"))
    # Number of public titles that have it, when it was counted last.
    weight = models.PositiveIntegerField(_("标题数"))

    class Meta:
        verbose_name = _("检索建议词")
        verbose_name_plural = _("检索建议词")
        # Nobody edits them.
        default_permissions = ()

    def __str__(self) -> str:
        return self.text


class SuggestionKey(models.Model):
    """One beginning of what may be typed for a phrase (``suggest.keys``)."""

    phrase = models.ForeignKey(SuggestedPhrase, on_delete=models.CASCADE, related_name="keys")
    # Bytes, which every database compares one by one, whatever its collation.
    key = models.BinaryField(max_length=LONGEST_KEY)
    weight = models.PositiveIntegerField()

    class Meta:
        # All that a look-up needs.
        indexes = [
            models.Index(fields=["key", "weight", "phrase"], name="gongkai_search_suggestion")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return bytes(self.key).decode("utf-8", "replace")


@receiver(page_published)
def _title_published(instance: Any, **kwargs: Any) -> None:
    announce_publishing(instance.last_published_at)
