"""What is done in the background. May be done twice without harm."""

from __future__ import annotations

from django_tasks import task


@task()
def run_monitor(user_id: int | None = None) -> int:
    """Look at everything now; returns the number of findings."""
    from django.contrib.auth import get_user_model

    from .services.running import note_run, run

    done = run(trigger="manual")
    users = get_user_model()._default_manager
    note_run(done, users.filter(pk=user_id).first() if user_id is not None else None)
    return int(done.findings.count())
