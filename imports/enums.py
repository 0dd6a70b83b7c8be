"""Closed vocabularies of imports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """How far a batch is."""

    RECEIVED = "received", _("已接收")
    CHECKING = "checking", _("正在检查")
    CHECKED = "checked", _("已检查")
    RUNNING = "running", _("正在导入")
    DONE = "done", _("已导入")
    FAILED = "failed", _("未能完成")
    UNDOING = "undoing", _("正在撤销")
    PARTLY_UNDONE = "partly_undone", _("撤销了一部分")
    UNDONE = "undone", _("已撤销")


class RowState(models.TextChoices):
    """What became of a row."""

    GOOD = "good", _("可以导入")
    FAULTY = "faulty", _("有误")
    DUPLICATE = "duplicate", _("重复")
    IMPORTED = "imported", _("已导入")
    UNDONE = "undone", _("已撤销")


# The work of these goes on, or was interrupted and may be taken up again.
UNDER_WAY = (BatchState.CHECKING, BatchState.RUNNING, BatchState.UNDOING)
# A batch that may (again) be checked: nothing of it is in the catalogue.
CHECKABLE = (
    BatchState.RECEIVED,
    BatchState.CHECKING,
    BatchState.CHECKED,
    BatchState.FAILED,
    BatchState.UNDONE,
)
# A batch whose good rows may be imported, also those that a crash has left.
RUNNABLE = (BatchState.CHECKED, BatchState.RUNNING, BatchState.FAILED, BatchState.DONE)
# A batch of which something may stand in the catalogue.
UNDOABLE = (
    BatchState.DONE,
    BatchState.FAILED,
    BatchState.RUNNING,
    BatchState.UNDOING,
    BatchState.PARTLY_UNDONE,
)
