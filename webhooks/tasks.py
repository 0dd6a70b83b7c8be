"""What is done in the background. May be done twice without harm."""

from __future__ import annotations

from django_tasks import task


@task()
def deliver() -> int:
    """Send what is due; returns the number of attempts."""
    from .services.delivering import deliver_due

    return deliver_due()
