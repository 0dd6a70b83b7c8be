"""What is done in the background. Each task may be done twice without harm."""

from __future__ import annotations

from django_tasks import task


@task()
def build_year(column_pk: int, year: int) -> int:
    """Make the files of one year of a column anew; returns the number of items in them."""
    from .columns import column_by_key
    from .services import building

    column = column_by_key(column_pk)
    if column is None:
        return 0
    return building.build(column, year)
