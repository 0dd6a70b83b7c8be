from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosurePagesConfig(AppConfig):
    # Derived from the module's own place, so that the wheel can re-root it below ``gongkai``.
    name = __name__.rpartition(".")[0]
    label = "gongkai_pages"
    verbose_name = _("公开栏目")
    default_auto_field = "django.db.models.BigAutoField"

    @property
    def gongkai_counted_models(self) -> list[str]:
        """Models whose rows are counted: see ``gongkai_serving``, ``versions.py``."""
        own = (f"{self.name}.registers.", f"{self.name}.roll_up.")
        return [
            *(each._meta.label for each in self.get_models() if each.__module__.startswith(own)),
            # A county adds up what its towns have entered, signed off or begun to write.
            "gongkai_pages.AnnualReportPage",
            "gongkai_pages.AnnualStatistics",
            "gongkai_pages.AnnualValue",
            "gongkai_pages.DisclosureIndexPage",
            # Pages of any kind, when they are moved or deleted.
            "wagtailcore.Page",
            "wagtailcore.PageViewRestriction",
        ]

    # What reports show besides: their amendments, and remarks on the rules.
    gongkai_public_models = ["gongkai_pages.ReportVersion", "gongkai_pages.RuleRemark"]
    # Of the comparison of reports.
    gongkai_public_parameters = frozenset({"years"})

    def ready(self) -> None:
        from .downloads import checks  # noqa: F401 - importing it registers the checks
