"""How far generated items were loaded."""

from __future__ import annotations

from django.db import models


class SampleLoad(models.Model):
    """How many items of a seed stand below a page; written in the transaction of each batch, so
    that an interrupted load goes on where it was."""

    page_id = models.BigIntegerField()
    seed = models.CharField(max_length=100)
    done = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page_id", "seed"], name="gongkai_sample_load")
        ]

    def __str__(self) -> str:
        return f"{self.seed}: {self.done}"
