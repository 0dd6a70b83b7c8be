"""From the texts of a row to an unsaved item, and to everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from . import rooms
from .bodies import body_of
from .fields import FIELDS
from .models import ImportBatch
from .values import BadValue, shown
from .vocabulary import Vocabulary

_VALUE_SHOWN = 300
_MANY_DIGITS = re.compile(r"(?:[0-9０-９][\s-]*){14}")
_ANY_ORGAN = "gongkai_catalogue.disclose_for_any_organ"


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value, at the heading as the sheet writes it."""

    column: str
    value: str
    message: str
    nearest: str = ""


@dataclass
class Interpreted:
    """A row understood: values by code, and faults; an item can be made where there are none."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def title(self) -> str:
        """名称, as far as it is known."""
        return str(self.values.get("title") or "")


class Interpreter:
    """Understands the rows of one batch for one user.

    Args:
        user: in whose name; None for the system, which may everything.
    """

    def __init__(self, batch: ImportBatch, user: Any) -> None:
        self.batch = batch
        self.user = user
        self.vocabulary = Vocabulary(batch.column)
        self._may_add: dict[int, bool] = {}
        self._today = timezone.localdate()

    def interpret(self, texts: Mapping[str, str], columns: Mapping[str, str]) -> Interpreted:
        """Understand one row.

        Args:
            texts: text of the cells by code of the field.
            columns: heading as written by code of the field.
        """
        found = Interpreted()
        for code, known in FIELDS.items():
            text = texts.get(code, "")
            column = columns.get(code) or str(known.label)
            try:
                found.values[code] = self._resolved(code, known.parse(text), text)
            except BadValue as bad:
                found.faults.append(
                    Fault(column, shown(text)[:_VALUE_SHOWN], bad.message, bad.nearest)
                )
        found.faults += [
            *self._missing(found, columns),
            *self._of_dates(found, columns, texts),
            *self._of_organ(found, columns, texts),
        ]
        if not found.faults:
            found.faults += self._of_permissions(found, columns)
        if self.batch.publishes:
            found.faults += _of_identity_numbers(found, columns)
        if not found.faults and self.batch.publishes:
            found.faults += self._of_number(found, columns)
        return found

    def item_of(self, found: Interpreted) -> Any:
        """The unsaved item of a row without faults."""
        values = found.values
        plain = {
            name: values[name]
            for name in (
                "index_number", "title", "document_number", "summary", "organ", "written_on",
                "published_on", "effective_on", "expires_on", "topic", "genre", "audience",
            )
        }  # fmt: skip
        for name in ("disclosure_mode", "disclosure_period", "kind"):
            if values[name]:
                plain[name] = values[name].value
        item: Any = apps.get_model("gongkai_catalogue", "ItemPage")(
            **plain, keywords=" ".join(values["keywords"]), body=body_of(values["body"])
        )
        item.owner = self.user
        return item

    def _resolved(self, code: str, value: Any, text: str) -> Any:
        """What a parsed value names, or what stands in its place where the cell is empty."""
        vocabulary = self.vocabulary
        finders: dict[str, Any] = {
            "organ": vocabulary.organ,
            "category": vocabulary.categories.find,
            "topic": vocabulary.topic,
            "genre": vocabulary.genre,
            "audience": vocabulary.audience,
            "disclosure_mode": vocabulary.mode,
            "disclosure_period": vocabulary.periods.find,
            "kind": vocabulary.kinds.find,
        }
        if code not in finders:
            return value
        if value:
            return finders[code](value)
        if code == "organ":
            return self._default_organ
        default = self.batch.option(code)
        return finders[code](default) if default else None

    @cached_property
    def _default_organ(self) -> Any:
        organ = self.batch.organ
        # The one that the vocabulary has, whose superiors are read already.
        return self.vocabulary.organs.find(organ.name) if organ else None

    def _missing(self, found: Interpreted, columns: Mapping[str, str]) -> list[Fault]:
        faults = []
        for code, known in FIELDS.items():
            if not known.required or found.values.get(code, True):
                continue
            column = columns.get(code)
            message = (
                _("没有填写，这一项必须有。")
                if column
                else _("表格里没有“%s”一列，也没有指定默认值。") % known.label
            )
            faults.append(Fault(column or str(known.label), "", message))
        return faults

    def _of_dates(
        self, found: Interpreted, columns: Mapping[str, str], texts: Mapping[str, str]
    ) -> list[Fault]:
        days: dict[str, date | None] = {
            code: found.values.get(code)
            for code in ("written_on", "published_on", "effective_on", "expires_on")
        }
        written, published = days["written_on"], days["published_on"]
        effective, expires = days["effective_on"], days["expires_on"]
        problems: list[tuple[str, str]] = []
        if written and written > self._today:
            problems.append(("written_on", _("成文日期在今天之后，请核对。")))
            # What is before it says nothing any more.
            written = None
        if published and published > self._today:
            problems.append(("published_on", _("发布日期在今天之后，请核对。")))
        if written and published and published < written:
            problems.append(("published_on", _("发布日期早于成文日期，请改正其中一个。")))
        if effective and expires and expires < effective:
            problems.append(("expires_on", _("失效日期早于生效日期，请改正其中一个。")))
        elif written and expires and expires < written:
            problems.append(("expires_on", _("失效日期早于成文日期，请改正其中一个。")))
        return [
            Fault(columns.get(code) or str(FIELDS[code].label), shown(texts.get(code, "")), message)
            for code, message in problems
        ]

    def _of_organ(
        self, found: Interpreted, columns: Mapping[str, str], texts: Mapping[str, str]
    ) -> list[Fault]:
        """An organ makes nothing after its end: ``ItemMixin.clean`` would refuse to store it."""
        organ = found.values.get("organ")
        if not organ or not organ.has_ended_before(found.values.get("written_on")):
            return []
        heir = str(organ.successor or "")
        told = {"name": organ.name, "day": organ.valid_until, "heir": heir}
        message = (
            _("“%(name)s”存续至%(day)s，成文日期在此之后的应为承继它的“%(heir)s”。") % told
            if heir
            else _("“%(name)s”存续至%(day)s，成文日期在此之后，请核对日期或者改为其他机构。") % told
        )
        column = columns.get("organ") or str(FIELDS["organ"].label)
        return [Fault(column, shown(texts.get("organ", "")), message, heir)]

    def _of_permissions(self, found: Interpreted, columns: Mapping[str, str]) -> list[Fault]:
        if self.user is None:
            return []
        organ, category = found.values["organ"], found.values["category"]
        faults = []
        if self._own_organ_ids is not None and organ.pk not in self._own_organ_ids:
            message = _("您不是“%s”的信息员，不能以它的名义导入。") % organ.name
            faults.append(
                Fault(columns.get("organ") or str(FIELDS["organ"].label), organ.name, message)
            )
        if category.pk not in self._may_add:
            may = category.permissions_for_user(self.user).can_add_subpage()
            self._may_add[category.pk] = bool(may)
        if not self._may_add[category.pk]:
            message = _("您不能在类别“%s”下添加条目。") % category.title
            column = columns.get("category") or str(FIELDS["category"].label)
            faults.append(Fault(column, category.title, message))
        return faults

    def _of_number(self, found: Interpreted, columns: Mapping[str, str]) -> list[Fault]:
        """What is published gets a number; find out now that it cannot."""
        if found.values["index_number"]:
            return []
        try:
            rooms.catalogue("services.moderation").require_numberable(self.item_of(found))
        except ValidationError as error:
            column = columns.get("organ") or str(FIELDS["organ"].label)
            return [Fault(column, found.values["organ"].name, " ".join(error.messages))]
        return []

    @cached_property
    def _own_organ_ids(self) -> set[int] | None:
        """Organs in whose name the user may import; None for any."""
        if self.user.has_perm(_ANY_ORGAN):
            return None
        organs = apps.get_model("gongkai_catalogue", "Organ").objects
        return set(organs.subtree_ids(self.user.disclosure_organs.values_list("pk", flat=True)))


def _of_identity_numbers(found: Interpreted, columns: Mapping[str, str]) -> list[Fault]:
    """What becomes public without a review is looked at by nobody who would see such a number."""
    faults = []
    for code in ("title", "summary", "body"):
        text = str(found.values.get(code) or "")
        # A quick look first: of thousands of long texts hardly one has so many digits in a row.
        if not _MANY_DIGITS.search(text):
            continue
        numbers = [
            rooms.review("scan").mask(each)
            for each in rooms.review("scanning").findings_in(text)
            if each.kind == "resident_id"
        ]
        if numbers:
            message = _(
                "有身份证号%s，不能不经审查直接公开。请隐去后再导入，或者作为草稿导入、送审时处理。"
            ) % "、".join(dict.fromkeys(numbers))
            column = columns.get(code) or str(FIELDS[code].label)
            faults.append(Fault(column, "", message))
    return faults
