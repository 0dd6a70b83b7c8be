"""What is counted of the public items, kept with every change instead of counted at every request.

Three tables, written by :mod:`catalogue.tallies.writing` alone. They hold what the items' own rows
say, so that ``check_tallies`` can tell whether they are right and make them right.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# Stands for "of any value" where a tally does not tell apart; no key is negative.
ANY = -1
# Stands for "without a value"; no key is zero.
NONE = 0


class ListedItem(models.Model):
    """One item that is live and no alias, as it was counted: a narrow copy to list and count by.

    View restrictions are not in it; whoever reads takes out what stands below a restricted page.
    A row tells nothing about whether the item may be shown: that is asked of the item itself.
    """

    # The item's rows may be gone before this one is: counting it out is what deletes it.
    item = models.OneToOneField(
        "gongkai_catalogue.ItemPage",
        verbose_name=_("条目"),
        primary_key=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="listed",
    )
    category_id = models.PositiveBigIntegerField(_("类别页面"))
    kind = models.CharField(_("信息类别"), max_length=20)
    organ_id = models.BigIntegerField(_("发布机构"), default=NONE)
    topic_id = models.BigIntegerField(_("主题分类"), default=NONE)
    genre_id = models.BigIntegerField(_("体裁分类"), default=NONE)
    year = models.PositiveSmallIntegerField(_("发布年份"), default=NONE)
    published_on = models.DateField(_("发布日期"), null=True)
    written_on = models.DateField(_("成文日期"), null=True)
    index_number = models.CharField(_("索引号"), max_length=100, blank=True)
    document_number = models.CharField(_("文号"), max_length=100, blank=True)
    # The validity from one day on and before another; null where it has no such end.
    validity = models.CharField(_("有效性"), max_length=10)
    valid_since = models.DateField(_("有效性起算"), null=True)
    valid_before = models.DateField(_("有效性截止"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("在列条目")
        verbose_name_plural = _("在列条目")
        indexes = [
            # All that a list is narrowed by: what is skipped is skipped within the index.
            models.Index(
                fields=[
                    "-published_on",
                    "-item",
                    "category_id",
                    "organ_id",
                    "topic_id",
                    "genre_id",
                    "kind",
                    "validity",
                ],
                name="gongkai_listed_published",
            ),
            models.Index(
                fields=["category_id", "-published_on", "-item"], name="gongkai_listed_category"
            ),
            models.Index(
                fields=["organ_id", "-published_on", "-item"], name="gongkai_listed_organ"
            ),
            models.Index(
                fields=["topic_id", "-published_on", "-item"], name="gongkai_listed_topic"
            ),
            models.Index(
                fields=["genre_id", "-published_on", "-item"], name="gongkai_listed_genre"
            ),
            models.Index(fields=["kind", "-published_on", "-item"], name="gongkai_listed_kind"),
            models.Index(
                fields=["validity", "-published_on", "-item"], name="gongkai_listed_validity"
            ),
            models.Index(fields=["-written_on", "-item"], name="gongkai_listed_written"),
            models.Index(fields=["index_number", "item"], name="gongkai_listed_index_no"),
            models.Index(fields=["document_number", "item"], name="gongkai_listed_document_no"),
            # Few have such days, and those alone are asked for.
            models.Index(
                fields=["valid_since"],
                condition=models.Q(valid_since__isnull=False),
                name="gongkai_listed_since",
            ),
            models.Index(
                fields=["valid_before"],
                condition=models.Q(valid_before__isnull=False),
                name="gongkai_listed_before",
            ),
        ]

    def __str__(self) -> str:
        return str(self.item_id)


class TallyScope(models.Model):
    """A page under which the items of a category are counted: the category, or one above it."""

    category_id = models.PositiveBigIntegerField(_("类别页面"))
    scope_id = models.PositiveBigIntegerField(_("上级页面"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("计数范围")
        verbose_name_plural = _("计数范围")
        constraints = [
            models.UniqueConstraint(fields=["category_id", "scope_id"], name="gongkai_tally_scope")
        ]
        indexes = [models.Index(fields=["scope_id"], name="gongkai_tally_scope_of")]

    def __str__(self) -> str:
        return f"{self.category_id} {self.scope_id}"


class ItemTally(models.Model):
    """How many items below a page have some values; what is asked for is a sum of rows.

    Every row tells year, kind and validity apart, and of organ, topic and genre those that its
    ``grouping`` names; the others are :data:`ANY`. A change adds rows and waits for nobody;
    :func:`~catalogue.tallies.writing.compact` makes one row of all that have the same values.
    """

    scope_id = models.PositiveBigIntegerField(_("页面"))
    # The sum of 1 for organ, 2 for topic, 4 for genre.
    grouping = models.PositiveSmallIntegerField(_("分组"))
    organ_id = models.BigIntegerField(_("发布机构"))
    topic_id = models.BigIntegerField(_("主题分类"))
    genre_id = models.BigIntegerField(_("体裁分类"))
    year = models.PositiveSmallIntegerField(_("发布年份"))
    kind = models.CharField(_("信息类别"), max_length=20)
    validity = models.CharField(_("有效性"), max_length=10)
    items = models.IntegerField(_("条目数"))
    # A row that was added by a change and is not in the sums yet.
    is_change = models.BooleanField(_("尚未合并"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("条目计数")
        verbose_name_plural = _("条目计数")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "scope_id", "grouping", "organ_id", "topic_id", "genre_id",
                    "year", "kind", "validity",
                ],
                condition=models.Q(is_change=False),
                name="gongkai_tally_sum",
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["scope_id", "grouping", "organ_id"], name="gongkai_tally_organ"),
            models.Index(
                fields=["scope_id", "grouping", "topic_id", "genre_id"],
                name="gongkai_tally_topic",
            ),
            models.Index(
                fields=["id"], condition=models.Q(is_change=True), name="gongkai_tally_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope_id}: {self.items}"
