"""Boards, and what was posted on them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .enums import BoardKind, Standing
from .photo_paths import photo_path


class NoticeBoard(models.Model):
    """A place where sheets are posted."""

    name = models.CharField(
        _("名称"), max_length=100, help_text=_("写全村或社区，如“泗门村村务公开栏”。")
    )
    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("负责机构"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("由它的信息员登记张贴。"),
    )
    kind = models.CharField(
        _("类型"), max_length=20, choices=BoardKind.choices, default=BoardKind.VILLAGE
    )
    address = models.CharField(_("地址"), max_length=255, blank=True)
    is_public = models.BooleanField(
        _("在条目页面上公布张贴记录"),
        default=True,
        help_text=_("条目页面和开放接口写明张贴在哪里、起止日期；照片、张贴人和备注从不公布。"),
    )
    is_active = models.BooleanField(
        _("在用"), default=True, help_text=_("停用的不再供登记选择，已有记录不受影响。")
    )

    class Meta:
        verbose_name = _("公示栏")
        verbose_name_plural = _("公示栏")
        ordering = ["organ__sort_order", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="gongkai_notices_board_name",
                violation_error_message=_("已有这个名称的公示栏，请写全村或社区的名称。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PostingQuerySet(models.QuerySet["Posting"]):
    """Postings by how they stand."""

    def standing(self, standing: str, today: date | None = None) -> PostingQuerySet:
        """Those that stand so on a day."""
        today = today or timezone.localdate()
        conditions = {
            Standing.COMING: Q(removed_on=None, posted_on__gt=today),
            Standing.UP: Q(removed_on=None, posted_on__lte=today)
            & (Q(until=None) | Q(until__gte=today)),
            Standing.OVERDUE: Q(removed_on=None, until__lt=today),
            Standing.DOWN: Q(removed_on__isnull=False),
        }
        return self.filter(conditions[Standing(standing)])


class Posting(models.Model):
    """One sheet on one board: a line of the register."""

    board = models.ForeignKey(
        NoticeBoard, verbose_name=_("公示栏"), on_delete=models.PROTECT, related_name="postings"
    )
    # The register outlives the page.
    page = models.ForeignKey(
        Page, verbose_name=_("条目"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(_("张贴内容"), max_length=255)
    posted_on = models.DateField(_("张贴日期"))
    until = models.DateField(
        _("张贴至"), null=True, blank=True, help_text=_("张贴的最后一天；长期张贴的留空。")
    )
    removed_on = models.DateField(_("撤下日期"), null=True, blank=True)
    posted_by = models.CharField(_("张贴人"), max_length=50)
    # Private: served by a view that asks for the permission; see photos.py.
    photo = models.FileField(_("照片"), upload_to=photo_path, blank=True, max_length=200)
    note = models.CharField(_("备注"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("张贴记录")
        verbose_name_plural = _("张贴记录")
        ordering = ["-posted_on", "-pk"]
        indexes = [
            models.Index(fields=["-posted_on", "-id"], name="gongkai_notices_posted"),
            models.Index(fields=["page", "posted_on"], name="gongkai_notices_page"),
            models.Index(
                fields=["until"],
                condition=Q(removed_on__isnull=True),
                name="gongkai_notices_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.board}）"

    @property
    def standing(self) -> Standing:
        """How it stands today; as :meth:`PostingQuerySet.standing` says."""
        today = timezone.localdate()
        if self.removed_on:
            return Standing.DOWN
        if self.until and self.until < today:
            return Standing.OVERDUE
        return Standing.COMING if self.posted_on > today else Standing.UP

    @property
    def last_day(self) -> date | None:
        """The day it was taken down, else the last one it was meant to hang; None: open."""
        return self.removed_on or self.until

    def clean(self) -> None:
        """Days in their order; each error stands at the field that has to change."""
        super().clean()
        errors = dates_in_order(self.posted_on, self.until, self.removed_on)
        if errors:
            raise ValidationError(errors)


def dates_in_order(
    posted_on: date | None, until: date | None, removed_on: date | None
) -> dict[str, Any]:
    """What is wrong with the days of a posting, by field."""
    errors: dict[str, Any] = {}
    if posted_on and until and until < posted_on:
        errors["until"] = _("截止日期早于张贴日期，请改正其中一个。")
    if posted_on and removed_on and removed_on < posted_on:
        errors["removed_on"] = _("撤下日期早于张贴日期，请改正其中一个。")
    if removed_on and removed_on > timezone.localdate():
        errors["removed_on"] = _("撤下日期晚于今天，请在撤下以后登记。")
    return errors
