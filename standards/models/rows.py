"""One row of a standard catalogue: the columns of the table, and what fulfils it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, RevisionMixin

from ..channels import channel_words, in_order
from ..due_rules import DueRule, needs_number, parse_due_rule
from ..enums import Channel, DueKind
from .catalogues import YEARS, StandardCatalogue


class StandardRow(RevisionMixin, ClusterableModel):
    """公开事项: what is disclosed, why, when, by whom, where, to whom.

    The first columns are those of the form, word for word; from ``due_kind`` on stands what the
    office bound to the row. Revisions keep what a row said before.
    """

    catalogue = models.ForeignKey(
        StandardCatalogue,
        verbose_name=_("标准目录"),
        on_delete=models.CASCADE,
        related_name="rows",
    )
    area = models.CharField(
        _("领域"), max_length=100, blank=True, help_text=_("如“财政预决算”“社会救助”。")
    )
    number = models.CharField(_("序号"), max_length=20, blank=True)
    matter = models.CharField(_("一级事项"), max_length=200)
    sub_matter = models.CharField(_("二级事项"), max_length=200, blank=True)
    content = models.TextField(_("公开内容（要素）"), blank=True)
    basis = models.TextField(_("公开依据"), blank=True)
    time_limit = models.CharField(
        _("公开时限"),
        max_length=500,
        blank=True,
        help_text=_("照目录原文填写，如“信息形成或者变更之日起20个工作日内”。"),
    )
    body = models.CharField(_("公开主体"), max_length=255, blank=True)
    channels = models.JSONField(_("公开渠道和载体"), default=list, blank=True)
    channels_other = models.CharField(
        _("其他渠道"), max_length=200, blank=True, help_text=_("勾选“其他”时填写具体名称。")
    )
    to_everyone = models.BooleanField(_("全社会"), default=True)
    to_specific = models.BooleanField(_("特定群众"), default=False)
    specific_group = models.CharField(
        _("特定群众范围"), max_length=200, blank=True, help_text=_("如“低保申请人”。")
    )
    is_proactive = models.BooleanField(_("主动公开"), default=True)
    is_on_request = models.BooleanField(_("依申请公开"), default=False)
    at_upper_level = models.BooleanField(_("上一级公开（县级、镇级）"), default=True)
    at_lower_level = models.BooleanField(_("下一级公开（乡级、村级）"), default=False)
    sort_order = models.PositiveIntegerField(_("排序"), default=0)
    first_year = models.PositiveSmallIntegerField(
        _("起始年度"), null=True, blank=True, validators=YEARS
    )
    last_year = models.PositiveSmallIntegerField(
        _("终止年度"), null=True, blank=True, validators=YEARS
    )

    due_kind = models.CharField(
        _("时限类型"),
        max_length=20,
        choices=DueKind.choices,
        blank=True,
        help_text=_("留空则按“公开时限”的文字识别。"),
    )
    due_number = models.PositiveSmallIntegerField(
        _("时限天数"), null=True, blank=True, help_text=_("“若干工作日内”“若干日内”填写天数。")
    )
    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("责任机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="standard_rows",
    )
    category = models.ForeignKey(
        "gongkai_catalogue.CategoryPage",
        verbose_name=_("对应类别"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="standard_rows",
        help_text=_("这个类别及其下级类别中的条目，算作本事项的内容。"),
    )
    title_words = models.CharField(
        _("名称包含"),
        max_length=200,
        blank=True,
        help_text=_("只算名称含有其中一个词的条目，用空格分开；留空则不限。"),
    )
    only_of_organ = models.BooleanField(
        _("只算责任机构的条目"), default=False, help_text=_("只算责任机构及其下属机构发布的条目。")
    )

    class Meta:
        verbose_name = _("标准目录事项")
        verbose_name_plural = _("标准目录事项")
        ordering = ["catalogue_id", "sort_order", "pk"]
        indexes = [
            models.Index(fields=["catalogue", "sort_order"], name="gongkai_standard_row_order"),
        ]

    def __str__(self) -> str:
        return "　".join(filter(None, (self.number, self.matter, self.sub_matter)))

    def clean(self) -> None:
        """Rules between fields; each error stands at the field that has to change."""
        errors: dict[str, Any] = {}
        self._settle_due_rule()
        if needs_number(self.due_kind) and not self.due_number:
            errors["due_number"] = _("请填写天数，如20。")
        known = {each.value for each in Channel}
        if not isinstance(self.channels, list) or set(map(str, self.channels)) - known:
            errors["channels"] = _("请从列出的渠道中勾选。")
        else:
            self.channels = list(in_order(self.channels))
        if self.only_of_organ and not self.organ_id:
            errors["organ"] = _("勾选了“只算责任机构的条目”，请选择责任机构。")
        if (self.title_words or self.only_of_organ) and not self.category_id:
            errors["category"] = _("设置了条目的范围，请选择对应类别。")
        if self.first_year and self.last_year and self.last_year < self.first_year:
            errors["last_year"] = _("终止年度早于起始年度，请改正其中一个。")
        if errors:
            raise ValidationError(errors)

    def _settle_due_rule(self) -> None:
        if not self.due_kind:
            rule = parse_due_rule(self.time_limit)
            self.due_kind, self.due_number = rule.kind, rule.number
        elif not needs_number(self.due_kind):
            self.due_number = None

    @property
    def due_rule(self) -> DueRule:
        """公开时限 as a rule."""
        if not self.due_kind:
            return parse_due_rule(self.time_limit)
        return DueRule(DueKind(self.due_kind), self.due_number)

    @property
    def answering_organ_id(self) -> int | None:
        """Key of the organ that answers for the row: its own, else the one that made the table."""
        return self.organ_id or self.catalogue.organ_id

    @property
    def title(self) -> str:
        """一级事项 and 二级事项 in one line."""
        return " · ".join(filter(None, (self.matter, self.sub_matter)))

    @property
    def channel_words(self) -> list[str]:
        """What is ticked, in words."""
        return channel_words(self.channels, self.channels_other)

    @property
    def words(self) -> list[str]:
        """Words of which an item's title has to contain one; none where any will do."""
        return self.title_words.split()

    def is_in_force(self, year: int) -> bool:
        """Whether the row is to be kept in ``year``."""
        return (self.first_year or year) <= year <= (self.last_year or year)


class StandardRowItem(Orderable):
    """An item that fulfils a row, whatever category it stands in."""

    row = ParentalKey(StandardRow, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(
        "gongkai_catalogue.ItemPage",
        verbose_name=_("条目"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("指定的条目")
        verbose_name_plural = _("指定的条目")
        constraints = [
            models.UniqueConstraint(
                fields=["row", "item"],
                name="gongkai_standard_row_item",
                violation_error_message=_("这个条目已经指定过。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.item)
