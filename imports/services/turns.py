"""Letting others write between two transactions of a long work."""

from __future__ import annotations

import time

from django.db import connection

# SQLite has one writer and no queue: who waits looks again every 100 ms at most, and would hardly
# ever find the moment between two transactions that follow each other at once.
_PAUSE = 0.12


def give_way() -> None:
    """Leave the database to others for a moment, where they could not get at it otherwise."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(_PAUSE)
