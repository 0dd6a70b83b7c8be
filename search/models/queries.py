"""检索统计: what was searched for, without who did."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class QueryCount(models.Model):
    """How often a query was made on one day.

    ``services/queries.py`` writes it, and says what is counted. Of who asked nothing is here, and
    what was asked only as a keyed digest, until enough have asked the same on one day.
    """

    day = models.DateField(_("日期"))
    digest = models.CharField(max_length=32, editable=False)
    text = models.CharField(_("检索内容"), max_length=100, blank=True)
    searches = models.PositiveIntegerField(_("检索次数"), default=0)
    askers = models.PositiveIntegerField(_("检索人数"), default=0)
    fewest_hits = models.PositiveIntegerField(_("最少结果数"), default=0)

    class Meta:
        verbose_name = _("检索统计")
        verbose_name_plural = _("检索统计")
        ordering = ["-day", "-searches"]
        constraints = [
            models.UniqueConstraint(fields=["day", "digest"], name="gongkai_search_query_a_day")
        ]
        indexes = [
            models.Index(
                fields=["text"], name="gongkai_search_query_text", condition=~models.Q(text="")
            )
        ]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.text or self.digest[:8]
