"""政府信息公开年报: one page for each year, in the form of that year."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.models import Page

from ..blocks import ReportBlock
from ..downloads.pages import DownloadsMixin
from ..forms import AnnualReportPageForm, SettledSlugForm
from ..reports.comparison import ComparisonMixin
from ..reports.panels import CheckPanel
from ..reports.versions import VersionsMixin
from ..reviewed import ReviewedMixin
from ..statistics.figures import Figures
from ..statistics.registry import Scope
from ..statistics.services import figures_for
from ..statistics.snapshot import SignedFigures
from ..statutory.forms import FORM_2008, REPORT_FORMS, forms_for, report_form_choices
from ..statutory.structure import ReportForm
from .slugs import SettledSlugMixin

# 条例(2007) wanted the first report for 2008; the other end only catches slips of the keyboard.
FIRST_YEAR = 2008
LAST_YEAR = 2999


class AnnualReportIndexPage(ComparisonMixin, RoutablePageMixin, SettledSlugMixin, Page):
    """All annual reports of the column, newest first."""

    introduction = models.TextField(_("导言"), blank=True)

    template = "gongkai_pages/annual_report_index_page.html"
    parent_page_types = ["gongkai_pages.DisclosureIndexPage"]
    subpage_types = ["gongkai_pages.AnnualReportPage"]
    max_count_per_parent = 1
    base_form_class = SettledSlugForm
    content_panels = [FieldPanel("title", classname="title"), FieldPanel("introduction")]
    section_order = 40
    # The comparison of years shows figures.
    gongkai_content_scopes = None

    class Meta:
        verbose_name = _("政府信息公开年报列表")
        verbose_name_plural = _("政府信息公开年报列表")

    def get_settled_slug(self) -> str:
        return "annual-reports"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        reports = (
            AnnualReportPage.objects.child_of(self).live().public().defer("body").order_by("-year")
        )
        return {**super().get_context(request, *args, **kwargs), "reports": reports}


class AnnualReportPage(
    ReviewedMixin, VersionsMixin, DownloadsMixin, RoutablePageMixin, SettledSlugMixin, Page
):
    """The report of one year; its figures are references to the year's statistics.

    ``figures`` is empty while they follow the statistics, and holds what they were when the report
    was sent for sign-off; see ``reports/signing.py``.
    """

    year = models.PositiveSmallIntegerField(
        _("年度"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    form = models.CharField(
        _("格式"), max_length=20, choices=report_form_choices, default=FORM_2008.code
    )
    reported_on = models.DateField(_("报告日期"), null=True, blank=True)
    body = StreamField(ReportBlock(), verbose_name=_("正文"), blank=True)
    amendment_note = models.TextField(
        _("更正说明"),
        blank=True,
        max_length=1000,
        help_text=_("报告公开之后再作修改的，写明更正了什么、为什么更正；随报告公开。"),
    )
    figures = models.JSONField(default=list, blank=True, editable=False)

    template = "gongkai_pages/annual_report_page.html"
    withdrawn_template = "gongkai_catalogue/withdrawn.html"
    parent_page_types = ["gongkai_pages.AnnualReportIndexPage"]
    subpage_types: list[str] = []
    base_form_class = AnnualReportPageForm
    # Figures that were not signed yet may count anything, of any town.
    gongkai_content_scopes = None
    content_panels = [
        FieldPanel("title", classname="title"),
        CheckPanel(heading=_("勾稽核对")),
        FieldRowPanel([FieldPanel("year"), FieldPanel("form"), FieldPanel("reported_on")]),
        FieldPanel("body"),
        FieldPanel("amendment_note"),
    ]
    # A copy is another report: nothing of it was signed off.
    exclude_fields_in_copy = ["amendment_note", "figures"]

    class Meta:
        verbose_name = _("政府信息公开年度报告")
        verbose_name_plural = _("政府信息公开年度报告")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the page; what was signed off and became public is kept, and its figures frozen."""
        from ..reports import signing

        with transaction.atomic():
            super().save(*args, **kwargs)
            written = kwargs.get("update_fields")
            if self.live and self.figures and (written is None or "live" in written):
                signing.settle(self)

    @property
    def report_form(self) -> ReportForm:
        """The form that the report takes."""
        return REPORT_FORMS[self.form]

    @cached_property
    def _column(self) -> Any:
        from ..reporting import column_above

        return column_above(self)

    @cached_property
    def public_siblings(self) -> list[AnnualReportPage]:
        """Reports of other years that anybody may read, by year, without their texts; one query.

        Who may read this page passed the restrictions above it; only the reports' own are left.
        """
        reports = AnnualReportPage.objects.sibling_of(self, inclusive=False).live()
        reports = reports.filter(view_restrictions__isnull=True).exclude(year=self.year)
        return list(reports.defer("body").order_by("year"))

    def column_above(self) -> Any:
        """The column that the report stands in, or None."""
        return self._column

    def get_figures(self, request: HttpRequest | None = None) -> Figures | SignedFigures:
        """The figures that the text cites: as they were signed off, else as they are now."""
        column = self.column_above()
        if self.figures:
            return SignedFigures(Scope(column.organ, self.year, column, request), self.figures)
        return figures_for(column, self.year, request)

    def refusals_to_publish(self) -> list[str]:
        """What keeps the review from passing it on; asked by the review."""
        from ..reports import signing

        return signing.refusals_of_submitted(self)

    def get_settled_slug(self) -> str:
        return str(self.year or "")

    def clean(self) -> None:
        """One report for each year of a column, in a form prescribed for the year."""
        super().clean()
        if not self.year or not FIRST_YEAR <= self.year <= LAST_YEAR:
            return
        errors = {}
        prescribed = forms_for(self.year)
        if prescribed and REPORT_FORMS.get(self.form) not in prescribed:
            labels = "、".join(form.label for form in prescribed)
            errors["form"] = _("%(year)d年的年度报告应当用：%(forms)s。") % {
                "year": self.year,
                "forms": labels,
            }
        parent = self.get_parent() if self.path or hasattr(self, "_cached_parent_obj") else None
        if parent is not None and self.has_twin_below(parent):
            errors["year"] = _("%d年的年度报告已经存在。") % self.year
        if errors:
            raise ValidationError(errors)

    def has_twin_below(self, parent: Page) -> bool:
        """Whether another report of the same year stands below ``parent``."""
        twins = AnnualReportPage.objects.child_of(parent).filter(year=self.year)
        return bool(twins.exclude(pk=self.pk).exists())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..reporting import report_context

        return {**super().get_context(request, *args, **kwargs), **report_context(self, request)}
