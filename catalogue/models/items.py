"""ItemPage: one disclosed item, with its metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self, cast

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from .. import aliases
from ..attached_files import texts_of
from ..blocks import BodyBlock
from ..document_numbers import normalise_document_number
from ..enums import DisclosureMode, DisclosurePeriod, Kind, Validity
from ..forms import ItemPageForm
from ..keywords import keywords_in
from ..page_policy import LeafPermissions
from ..panels import item_edit_handler
from ..querysets import ItemQuerySet
from ..restrictions import QuickRestrictionsMixin
from ..reviewed import ReviewedMixin
from ..slugs import pinyin_slug
from ..validity import validity_on


class ItemMixin(models.Model):
    """Metadata and rules of a disclosed item (政府信息公开目录系统实施指引(试行), 核心元数据).

    Mixed into a page model; ``ItemPage`` is the thin concrete one.
    """

    index_number = models.CharField(
        _("索引号"),
        max_length=100,
        blank=True,
        help_text=_("首次发布时自动编制，此后不再改变；沿用旧号的，请在发布前填写。"),
    )
    document_number = models.CharField(
        _("文号"),
        max_length=100,
        blank=True,
        help_text=_("如“泗政〔2013〕12号”，括号和空格会自动规范。"),
    )
    kind = models.CharField(
        _("信息类别"), max_length=20, choices=Kind.choices, default=Kind.DOCUMENT
    )
    # Null in the table only, so that a draft may be kept before its organ and date are known.
    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("发布机构"),
        null=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    summary = models.CharField(
        _("内容概述"),
        max_length=500,
        blank=True,
        help_text=_("用一两句话说明内容，不超过100字为宜。"),
    )
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    written_on = models.DateField(
        _("成文日期"), null=True, help_text=_("公文以签发日期为准，其他信息为形成或者变更的日期。")
    )
    published_on = models.DateField(
        _("发布日期"), null=True, blank=True, help_text=_("留空则为首次发布的当天。")
    )
    published_year = models.PositiveSmallIntegerField(null=True, editable=False)
    topic = models.ForeignKey(
        "gongkai_catalogue.Topic",
        verbose_name=_("主题分类"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    genre = models.ForeignKey(
        "gongkai_catalogue.Genre",
        verbose_name=_("体裁分类"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    audience = models.ForeignKey(
        "gongkai_catalogue.Audience",
        verbose_name=_("服务对象"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    keywords = models.CharField(
        _("关键词"), max_length=255, blank=True, help_text=_("用空格分开，如“农村公路 养护”。")
    )
    disclosure_mode = models.CharField(
        _("公开方式"),
        max_length=20,
        choices=DisclosureMode.choices,
        default=DisclosureMode.PROACTIVE,
    )
    disclosure_period = models.CharField(
        _("公开时限"),
        max_length=20,
        choices=DisclosurePeriod.choices,
        default=DisclosurePeriod.PERMANENT,
    )
    effective_on = models.DateField(_("生效日期"), null=True, blank=True)
    expires_on = models.DateField(
        _("失效日期"), null=True, blank=True, help_text=_("有效期的最后一天。")
    )
    repealed_on = models.DateField(_("废止日期"), null=True, blank=True)
    # For the office alone, and of the stored row alone: no revision has a say in it.
    review_by = models.DateField(_("下次复核日期"), null=True, blank=True, editable=False)
    # Values that the text was reviewed with and that were merged into others since, by field
    # (aliases.py); the digest of the review is that of these values.
    merged_values = models.JSONField(default=dict, editable=False)
    repealed_by = models.ForeignKey(
        "gongkai_catalogue.ItemPage",
        verbose_name=_("废止或替代依据"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="repeals",
        db_index=False,  # Meta.indexes has one of the few rows that name an item
        help_text=_("废止本件或者替代本件的条目。"),
    )
    interprets = models.ForeignKey(
        "gongkai_catalogue.ItemPage",
        verbose_name=_("解读的文件"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interpreted_by",
        db_index=False,  # Meta.indexes has one of the few rows that name an item
        help_text=_("本件是政策解读时，选择它所解读的文件。"),
    )

    class Meta:
        abstract = True

    # Whether the stored row was public before; what is settled then never changes again.
    _published_before = False

    def save(self, *args: Any, **kwargs: Any) -> None:
        from .. import review_dates
        from ..services import index_numbers
        from ..tallies import writing as tallies

        item = cast("ItemPage", self)
        written = kwargs.get("update_fields")
        if written is not None:
            if not {"alias_of", "alias_of_id"} & set(written):
                # Wagtail's bookkeeping (latest revision, dates): nothing of ours is written.
                with transaction.atomic():
                    super().save(*args, **kwargs)
                    if tallies.COUNTED & set(written):
                        tallies.recount([item.pk])
                return
            # What was an alias becomes an item of its own, with a number of its own.
            kwargs["update_fields"] = {*written, "index_number", "published_on", "published_year"}
        if item.alias_of_id:
            self.index_number = ""
        with transaction.atomic():
            if item.live:
                self.published_on = self.published_on or timezone.localdate()
                if not self._published_before and self.review_by is None:
                    self.review_by = review_dates.first_review(item)
                index_numbers.settle(item)
            elif self._published_before:
                index_numbers.restore(item)
            self.published_year = self.published_on.year if self.published_on else None
            is_new_draft = item._state.adding and not item.live
            super().save(*args, **kwargs)
            if item.live:
                index_numbers.register(item)
            if not is_new_draft:
                tallies.recount([item.pk])
        self._published_before = self._published_before or item.live

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **kwargs: Any) -> Self:
        instance = super().from_db(db, field_names, values, **kwargs)
        loaded = instance.__dict__
        instance._published_before = bool(loaded.get("live") or loaded.get("first_published_at"))
        return instance

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Keep what publication settled: no revision, however old, brings back another value."""
        content = aliases.read_with_todays_values(content)
        revised: Self = super().with_content_json(content)  # type: ignore[misc]  # of the page
        revised.review_by = self.review_by
        revised._published_before = self._published_before
        if self._published_before:
            revised.index_number = self.index_number
            revised.slug = self.slug  # type: ignore[attr-defined]  # a field of the page
            revised.set_url_path(self.get_parent())  # type: ignore[attr-defined]
            revised.published_on = revised.published_on or self.published_on
        return revised

    def _organ_has_ended(self) -> bool:
        try:
            return bool(self.organ and self.organ.has_ended_before(self.written_on))
        except ObjectDoesNotExist:
            # There is none such: the field says so itself.
            return False

    def clean(self) -> None:
        """Rules between fields; each error stands at the field that has to change."""
        super().clean()
        self.document_number = normalise_document_number(self.document_number)
        self.keywords = " ".join(self.keyword_list)
        errors: dict[str, Any] = {}
        if self._organ_has_ended():
            errors["organ"] = self._ended_organ()
        if self.effective_on and self.expires_on and self.expires_on < self.effective_on:
            errors["expires_on"] = _("失效日期早于生效日期，请改正其中一个。")
        if self.written_on and self.published_on and self.published_on < self.written_on:
            errors["published_on"] = _("发布日期早于成文日期，请改正其中一个。")
        if self.repealed_on and self.written_on and self.repealed_on < self.written_on:
            errors["repealed_on"] = _("废止日期早于成文日期，请改正其中一个。")
        if self.repealed_by_id and self.repealed_by_id == self.pk:
            errors["repealed_by"] = _("条目不能废止自己，请选择另一个条目。")
        elif self.repealed_by and not self.repealed_on:
            replacement = self.repealed_by
            self.repealed_on = replacement.effective_on or replacement.published_on
            if self.repealed_on is None:
                errors["repealed_on"] = _("选择了废止依据，请填写废止日期。")
        if self.interprets_id and self.interprets_id == self.pk:
            errors["interprets"] = _("条目不能解读自己，请选择另一个条目。")
        if errors:
            raise ValidationError(errors)

    def _ended_organ(self) -> str:
        organ = cast("ItemPage", self).organ
        assert organ is not None  # noqa: S101 - asked by who has seen one
        told = {"name": organ.name, "day": organ.valid_until, "successor": organ.successor or ""}
        if organ.successor:
            return _("“%(name)s”存续至%(day)s，成文日期在此之后的请选择“%(successor)s”。") % told
        return _("“%(name)s”存续至%(day)s，成文日期在此之后的请选择其他机构。") % told

    def values_as_reviewed(self, data: dict[str, Any]) -> dict[str, Any]:
        """The values that the digest of a review is of (the review asks): those of the text as it
        was reviewed, also where some of them were merged into others since."""
        return aliases.as_reviewed(self.merged_values, data) if self.merged_values else data

    @property
    def organ_name(self) -> str:
        """Name of the organ on the day the item was made; empty without an organ."""
        return self.organ.name_on(self.written_on or self.published_on) if self.organ else ""

    @property
    def organ_short_name(self) -> str:
        """The same as lists show it: the short name of that day, where there was one."""
        day = self.written_on or self.published_on
        return self.organ.name_on(day, short=True) if self.organ else ""

    def _set_core_field_defaults(self) -> None:
        """Let the address follow the title until the item is public, then never again."""
        if cast("ItemPage", self).alias_of_id:
            # Wagtail copies every field of the item that an alias repeats.
            self.index_number = ""
        elif not self._published_before:
            self._follow_title()
        super()._set_core_field_defaults()  # type: ignore[misc]  # of the page

    def _follow_title(self) -> None:
        page: Any = self
        if not (page.path or getattr(page, "_cached_parent_obj", None)):
            return
        base = pinyin_slug(page.title)
        settled = page.slug == base or page.slug.rpartition("-")[0] == base
        if not settled or not page._slug_is_available(page.slug, page.get_parent(), page):
            page.slug = page._get_autogenerated_slug(base)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        from ..services import index_numbers

        revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]  # of the page
        if not self._published_before:
            index_numbers.hold(cast("ItemPage", self))
        return revision

    @property
    def keyword_list(self) -> list[str]:
        """Keywords one by one, whatever they were separated with."""
        return keywords_in(self.keywords)

    @classmethod
    def search_facts(cls, items: ItemQuerySet) -> Iterator[tuple[int, dict[str, Any]]]:
        """What orders search results, by id: title, numbers, day, and whether out of force."""
        out_of_force = (Validity.REPEALED, Validity.EXPIRED)
        rows = items.select_related(None).with_validity(timezone.localdate())
        for key, title, *numbers, day, validity in rows.values_list(
            "pk", "title", "document_number", "index_number", "published_on", "validity_today"
        ):
            yield (
                key,
                {
                    "title": title,
                    "identifiers": numbers,
                    "day": day,
                    "is_abolished": validity in out_of_force,
                },
            )

    @property
    def attachment_texts(self) -> list[str]:
        """Names and texts of the item's files that anybody may open; what it is searched by."""
        return texts_of(cast("ItemPage", self))

    @property
    def category_path(self) -> str:
        """Path in the page tree of the category that holds the item."""
        page = cast("ItemPage", self)
        return page.path[: -page.steplen]

    @cached_property
    def validity(self) -> Validity:
        """Validity today."""
        return validity_on(self, timezone.localdate())


class ItemPage(QuickRestrictionsMixin, ReviewedMixin, ItemMixin, Page):
    """条目: :class:`ItemMixin` as a page."""

    objects = PageManager.from_queryset(ItemQuerySet)()

    base_form_class = ItemPageForm
    edit_handler = item_edit_handler
    template = "gongkai_catalogue/item_page.html"
    withdrawn_template = "gongkai_catalogue/withdrawn.html"
    parent_page_types = ["gongkai_catalogue.CategoryPage"]
    subpage_types: list[str] = []
    # Items that are related may be of any column of the site. Which they are the search keeps for
    # an hour.
    gongkai_content_scopes = ("column:*",)
    gongkai_kept_seconds = 3600.0
    # A copy is a new item: nothing in it was ever corrected.
    # Publication gives them; a number is guarded by rules of its own.
    not_reviewed_fields = ("index_number", "published_year", "review_by", "merged_values")
    exclude_fields_in_copy = [
        "corrections",
        "index_number",
        "merged_values",
        "published_on",
        "published_year",
        "review_by",
    ]

    # What other systems may write with a token, through the same form as the editors.
    api_fields = [
        APIField(name, writable=True)
        for name in (
            "index_number",
            "document_number",
            "kind",
            "organ",
            "summary",
            "body",
            "written_on",
            "published_on",
            "topic",
            "genre",
            "audience",
            "keywords",
            "disclosure_mode",
            "disclosure_period",
            "effective_on",
            "expires_on",
            "repealed_on",
            "repealed_by",
            "interprets",
            "attachments",
            "corrections",
        )
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=1.5),
        index.SearchField("keywords", boost=1.5),
        index.SearchField("document_number", boost=1.5),
        index.SearchField("index_number", boost=1.5),
        index.SearchField("body"),
        index.SearchField("attachment_texts", boost=0.5),
        # What the search page narrows down to and counts by.
        index.FilterField("alias_of_id"),
        index.FilterField("category_path"),
        index.FilterField("kind"),
        index.FilterField("organ_id"),
        index.FilterField("topic_id"),
        index.FilterField("published_on"),
        index.FilterField("published_year"),
        index.FilterField("effective_on"),
        index.FilterField("expires_on"),
        index.FilterField("repealed_on"),
    ]

    class Meta:
        verbose_name = _("条目")
        verbose_name_plural = _("条目")
        constraints = [
            models.UniqueConstraint(
                fields=["index_number"],
                condition=~models.Q(index_number=""),
                name="gongkai_item_index_number",
                violation_error_message=_("已有条目使用这个索引号。"),
            )
        ]
        indexes = [
            models.Index(fields=["-published_on", "-page_ptr"], name="gongkai_item_published"),
            models.Index(fields=["published_year", "kind"], name="gongkai_item_year_kind"),
            models.Index(fields=["document_number"], name="gongkai_item_document_number"),
            # Few have such a day as long as the office sets none.
            models.Index(
                fields=["review_by"],
                condition=models.Q(review_by__isnull=False),
                name="gongkai_item_review_by",
            ),
            # Nearly all rows name none: an index of all makes SQLite think that each is named by
            # thousands, and read the whole catalogue instead.
            models.Index(
                fields=["repealed_by"],
                condition=models.Q(repealed_by__isnull=False),
                name="gongkai_item_repealed_by",
            ),
            models.Index(
                fields=["interprets"],
                condition=models.Q(interprets__isnull=False),
                name="gongkai_item_interprets",
            ),
            # All that is counted beside the filters: the count never reads an item's body.
            models.Index(
                fields=[
                    "page_ptr",
                    "kind",
                    "published_year",
                    "organ",
                    "topic",
                    "genre",
                    "repealed_on",
                    "expires_on",
                    "effective_on",
                ],
                name="gongkai_item_facets",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def permissions_for_user(self, user: Any) -> LeafPermissions:
        """What ``user`` may do with the item."""
        return LeafPermissions(user, self)

    @classmethod
    def get_indexed_objects(cls) -> ItemQuerySet:
        """All items; their files are looked up for many at once."""
        items: ItemQuerySet = super().get_indexed_objects()
        return items.sharing_files()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..presentation import item_page_context

        return {
            **super().get_context(request, *args, **kwargs),
            **item_page_context(self, request),
        }
