"""Filling empty vocabularies with their usual values."""

from __future__ import annotations

from typing import Any

from django.db import models, router, transaction

from ..models import Audience, Genre, Topic
from ..vocabularies.terms import AUDIENCES, GENRES, STATUTORY_CLASSES
from ..vocabularies.topics import TOPICS


def seed_vocabularies(using: str | None = None) -> None:
    """Fill each vocabulary whose table is empty in the database ``using``.

    A vocabulary that holds anything belongs to the office and stays as it is, so the function may
    run after every migration.
    """
    with transaction.atomic(using=using or router.db_for_write(Topic)):
        if _is_empty(Topic, using):
            _seed_topics(using)
        for model, terms in ((Genre, GENRES), (Audience, AUDIENCES)):
            if _is_empty(model, using):
                rows = [
                    model(code=code, name=name, sort_order=number)
                    for number, (code, name) in enumerate(terms, start=1)
                ]
                for row in rows:
                    if isinstance(row, Genre):
                        row.statutory_class = STATUTORY_CLASSES.get(row.code, "")
                model._default_manager.using(using).bulk_create(rows)


def _is_empty(model: type[models.Model], using: str | None) -> bool:
    return not model._default_manager.using(using).exists()


def _seed_topics(using: str | None) -> None:
    topics: Any = Topic._default_manager.using(using)
    classes = [
        Topic(code=f"{number:02d}", name=name, sort_order=number * 100)
        for number, (name, _) in enumerate(TOPICS, start=1)
    ]
    topics.bulk_create(classes)
    subjects = [
        Topic(
            code=f"{parent.code}-{number:02d}",
            name=subject,
            sort_order=parent.sort_order + number,
            parent=parent,
        )
        for parent, (_, line) in zip(classes, TOPICS, strict=True)
        for number, subject in enumerate(filter(None, line.split("/")), start=1)
    ]
    topics.bulk_create(subjects)
