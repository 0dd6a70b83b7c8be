"""台账确认: that a register of a year is complete, be it without a single row (零报告)."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .kinds import Register

FIRST_YEAR, LAST_YEAR = 2000, 2999


class RegisterConfirmation(models.Model):
    """Says that an organ's register of a year is complete, for itself and the organs below it.

    Without it a register that has no row says nothing: that nobody reported is not the same as
    that nothing happened.
    """

    organ = models.ForeignKey(
        "gongkai_catalogue.Organ",
        verbose_name=_("机构"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    year = models.PositiveSmallIntegerField(
        _("年度"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    register = models.CharField(_("台账"), max_length=20, choices=Register.choices)
    row_count = models.PositiveIntegerField(_("确认时的记录数"), default=0)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("确认时间"))
    remark = models.CharField(_("说明"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("台账确认")
        verbose_name_plural = _("台账确认")
        ordering = ["-year", "organ", "register"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "year", "register"],
                name="gongkai_register_confirmation",
                violation_error_message=_("这个年度的这本台账已经确认过。"),
            )
        ]

    def __str__(self) -> str:
        return _("%(organ)s%(year)d年度%(register)s台账") % {
            "organ": self.organ,
            "year": self.year,
            "register": self.get_register_display(),
        }

    @classmethod
    def alive_in(cls, year: int) -> models.Q:
        """Confirmations of ``year``."""
        return models.Q(year=year)

    @classmethod
    def years(cls) -> list[int]:
        """Years with confirmations, the latest first."""
        years = cls._default_manager.order_by("-year").values_list("year", flat=True)
        return list(years.distinct())
