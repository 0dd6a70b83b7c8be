"""What follows from a change of the answered questions."""

from __future__ import annotations

from django.db import transaction

from ..background import enqueue_on_commit
from ..semantic.embedders import get_embedder, label_of
from ..semantic.likeness import packed


def announce_change(using: str | None = None) -> None:
    """Have the answered questions read again, and their vectors made, as soon as the change is
    stored.

    ``using`` names the database whose transaction stores it.
    """
    from .. import answered
    from ..tasks import make_vectors_of_answers

    transaction.on_commit(answered.renew, using=using)
    if get_embedder() is not None:
        enqueue_on_commit(make_vectors_of_answers, using=using)


def make_vectors() -> int:
    """Make the vectors that the configured embedder has not made; returns how many.

    Raises:
        EmbedderUnavailable: the model does not answer.
    """
    from .. import answered
    from ..models import AnsweredQuestion

    embedder = get_embedder()
    if embedder is None:
        return 0
    made_by = label_of(embedder)
    missing = AnsweredQuestion.objects.exclude(made_by=made_by)
    number = 0
    for pk, question in missing.values_list("pk", "question"):
        vector = packed(embedder.embed_query(question))
        # Nothing where the question was changed meanwhile: its own task follows.
        number += AnsweredQuestion.objects.filter(pk=pk, question=question).update(
            vector=vector, made_by=made_by
        )
    if number:
        answered.renew()
    return number
