"""Where reporting bodies, roll-up and deadlines meet Wagtail's admin and the statistics."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from .source import RollUpFigures

VIEW_ROLL_UP = "gongkai_pages.view_roll_up"
VIEW_EVALUATION = "gongkai_pages.view_evaluation"


# After every other source: of a compiling organ it takes the cells of the form over.
@hooks.register("register_gongkai_statistics_source", order=1000)
def register_roll_up() -> type[RollUpFigures]:
    """Sums of a compiling organ."""
    return RollUpFigures


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_to_compile() -> list[str]:
    """The disclosure office says who reports, and reads roll-up and evaluation."""
    return [
        *(
            f"gongkai_pages.{action}_reportingbody"
            for action in ("add", "change", "delete", "view")
        ),
        "gongkai_pages.change_reportingsettings",
        VIEW_ROLL_UP,
        VIEW_EVALUATION,
    ]


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet[Any]:
    """For the page on which groups are edited."""
    return Permission.objects.filter(
        content_type__app_label="gongkai_pages",
        codename__in=[name.rpartition(".")[2] for name in (VIEW_ROLL_UP, VIEW_EVALUATION)],
    )
