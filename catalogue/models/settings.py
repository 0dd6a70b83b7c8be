"""What the law and the inspection rules want at the foot and in the head of every page."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class DisclosureSiteSettings(BaseSiteSetting):
    """Identity of the site (政府网站发展指引: page tags, footer)."""

    site_name = models.CharField(_("网站名称"), max_length=100, blank=True)
    site_code = models.CharField(
        _("网站标识码"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Za-z]{10}$", _("网站标识码为10位数字或字母。"))],
    )
    icp_number = models.CharField(_("ICP备案编号"), max_length=50, blank=True)
    police_number = models.CharField(_("公安机关备案号"), max_length=50, blank=True)
    sponsor = models.CharField(_("主办单位"), max_length=100, blank=True)
    organiser = models.CharField(_("承办单位"), max_length=100, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=50, blank=True)
    contact_address = models.CharField(_("联系地址"), max_length=255, blank=True)
    contact_email = models.EmailField(_("电子邮箱"), blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)

    review_after = models.PositiveSmallIntegerField(
        _("条目复核周期（月）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("条目公开满多少个月应当复核；体裁另有周期的从其规定，留空则不自动设置。"),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("site_name"), FieldPanel("site_code")],
            heading=_("网站"),
        ),
        MultiFieldPanel([FieldPanel("icp_number"), FieldPanel("police_number")], heading=_("备案")),
        MultiFieldPanel(
            [
                FieldPanel("sponsor"),
                FieldPanel("organiser"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_email"),
                FieldPanel("contact_address"),
                FieldPanel("postcode"),
            ],
            heading=_("主办单位与联系方式"),
        ),
        FieldPanel("review_after"),
    ]

    class Meta:
        verbose_name = _("网站标识与页脚")
