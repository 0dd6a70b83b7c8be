"""Sparse answers: ``?fields=title,published_on`` leaves all other fields out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .problems import invalid


def fields_of(asked: str | None, known: Iterable[str]) -> list[str] | None:
    """The fields that were asked for, in the order of ``known``; None for all.

    ``id`` is always among them: without it nothing could be told apart.

    Raises:
        Problem: a field that does not exist.
    """
    if not asked:
        return None
    names = list(known)
    wanted = {name.strip() for name in asked.split(",") if name.strip()}
    if unknown := sorted(wanted - set(names)):
        raise invalid(
            [
                (
                    "fields",
                    _("没有字段%(unknown)s；可用的字段：%(known)s。")
                    % {"unknown": "、".join(unknown)[:100], "known": "、".join(names)},
                )
            ]
        )
    return [name for name in names if name in wanted or name == "id"]
