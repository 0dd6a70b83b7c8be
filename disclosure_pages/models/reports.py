"""政府信息公开年报: one page for each year, in the form of that year."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from ..blocks import ReportBlock
from ..forms import AnnualReportPageForm, SettledSlugForm
from ..statutory.forms import FORM_2008, REPORT_FORMS, forms_for, report_form_choices
from ..reviewed import ReviewedMixin
from .slugs import SettledSlugMixin


class AnnualReportIndexPage(SettledSlugMixin, Page):
    """All annual reports of the column, newest first."""

    introduction = models.TextField(_("导言"), blank=True)

    template = "gongkai_pages/annual_report_index_page.html"
    parent_page_types = ["gongkai_pages.DisclosureIndexPage"]
    subpage_types = ["gongkai_pages.AnnualReportPage"]
    max_count_per_parent = 1
    base_form_class = SettledSlugForm
    content_panels = [FieldPanel("title", classname="title"), FieldPanel("introduction")]
    section_order = 40

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


class AnnualReportPage(ReviewedMixin, SettledSlugMixin, Page):
    """The report of one year; its figures are references to the year's statistics."""

    year = models.PositiveSmallIntegerField(
        _("年度"), validators=[MinValueValidator(2008), MaxValueValidator(2999)]
    )
    form = models.CharField(
        _("格式"), max_length=20, choices=report_form_choices, default=FORM_2008.code
    )
    reported_on = models.DateField(_("报告日期"), null=True, blank=True)
    body = StreamField(ReportBlock(), verbose_name=_("正文"), blank=True)

    template = "gongkai_pages/annual_report_page.html"
    withdrawn_template = "gongkai_catalogue/withdrawn.html"
    parent_page_types = ["gongkai_pages.AnnualReportIndexPage"]
    subpage_types: list[str] = []
    base_form_class = AnnualReportPageForm
    content_panels = [
        FieldPanel("title", classname="title"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("form"), FieldPanel("reported_on")]),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("政府信息公开年度报告")
        verbose_name_plural = _("政府信息公开年度报告")

    def get_settled_slug(self) -> str:
        return str(self.year or "")

    def clean(self) -> None:
        """One report for each year of a column, in a form prescribed for the year."""
        super().clean()
        if not self.year:
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
