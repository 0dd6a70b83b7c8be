"""Confirming that the registers of a year are complete, and taking that back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..catalogue_app import catalogue_module
from .confirmations import RegisterConfirmation
from .kinds import Register
from .models import ROWS_OF

CONFIRM = "gongkai_pages.add_registerconfirmation"
WITHDRAW = "gongkai_pages.delete_registerconfirmation"


@dataclass(frozen=True)
class RegisterState:
    """How a register of an organ and year stands.

    Attributes:
        rows: how many there are, of the organ and of those below it.
        confirmation: that the organ confirmed it, or None.
    """

    register: Register
    rows: int
    confirmation: RegisterConfirmation | None

    @property
    def has_changed(self) -> bool:
        """Whether rows came or went since it was confirmed."""
        return self.confirmation is not None and self.confirmation.row_count != self.rows


def states_of(organ: Any, year: int) -> list[RegisterState]:
    """Every register of ``organ`` in ``year``, in a constant number of queries."""
    organs = apps.get_model("gongkai_catalogue", "Organ")
    members = organs._default_manager.subtree_ids([organ.pk])  # type: ignore[attr-defined]
    confirmed = {
        each.register: each
        for each in RegisterConfirmation.objects.filter(organ=organ.pk, year=year)
        .select_related("confirmed_by")
        .order_by()
    }
    return [
        RegisterState(register, _count(register, members, year), confirmed.get(register.value))
        for register in Register
    ]


@transaction.atomic
def set_confirmations(
    organ: Any, year: int, registers: Collection[str], user: Any, remark: str = ""
) -> tuple[list[Register], list[Register]]:
    """Make ``registers``, and no others, those that ``organ`` has confirmed for ``year``.

    Returns those that were confirmed, and those of which the confirmation was taken back. One
    whose rows have changed since is confirmed anew.

    Raises:
        PermissionDenied: ``user`` may not confirm, or not take back, or not for this organ.
        ValidationError: the year has not begun, or a register does not exist.
    """
    if not catalogue_module("organ_reach").reaches(user, organ.pk):
        raise PermissionDenied(_("您不能确认这个机构的台账。"))
    if year > timezone.localdate().year:
        raise ValidationError({"year": _("%d年尚未开始，不能确认。") % year})
    if unknown := set(registers) - set(Register.values):
        raise ValidationError(_("没有这样的台账：%s。") % "、".join(sorted(unknown)))
    states = states_of(organ, year)
    new = [
        state
        for state in states
        if state.register.value in registers and (not state.confirmation or state.has_changed)
    ]
    gone = [
        state for state in states if state.confirmation and state.register.value not in registers
    ]
    if new and not user.has_perm(CONFIRM):
        raise PermissionDenied(_("您没有确认台账的权限。"))
    if gone and not user.has_perm(WITHDRAW):
        raise PermissionDenied(_("您没有撤销台账确认的权限。"))
    for state in new:
        _confirm(organ, year, state, user, remark.strip())
    for state in gone:
        _withdraw(state, user)
    return [state.register for state in new], [state.register for state in gone]


def _count(register: Register, members: set[int], year: int) -> int:
    model = ROWS_OF[register]
    return model._default_manager.filter(model.alive_in(year), organ_id__in=members).count()


def _confirm(organ: Any, year: int, state: RegisterState, user: Any, remark: str) -> None:
    confirmation, _created = RegisterConfirmation.objects.update_or_create(
        organ=organ,
        year=year,
        register=state.register.value,
        defaults={
            "row_count": state.rows,
            "confirmed_by": user,
            "confirmed_at": timezone.now(),
            "remark": remark,
        },
    )
    data = {"rows": state.rows, "remark": remark}
    log(confirmation, "gongkai_pages.confirm_register", user=user, data=data)


def _withdraw(state: RegisterState, user: Any) -> None:
    if state.confirmation is not None:
        log(state.confirmation, "gongkai_pages.withdraw_confirmation", user=user)
        state.confirmation.delete()
