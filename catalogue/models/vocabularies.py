"""Controlled vocabularies of an item: topic, genre, audience."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from ..enums import StatutoryClass


class TermManager(models.Manager["Any"]):
    """All values of a vocabulary but those that were merged into others (``merges.py``).

    Rows that refer to a merged value still find it, by Django's base manager.
    """

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(merged_into=None)


class Term(index.Indexed, models.Model):
    """A value of a vocabulary that the office may edit."""

    code = models.SlugField(
        _("代码"), max_length=50, unique=True, help_text=_("用于网址，启用后不要更改。")
    )
    name = models.CharField(_("名称"), max_length=100)
    sort_order = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(
        _("启用"),
        default=True,
        help_text=_("停用后，新条目不能再选；已经使用它的条目照旧显示，也照旧可以筛选。"),
    )
    # What this value was merged into. The row stays, since old revisions refer to it.
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("已并入"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    objects = TermManager()
    everything = models.Manager()  # noqa: DJ012 - a manager, which ruff takes for a field

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        # The managers leave out what was merged.
        index.FilterField("merged_into"),
    ]

    class Meta:
        abstract = True
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.name


class Topic(Term):
    """主题分类: the 22 classes of the State Council's catalogue and their second level."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("所属大类"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"parent": None},
    )

    class Meta(Term.Meta):
        verbose_name = _("主题分类")
        verbose_name_plural = _("主题分类")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="gongkai_topic_name_in_class",
                violation_error_message=_("同一大类下已有同名的主题。"),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(parent=None),
                name="gongkai_topic_class_name",
                violation_error_message=_("已有同名的大类。"),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Both levels, as they are written in official catalogues: ``综合政务/政务公开``."""
        return f"{self.parent.name}/{self.name}" if self.parent else self.name

    def clean(self) -> None:
        """Hold the vocabulary to two levels."""
        if self.parent is None:
            return
        if self.parent.parent_id or (self.pk and self.children.exists()):
            raise ValidationError({"parent": _("主题分类只有两级，请选择一个大类。")})


class Genre(Term):
    """体裁分类: the fifteen kinds of document of 党政机关公文处理工作条例第八条, and others."""

    statutory_class = models.CharField(
        _("年度报告中的类别"),
        max_length=20,
        choices=StatutoryClass.choices,
        default=StatutoryClass.NONE,
        blank=True,
        help_text=_("这个体裁的条目是否计入年度报告表二的规章或者行政规范性文件。"),
    )
    review_after = models.PositiveSmallIntegerField(
        _("复核周期（月）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("这个体裁的条目公开满多少个月应当复核；留空则按信息公开办公室的统一设置。"),
    )

    class Meta(Term.Meta):
        verbose_name = _("体裁分类")
        verbose_name_plural = _("体裁分类")


class Audience(Term):
    """服务对象: whom an item is meant for."""

    class Meta(Term.Meta):
        verbose_name = _("服务对象")
        verbose_name_plural = _("服务对象")
