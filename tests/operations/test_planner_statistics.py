"""SQLite is told every night how many rows there are."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from operations import offers

COMMAND = "refresh_planner_statistics"


@pytest.mark.django_db
def test_the_scheduler_tells_sqlite_and_leaves_postgresql_to_itself():
    commands = [job.command[0] for job in offers.jobs()]
    assert (COMMAND in commands) == (connection.vendor == "sqlite")


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_small_tables_are_known_as_small():
    call_command(COMMAND)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        known = {name for (name,) in cursor}
    assert {"django_content_type", "wagtailcore_page", "auth_permission"} <= known
