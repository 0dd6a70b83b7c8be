"""Files with the public items of a year."""

from __future__ import annotations

from secrets import token_hex

from django.db import models
from django.utils.translation import gettext_lazy as _

from .formats import FORMAT_CHOICES, FORMATS, Format

FOLDER = "gongkai_open_data"


def stored_name(column_pk: int, year: int, ending: str) -> str:
    """Where a file is kept: under a name that nobody guesses, since who has it may download past
    the view where a host serves ``MEDIA_ROOT`` openly."""
    return f"{FOLDER}/{column_pk}/{year}-{token_hex(16)}.{ending}"


class DataFile(models.Model):
    """The public items of one column and year in one format.

    A file says what was public when it was read. Whether it may still be sent is settled by
    ``services/truth.py`` at every download.

    Attributes:
        file: empty while the file may not be sent and the next one is being made.
        made_at: the moment before its items were read; it has no item published later.
        evidence: digest of what is in it, see ``services/truth.py``.
        version: digest of the column's content tag at which it was last found to be true.
        wanted_at: since when it has to be made anew; None where it need not.
    """

    column = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("栏目"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    format = models.CharField(_("格式"), max_length=20, choices=FORMAT_CHOICES)
    file = models.FileField(_("文件"), upload_to=FOLDER, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("大小（字节）"), default=0)
    sha256 = models.CharField(_("SHA-256校验值"), max_length=64, blank=True)
    item_count = models.PositiveIntegerField(_("条目数"), default=0)
    made_at = models.DateTimeField(_("数据截至"))
    evidence = models.CharField(max_length=64, blank=True, editable=False)
    version = models.CharField(max_length=64, blank=True, editable=False)
    wanted_at = models.DateTimeField(_("等待重新生成"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("数据文件")
        verbose_name_plural = _("数据文件")
        constraints = [
            models.UniqueConstraint(
                fields=["column", "year", "format"], name="gongkai_datafile_place"
            )
        ]
        default_permissions = ("view",)
        permissions = [("build_datafile", _("重新生成数据文件"))]

    def __str__(self) -> str:
        return f"{self.year} {self.get_format_display()}"

    @property
    def known_format(self) -> Format:
        """The format with all that is known of it."""
        return FORMATS[self.format]

    @property
    def is_at_hand(self) -> bool:
        """Whether there is a file that nothing speaks against; a download asks once more."""
        return bool(self.file) and self.wanted_at is None
