"""发布机构: the organs that disclose."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from ..organ_tree import with_subordinates
from ..slugs import pinyin_slug
from ..validators import validate_credit_code, validate_organisation_code


class OrganQuerySet(models.QuerySet["Organ"]):
    """Organs."""

    def subtree_ids(self, roots: Iterable[int]) -> set[int]:
        """Ids of ``roots`` and of everything below them, in one query."""
        parents = self.model._default_manager.values_list("pk", "parent_id")
        return with_subordinates(parents, roots)


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

    objects = OrganQuerySet.as_manager()

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("short_name"),
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
        if self.pk and self.parent_id in type(self).objects.subtree_ids([self.pk]):
            raise ValidationError({"parent": _("上级机构不能是本机构或其下属机构，请另选。")})

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
