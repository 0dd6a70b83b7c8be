"""发布机构: the organs that disclose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from ..enums import OrganState
from ..organ_names import name_then
from ..organ_tree import links_of, with_subordinates
from ..slugs import pinyin_slug
from ..validators import validate_credit_code, validate_organisation_code


class OrganQuerySet(models.QuerySet["Organ"]):
    """Organs."""

    def subtree_ids(self, roots: Iterable[int]) -> set[int]:
        """Ids of ``roots``, of everything below them, of whatever they succeeded, and of duplicates
        that were merged into one of them, which old records name; one query."""
        rows = list(
            self.model.everything.values_list("pk", "parent_id", "successor_id", "merged_into_id")
        )
        links = [*links_of(row[:3] for row in rows), *((row[0], row[3]) for row in rows if row[3])]
        return with_subordinates(links, roots)

    def below_ids(self, roots: Iterable[int]) -> set[int]:
        """Ids of ``roots`` and of everything below them, in one query."""
        return with_subordinates(self.model._default_manager.values_list("pk", "parent_id"), roots)


class OrganManager(models.Manager.from_queryset(OrganQuerySet)):  # type: ignore[misc]  # made at run time
    """All organs but duplicates that were merged into others (``services/merging.py``)."""

    def get_queryset(self) -> OrganQuerySet:
        found: OrganQuerySet = super().get_queryset().filter(merged_into=None)
        return found


class Organ(index.Indexed, models.Model):
    """A government, one of its offices, a community or a village that makes information."""

    name = models.CharField(
        _("名称"), max_length=255, unique=True, help_text=_("标准全称，如“泗门镇人民政府”。")
    )
    short_name = models.CharField(_("简称"), max_length=100, blank=True)
    slug = models.SlugField(
        _("网址标识"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("用于网址和统计代码；留空则按名称的拼音生成，启用后不要更改。"),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    organisation_code = models.CharField(
        _("组织机构代码"),
        max_length=9,
        blank=True,
        validators=[validate_organisation_code],
        help_text=_("9位，不写“-”，用于编制索引号；下属机构可以留空，沿用上级机构的代码。"),
    )
    credit_code = models.CharField(
        _("统一社会信用代码"), max_length=18, blank=True, validators=[validate_credit_code]
    )
    address = models.CharField(_("办公地址"), max_length=255, blank=True)
    phone = models.CharField(_("联系电话"), max_length=100, blank=True)
    sort_order = models.PositiveIntegerField(_("排序"), default=0)
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("信息员"),
        blank=True,
        related_name="disclosure_organs",
        help_text=_("可以以本机构及其下属机构的名义起草条目的用户。"),
    )

    valid_from = models.DateField(_("设立日期"), null=True, blank=True, help_text=_("留空则不限。"))
    valid_until = models.DateField(
        _("存续至"),
        null=True,
        blank=True,
        help_text=_("撤销或者并入其他机构的，为其存续的最后一天；仍在的留空。"),
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("承继机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text=_("承受其职权的机构：按承继机构筛选和统计时，包括本机构的条目。"),
    )
    # A copy of its rows of OrganName, latest first, so that no list asks for them: name,
    # short_name, from_on, until_on (ISO days; from_on may be empty).
    names_before = models.JSONField(default=list, editable=False)
    # What this duplicate was merged into. The row stays, since old revisions refer to it.
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("已并入"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    objects = OrganManager()
    everything = models.Manager()  # noqa: DJ012 - a manager, which ruff takes for a field

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("short_name"),
        # The managers leave out what was merged.
        index.FilterField("merged_into"),
    ]

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ["sort_order", "pk"]
        permissions = [("disclose_for_any_organ", _("以任何机构的名义起草条目"))]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature

    def clean(self) -> None:
        """Refuse a superior organ that is the organ itself or stands below it."""
        if self.pk and self.parent_id in type(self).objects.below_ids([self.pk]):
            raise ValidationError({"parent": _("上级机构不能是本机构或其下属机构，请另选。")})
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("存续至早于设立日期，请改正其中一个。")})
        if self.successor_id and self.valid_until is None:
            raise ValidationError({"valid_until": _("选择了承继机构，请填写本机构存续至哪一天。")})

    def name_on(self, day: date | None, *, short: bool = False) -> str:
        """The name that the organ bore on ``day``; today's without a day.

        Args:
            short: its short name of then, where it had one.
        """
        return name_then(self.name, self.short_name, self.names_before, day, short=short)

    def has_ended_before(self, day: date | None) -> bool:
        """Whether the organ was there no more on ``day``."""
        return bool(day and self.valid_until and self.valid_until < day)

    def state_on(self, day: date) -> OrganState:
        """What the organ is on ``day``."""
        if self.valid_from and day < self.valid_from:
            return OrganState.PLANNED
        if not self.has_ended_before(day):
            return OrganState.CURRENT
        return OrganState.SUCCEEDED if self.successor_id else OrganState.DISSOLVED

    def get_numbering_code(self) -> str:
        """The code that index numbers begin with: own or inherited, empty where there is none."""
        organ: Organ | None = self
        while organ is not None:
            if code := organ.organisation_code or organ.credit_code:
                return code
            organ = organ.parent
        return ""

    def _free_slug(self) -> str:
        base = pinyin_slug(self.short_name or self.name, fallback="organ")
        taken = set(type(self).objects.filter(slug__startswith=base).values_list("slug", flat=True))
        slug, suffix = base, 1
        while slug in taken:
            suffix += 1
            slug = f"{base}-{suffix}"
        return slug


class OrganName(models.Model):
    """A name that an organ bore before; written by ``services/organs.py`` alone."""

    organ = models.ForeignKey(
        Organ, verbose_name=_("机构"), on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField(_("名称"), max_length=255)
    short_name = models.CharField(_("简称"), max_length=100, blank=True)
    from_on = models.DateField(_("启用日期"), null=True, blank=True)
    until_on = models.DateField(_("停用日期"), help_text=_("使用这个名称的最后一天。"))

    class Meta:
        verbose_name = _("机构曾用名")
        verbose_name_plural = _("机构曾用名")
        ordering = ["-until_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "until_on"], name="gongkai_organ_name_until")
        ]

    def __str__(self) -> str:
        return self.name
