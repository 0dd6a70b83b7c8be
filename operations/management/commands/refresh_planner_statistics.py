"""``manage.py refresh_planner_statistics``: how many rows there are, for the planner of queries."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _


class Command(BaseCommand):
    """Runs ``ANALYZE``; the scheduler does it every night on SQLite, which never does by itself."""

    help = str(_("让数据库了解各表的行数，以便选用合适的索引。"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at all tables."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
