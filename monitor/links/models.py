"""Links of public pages: what they lead to, where they stand, and whom one may ask."""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .enums import LinkKind, LinkState
from .hosts import check_host

LONGEST_REMARK = 300


class AllowedHost(models.Model):
    """A host that the office lets the checker ask."""

    host = models.CharField(
        _("域名"),
        max_length=255,
        unique=True,
        help_text=_(
            "如“www.yy.gov.cn”，不写“https://”和路径；端口不是80、443的，在后面写“:端口”。"
        ),
    )
    with_subdomains = models.BooleanField(_("包括下级域名"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("可检查的网站")
        verbose_name_plural = _("可检查的网站")
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host

    def clean(self) -> None:
        """Keep the host as it stands in addresses; refuse what is none."""
        super().clean()
        try:
            self.host = check_host(self.host)
        except ValueError as error:
            raise ValidationError(
                {"host": _("“%s”不是域名，请只写域名，如“www.yy.gov.cn”。") % self.host}
            ) from error


class LinkRun(models.Model):
    """One walk over all public pages, and the questions after it; done in pieces.

    ``cursor`` is the last page that was read, so that a piece goes on where the one before ended.
    """

    started_at = models.DateTimeField(_("开始时间"))
    cursor = models.PositiveBigIntegerField(default=0)
    walked_at = models.DateTimeField(_("读完页面时间"), null=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    pages = models.PositiveIntegerField(_("页面"), default=0)
    asked = models.PositiveIntegerField(_("检查的链接"), default=0)
    # The process that is at work; after this time it is gone.
    busy_with = models.UUIDField(null=True)
    busy_until = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("链接检查记录")
        verbose_name_plural = _("链接检查记录")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}"


class Link(models.Model):
    """One address, however many pages have it.

    Of references within the site (``kind`` REFERENCE, ``url`` such as ``page:12``) only those are
    kept that lead nowhere.
    """

    key = models.CharField(max_length=64, unique=True)
    url = models.TextField(_("网址"))
    kind = models.CharField(_("类型"), max_length=10, choices=LinkKind.choices)
    host = models.CharField(_("网站"), max_length=255, blank=True, db_index=True)
    state = models.CharField(
        _("结果"), max_length=10, choices=LinkState.choices, default=LinkState.NEW, db_index=True
    )
    status_code = models.PositiveSmallIntegerField(_("对方应答"), null=True)
    remark = models.CharField(_("说明"), max_length=LONGEST_REMARK, blank=True)
    moved_to = models.TextField(_("转到"), blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    checked_at = models.DateTimeField(_("检查时间"), null=True)
    next_at = models.DateTimeField(_("下次检查"), null=True)
    failures = models.PositiveSmallIntegerField(_("连续失败次数"), default=0)
    failing_since = models.DateTimeField(_("连续失败始于"), null=True)
    # The run in which it was asked for last: once in each.
    last_run = models.ForeignKey(LinkRun, null=True, on_delete=models.SET_NULL, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("链接")
        verbose_name_plural = _("链接")
        ordering = ["pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["kind", "next_at"], name="gongkai_link_due")]

    def __str__(self) -> str:
        return self.url


class LinkUse(models.Model):
    """A public page that has a link."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("页面"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    place = models.CharField(_("位置"), max_length=100, blank=True)
    text = models.CharField(_("链接文字"), max_length=255, blank=True)
    # Key of the run that saw it last; no foreign key, since every row is written in each run.
    seen = models.PositiveBigIntegerField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("使用链接的页面")
        verbose_name_plural = _("使用链接的页面")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["link", "page"], name="gongkai_linkuse_once")
        ]

    def __str__(self) -> str:
        return self.text or str(self.link_id)


class LinkHost(models.Model):
    """What is known of a host: its robots.txt, and from when it may be asked again."""

    host = models.CharField(max_length=255, unique=True)
    robots = models.TextField(blank=True)
    robots_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("已检查的网站")
        verbose_name_plural = _("已检查的网站")
        default_permissions = ()

    def __str__(self) -> str:
        return self.host
