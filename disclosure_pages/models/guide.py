"""GuidePage: 政府信息公开指南, every statutory part of it a field."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from ..forms import SettledSlugForm
from ..panels import StaleGuidePanel
from ..reviewed import ReviewedMixin
from .slugs import SettledSlugMixin

GUIDE_FEATURES = ["h3", "bold", "ol", "ul", "link", "document-link"]
# 条例第十二条 wants the guide kept up to date; a year without a look at it is too long.
STALE_AFTER_DAYS = 365


class GuidePage(ReviewedMixin, SettledSlugMixin, Page):
    """The guide of 条例第十二条: classification, arrangement, ways to obtain, and the office."""

    classification = RichTextField(_("信息的分类"), features=GUIDE_FEATURES)
    arrangement = RichTextField(_("编排体系"), features=GUIDE_FEATURES)
    ways_to_obtain = RichTextField(_("获取方式"), features=GUIDE_FEATURES)
    applying = RichTextField(_("依申请公开办理程序"), features=GUIDE_FEATURES, blank=True)
    fees = RichTextField(_("收费标准"), features=GUIDE_FEATURES, blank=True)
    remedies = RichTextField(_("监督和救济"), features=GUIDE_FEATURES, blank=True)
    office_name = models.CharField(_("工作机构名称"), max_length=100)
    office_address = models.CharField(_("办公地址"), max_length=255)
    office_hours = models.CharField(_("办公时间"), max_length=255)
    office_phone = models.CharField(_("联系电话"), max_length=50)
    office_fax = models.CharField(
        _("传真号码"), max_length=50, help_text=_("没有传真的，请写“无”。")
    )
    office_internet = models.CharField(
        _("互联网联系方式"), max_length=255, help_text=_("电子邮箱或者网上受理地址。")
    )
    last_checked_on = models.DateField(
        _("最近核对日期"), help_text=_("最近一次核对全部内容属实的日期；超过一年未核对会提醒。")
    )

    template = "gongkai_pages/guide_page.html"
    withdrawn_template = "gongkai_catalogue/withdrawn.html"
    parent_page_types = ["gongkai_pages.DisclosureIndexPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    base_form_class = SettledSlugForm
    section_order = 10

    content_panels = [
        StaleGuidePanel(),
        FieldPanel("title", classname="title"),
        FieldPanel("last_checked_on"),
        MultiFieldPanel(
            [
                FieldPanel("classification"),
                FieldPanel("arrangement"),
                FieldPanel("ways_to_obtain"),
            ],
            heading=_("条例第十二条规定的内容"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("office_name"), FieldPanel("office_hours")]),
                FieldPanel("office_address"),
                FieldRowPanel([FieldPanel("office_phone"), FieldPanel("office_fax")]),
                FieldPanel("office_internet"),
            ],
            heading=_("政府信息公开工作机构"),
        ),
        MultiFieldPanel(
            [FieldPanel("applying"), FieldPanel("fees"), FieldPanel("remedies")],
            heading=_("依申请公开"),
        ),
    ]

    class Meta:
        verbose_name = _("政府信息公开指南")
        verbose_name_plural = _("政府信息公开指南")

    def get_settled_slug(self) -> str:
        return "guide"

    def clean(self) -> None:
        """Nobody has checked the guide in the future."""
        super().clean()
        if self.last_checked_on and self.last_checked_on > timezone.localdate():
            raise ValidationError(
                {"last_checked_on": _("核对日期晚于今天，请填写实际核对的日期。")}
            )

    @property
    def days_since_check(self) -> int:
        """Days since somebody confirmed the whole guide."""
        return (timezone.localdate() - self.last_checked_on).days

    @property
    def is_stale(self) -> bool:
        """Whether the guide needs a look."""
        return self.days_since_check > STALE_AFTER_DAYS

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parts = ("classification", "arrangement", "ways_to_obtain", "applying", "fees", "remedies")
        office = ("office_name", "office_address", "office_hours", "office_phone", "office_fax")
        return {
            **super().get_context(request, *args, **kwargs),
            "parts": self._labelled(parts),
            "office": self._labelled((*office, "office_internet")),
        }

    def _labelled(self, names: tuple[str, ...]) -> list[tuple[str, str, str]]:
        """Name, label and value of the fields that are filled in."""
        meta: Any = self._meta
        return [
            (name, str(meta.get_field(name).verbose_name), getattr(self, name))
            for name in names
            if getattr(self, name)
        ]
