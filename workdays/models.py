"""The days that the office itself enters from the State Council's notice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from .forms import WorkdayOverrideForm


class WorkdayOverride(models.Model):
    """One day whose kind the office states itself; it wins over the calendar library.

    Used for a year that the installed library does not know yet, for a change in the middle of a
    year (such as the longer Spring Festival of 2020), and for local days off.
    """

    date = models.DateField(
        _("日期"),
        unique=True,
        error_messages={"unique": _("这一天已经录入，请在列表中找到原记录修改，不要重复新增。")},
    )
    is_workday = models.BooleanField(
        _("上班或放假"),
        choices=[(True, _("上班")), (False, _("放假"))],
        help_text=_("周末调为上班的选“上班”，工作日放假的选“放假”。"),
    )
    name = models.CharField(
        _("名称"), max_length=60, help_text=_("例如：国庆节放假、春节调休上班。")
    )
    source = models.CharField(
        _("依据"),
        max_length=200,
        help_text=_("作出安排的文件，填写发文字号或者标题，例如：国办发明电〔2025〕7号。"),
    )
    source_url = models.URLField(
        _("依据网址"), max_length=500, blank=True, help_text=_("文件在政府网站上的网址，可以不填。")
    )
    year_complete = models.BooleanField(
        _("本年安排已录全"),
        default=False,
        help_text=_(
            "通知中本年的放假和调休日期全部录入以后，在其中任意一条上勾选。"
            "勾选以后，本年的期限不再标为“暂定”。"
        ),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("录入人"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("录入时间"), auto_now_add=True)

    base_form_class = WorkdayOverrideForm
    panels = [
        HelpPanel(
            content=_(
                "系统自带历年国务院办公厅公布的放假安排。只有系统尚未收录的年度、年度中途的"
                "变更或者本地另有安排的日期才需要在这里录入；录入的日期优先于系统自带的数据，"
                "保存后立即生效。"
            )
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("date"), FieldPanel("is_workday")]), FieldPanel("name")],
            heading=_("日期安排"),
        ),
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("source_url"), FieldPanel("year_complete")],
            heading=_("依据"),
        ),
    ]

    class Meta:
        verbose_name = _("放假调休安排")
        verbose_name_plural = _("放假调休安排")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}（{self.get_is_workday_display()}）"
