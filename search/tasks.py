"""What the search does in the background. Each task may be done twice without harm."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django_tasks import task


@task()
def build_suggestions() -> int:
    """Make the phrases that are suggested anew; returns their number."""
    from .services import suggestions

    return suggestions.rebuild()


@task()
def add_suggestions(since: str) -> int:
    """Add what titles published since a moment (ISO 8601) bring; returns the number of phrases."""
    from .services import suggestions

    return suggestions.add_titles(since)


@task()
def make_vectors_of_answers() -> int:
    """Make the vectors of answered questions that are missing; returns their number."""
    from .services import answers

    return answers.make_vectors()


@task()
def run_search_job(key: int) -> None:
    """Do a job of the maintenance page."""
    from .services import jobs

    jobs.run(key)


@task()
def make_vectors_of(label: str, keys: list[Any]) -> int:
    """Make the vectors of some objects of a model; returns how many were made."""
    from .services import vectors

    return vectors.make_scheduled(apps.get_model(label), keys)


@task()
def make_missing_vectors(after: int | None = None) -> int:
    """Make all vectors that are missing or out of date; returns how many were made. What takes
    long is done in parts, between which other tasks have their turn."""
    from .background import enqueue_on_commit
    from .services import vectors

    made, rest = vectors.make_part(after, vectors.part_seconds())
    if rest is not None:
        enqueue_on_commit(make_missing_vectors, rest)
    return made


@task()
def extract_document(key: str) -> bool:
    """Read the file of a document if it is new; returns whether it was read."""
    from .services import extraction

    return extraction.extract_document(key)


@task()
def extract_missing_files(after: str | None = None) -> None:
    """Read all files that were not. What takes long is done in parts, between which other tasks
    have their turn."""
    from .background import enqueue_on_commit
    from .services import extraction

    rest = extraction.extract_part(after)
    if rest is not None:
        enqueue_on_commit(extract_missing_files, str(rest))


@task()
def reindex_collection(key: int) -> int:
    """Index anew what refers to documents in a collection; returns the number of objects."""
    from .services import referring

    return referring.reindex_collection(key)
