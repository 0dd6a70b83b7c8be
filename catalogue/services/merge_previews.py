"""What a merge would change, counted before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from ..aliases import WORDS
from ..keywords import keywords_in
from ..models import ItemPage
from .merging import MODELS, check, items_with
from .merging_references import EXAMPLES, references_to


@dataclass(frozen=True)
class Preview:
    """What :func:`~.merging.merge` would do.

    Attributes:
        public: number of public items that get the new value.
        drafts: number of items that are not public and get it too.
        examples: some of these items.
        others: what else refers to the old value: what it is in words, and how many.
        refusals: sentences that say why the merge is impossible; empty where it may be done.
    """

    public: int
    drafts: int
    examples: list[ItemPage]
    others: list[tuple[str, int]]
    refusals: list[str]

    @property
    def items(self) -> int:
        """Items altogether."""
        return self.public + self.drafts


def preview(old: Any, new: Any) -> Preview:
    """What merging two values of a vocabulary would do."""
    vocabulary = next(name for name, model in MODELS.items() if isinstance(old, model))
    rows = items_with(vocabulary, old.pk)
    public = rows.filter(live=True).count()
    others = [
        (reference.label, count)
        for reference in references_to(type(old))
        if (count := reference.rows(old.pk).count())
    ]
    try:
        check(old, new)
        refusals = []
    except ValidationError as error:
        refusals = error.messages
    return Preview(public, rows.count() - public, list(rows[:EXAMPLES]), others, refusals)


def preview_keyword(old: str) -> Preview:
    """What replacing a keyword would do."""
    found = items_with(WORDS, old).values_list("pk", "keywords", "live")
    hits = [(pk, live) for pk, words, live in found.iterator() if old in keywords_in(words)]
    public = sum(live for _pk, live in hits)
    examples = ItemPage._base_manager.filter(pk__in=[pk for pk, _live in hits[:EXAMPLES]])
    return Preview(public, len(hits) - public, list(examples), [], [])
