"""What is done in the background. Each task may be done twice without harm."""

from __future__ import annotations

from django_tasks import task


@task()
def go_on_with_merge(key: int) -> int:
    """Change the items that a merge has not reached yet; returns their number."""
    from .services.merging import go_on

    return go_on(key)
