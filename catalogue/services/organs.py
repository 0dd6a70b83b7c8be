"""Organs over time: renamed, merged into others, dissolved.

History is never corrected by these: items keep their organ and the name it bore on their day. For
an organ that was entered twice by mistake see ``merging.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import ItemPage, Organ, OrganName

PERMISSION = "gongkai_catalogue.change_organ"


def _may_change(user: Any) -> None:
    if user is not None and not user.has_perm(PERMISSION):
        raise PermissionDenied(_("您没有修改机构的权限，请联系党政办。"))


@transaction.atomic
def rename(organ: Organ, new_name: str, on: date, user: Any, *, new_short_name: str = "") -> Organ:
    """Give an organ another name from the day ``on``; the former one stays with its days.

    Raises:
        PermissionDenied: ``user`` may not change organs (None is the system).
        ValidationError: at ``new_name`` or ``on``.
    """
    _may_change(user)
    organ = Organ.objects.select_for_update(of=("self",)).get(pk=organ.pk)
    new_name, new_short_name = new_name.strip(), new_short_name.strip()
    _check_rename(organ, new_name, on)
    last_day = on - timedelta(days=1)
    previous = organ.former_names.order_by("-until_on").first()
    start = previous.until_on + timedelta(days=1) if previous else organ.valid_from
    OrganName.objects.create(
        organ=organ,
        name=organ.name,
        short_name=organ.short_name,
        from_on=start,
        until_on=last_day,
    )
    former = organ.name
    organ.name, organ.short_name = new_name, new_short_name
    copy_names(organ)
    organ.full_clean(exclude=["slug"])
    organ.save()
    data = {"from": former, "to": new_name, "on": on.isoformat()}
    log(instance=organ, action="gongkai_catalogue.organ.rename", user=user, data=data)
    return organ


def _check_rename(organ: Organ, new_name: str, on: date) -> None:
    if not new_name:
        raise ValidationError({"new_name": _("请填写新名称。")})
    if new_name == organ.name:
        raise ValidationError({"new_name": _("新名称与现名称相同，请填写更名后的名称。")})
    other = Organ.everything.filter(name=new_name).exclude(pk=organ.pk).first()
    if other is not None:
        raise ValidationError(
            {
                "new_name": _(
                    "已有机构叫“%s”。并入该机构的，请用“并入其他机构”；重复录入的，请用“合并重复项”。"
                )
                % new_name
            }
        )
    latest = organ.former_names.order_by("-until_on").first()
    if latest is not None and on <= latest.until_on + timedelta(days=1):
        raise ValidationError(
            {
                "on": _("该机构已在%(day)s更名，更名日期应在此之后。")
                % {"day": (latest.until_on + timedelta(days=1)).isoformat()}
            }
        )
    if organ.valid_from and on <= organ.valid_from:
        raise ValidationError({"on": _("更名日期应在设立日期%s之后。") % organ.valid_from})
    if organ.valid_until and on > organ.valid_until:
        raise ValidationError({"on": _("该机构存续至%s，不能在此之后更名。") % organ.valid_until})


def copy_names(organ: Organ) -> None:
    """Copy the rows of an organ's former names to where lists find them; does not save."""
    organ.names_before = [
        {
            "name": each.name,
            "short_name": each.short_name,
            "from_on": each.from_on.isoformat() if each.from_on else "",
            "until_on": each.until_on.isoformat(),
        }
        for each in organ.former_names.order_by("-until_on")
    ]


@transaction.atomic
def merge(organs: Sequence[Organ], into: Organ, on: date, user: Any) -> list[Organ]:
    """Let organs go into another one on the day ``on``, from which that one acts in their place.

    Their items stay theirs, under the name of their day; who filters or counts by the successor
    gets them too. Organs below them go below the successor, and their editors become its editors.

    Raises:
        PermissionDenied: ``user`` may not change organs (None is the system).
        ValidationError: at ``organs``, ``into`` or ``on``; nothing was done then.
    """
    _may_change(user)
    into = Organ.objects.get(pk=into.pk)
    if not organs:
        raise ValidationError({"organs": _("请选择要并入的机构。")})
    merged = []
    for organ in Organ.objects.filter(pk__in=[each.pk for each in organs]).order_by("pk"):
        _check_successor(organ, into, on, "into")
        _end(organ, on, into)
        for child in organ.children.filter(valid_until=None):
            child.parent = into
            child.save()
        into.editors.add(*organ.editors.all())
        data = {"into": into.name, "on": on.isoformat()}
        log(instance=organ, action="gongkai_catalogue.organ.merge", user=user, data=data)
        merged.append(organ)
    return merged


@transaction.atomic
def dissolve(organ: Organ, on: date, user: Any, *, successor: Organ | None = None) -> Organ:
    """Let an organ end on the day ``on``: what was made from then on cannot be its.

    Raises:
        PermissionDenied: ``user`` may not change organs (None is the system).
        ValidationError: at ``on``, ``successor``, or about organs that still stand below it.
    """
    _may_change(user)
    organ = Organ.objects.get(pk=organ.pk)
    if successor is not None:
        _check_successor(organ, successor, on, "into")
    below = organ.children.filter(valid_until=None)
    names = "、".join(below.values_list("name", flat=True)[:5])
    if names:
        raise ValidationError(
            _("还有下属机构：%s。请先把它们改到其他上级机构，或者一并撤销。") % names
        )
    _end(organ, on, successor)
    data = {"on": on.isoformat(), "successor": successor.name if successor else ""}
    log(instance=organ, action="gongkai_catalogue.organ.dissolve", user=user, data=data)
    return organ


def _check_successor(organ: Organ, into: Organ, on: date, field: str) -> None:
    if organ.pk == into.pk:
        raise ValidationError({field: _("机构不能并入自己，请另选。")})
    if into.has_ended_before(on):
        raise ValidationError(
            {
                field: _("“%(name)s”存续至%(day)s，不能在此之后承继其他机构，请另选。")
                % {"name": into.name, "day": into.valid_until}
            }
        )
    if into.pk in Organ.objects.subtree_ids([organ.pk]):
        raise ValidationError(
            {
                field: _("“%(into)s”是“%(name)s”的下属机构或者其承继的机构，请先调整其上级机构。")
                % {"into": into.name, "name": organ.name}
            }
        )


def _end(organ: Organ, on: date, successor: Organ | None) -> None:
    if organ.valid_until is not None:
        raise ValidationError(
            _("“%(name)s”已在%(day)s后不再存续，不需要重复办理。")
            % {"name": organ.name, "day": organ.valid_until}
        )
    last_day = on - timedelta(days=1)
    if (organ.valid_from and last_day < organ.valid_from) or (
        organ.names_before and last_day.isoformat() <= organ.names_before[0]["until_on"]
    ):
        raise ValidationError({"on": _("日期早于“%s”设立或者上次更名的日期。") % organ.name})
    organ.valid_until, organ.successor = last_day, successor
    organ.save()


def later_items(organs: Iterable[Organ], on: date) -> int:
    """Number of items of organs that were made on ``on`` or after: they should be of another."""
    return ItemPage.objects.filter(organ__in=list(organs), written_on__gte=on).count()
