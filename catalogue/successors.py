"""Codes of values that were merged into others: an old address goes on leading to the items.

A merge (``services/merging.py``) frees the code, and another value may be given it later. A code
means the value that has it today; only of one that no value has is it asked what became of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.validators import slug_re
from django.db.models import Q
from django.utils.translation import gettext as _

from .models import ItemPage, MergedVocabulary, VocabularyMerge


@dataclass(frozen=True)
class Successor:
    """What became of a code: that of the value which stands for it now, and the name it bore."""

    code: str
    was: str

    def sentence(self, label: str, now: str) -> str:
        """For who comes by the old address: ``label`` is the filter, ``now`` the value of today."""
        return _("%(label)s：“%(was)s”已并入“%(now)s”，以下按后者筛选。") % {
            "label": label,
            "was": self.was,
            "now": now,
        }


def successors(vocabulary: str, codes: Collection[str]) -> dict[str, Successor]:
    """What has become of codes; those that a value has today are left out, and those of nothing.

    Two queries, whatever the number of codes and of merges between; none where no code could ever
    have been one.

    Args:
        vocabulary: name of the field of an item, as :class:`.models.MergedVocabulary` has it.
    """
    asked = [code for code in codes if slug_re.match(code)]
    if not asked:
        return {}
    merges = VocabularyMerge.objects.filter(vocabulary=vocabulary, old_code__in=asked)
    # Of several values that had one code in turn the last is meant.
    latest = {merge.old_code: merge for merge in merges.order_by("pk")}
    if not latest:
        return {}
    keys = {merge.new_key for merge in latest.values()}
    model, column = _model_and_column(vocabulary)
    rows = model.objects.filter(Q(pk__in=keys) | Q(**{f"{column}__in": latest}))
    today = dict(rows.values_list("pk", column))
    return {
        old: Successor(today[merge.new_key], merge.old_name)
        for old, merge in latest.items()
        if merge.new_key in today and old not in today.values()
    }


def code_today(vocabulary: str, code: str) -> str:
    """The code under which to ask for what had ``code``; the same where nothing became of it."""
    found = successors(vocabulary, [code]).get(code)
    return found.code if found else code


def former_codes(vocabulary: str, today: Mapping[int, str]) -> dict[int, list[str]]:
    """Codes of what was merged into each value that still lead to it; one query.

    Args:
        today: the codes of the vocabulary by the keys of its values.
    """
    merges = VocabularyMerge.objects.filter(vocabulary=vocabulary).order_by("pk")
    latest = dict(merges.values_list("old_code", "new_key"))
    found: dict[int, list[str]] = {}
    taken = set(today.values())
    for code, key in latest.items():
        if key is not None and key in today and code and code not in taken:
            found.setdefault(key, []).append(code)
    return found


def _model_and_column(vocabulary: str) -> tuple[Any, str]:
    """The model of a vocabulary, and its field that addresses name."""
    model = ItemPage._meta.get_field(vocabulary).related_model
    return model, "slug" if vocabulary == MergedVocabulary.ORGAN else "code"
