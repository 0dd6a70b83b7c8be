"""Storing what was read from a county's file: the difference first, then the change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from ..channels import channel_words
from ..due_rules import parse_due_rule
from ..models import StandardCatalogue, StandardRow
from ..wording import bare

# What a file says of a row; all else is the office's own and stays.
READ_FIELDS = (
    "area", "number", "matter", "sub_matter", "content", "basis", "time_limit", "body",
    "channels", "channels_other", "to_everyone", "to_specific", "specific_group",
    "is_proactive", "is_on_request", "at_upper_level", "at_lower_level",
)  # fmt: skip
_KEY = ("area", "number", "matter", "sub_matter")
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One column of a row: its heading, what it said and what the file says."""

    name: str
    label: str
    before: str
    after: str


@dataclass
class Changed:
    """A stored row and what the file says otherwise."""

    row: StandardRow
    values: Values
    changes: list[Change]


@dataclass
class Difference:
    """What an import would do. ``missing`` are rows that the file does not have."""

    new: list[Values] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: int = 0
    missing: list[StandardRow] = field(default_factory=list)
    order: list[tuple[StandardRow, int]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new or self.changed or self.missing)


@dataclass(frozen=True)
class Outcome:
    """What an import did, in rows."""

    created: int
    changed: int
    removed: int
    same: int


def difference(catalogue: StandardCatalogue, rows: Sequence[Values]) -> Difference:
    """Compare rows of a file with those stored, by 领域, 序号 and 事项; one query.

    A row whose number has changed is found by its matter alone, and one whose 二级事项 was renamed
    by number and 一级事项, where either leaves no doubt.
    """
    stored = list(StandardRow.objects.filter(catalogue=catalogue)) if catalogue.pk else []
    pairs = _matched(stored, rows)
    found = Difference()
    for place, values in enumerate(rows):
        row = pairs.get(place)
        if row is None:
            found.new.append({**values, "sort_order": place + 1})
            continue
        found.order.append((row, place + 1))
        changes = _changes(row, values)
        if changes:
            found.changed.append(Changed(row, values, changes))
        else:
            found.same += 1
    known = {row.pk for row in pairs.values()}
    found.missing = [row for row in stored if row.pk not in known]
    return found


def _matched(stored: Sequence[StandardRow], rows: Sequence[Values]) -> dict[int, StandardRow]:
    """The stored row of each place of the file."""
    pairs: dict[int, StandardRow] = {}
    for names, is_sure in (
        (_KEY, True),
        (("area", "matter", "sub_matter"), False),
        (("area", "number", "matter"), False),
        (("number", "matter", "sub_matter"), False),
    ):
        taken = {row.pk for row in pairs.values()}
        left: dict[tuple[str, ...], list[StandardRow]] = defaultdict(list)
        for row in stored:
            if row.pk not in taken:
                left[tuple(bare(str(getattr(row, name))) for name in names)].append(row)
        asked: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, values in enumerate(rows):
            if place not in pairs:
                asked[tuple(bare(str(values[name])) for name in names)].append(place)
        for key, places in asked.items():
            # Rows that say the same are told apart by their order.
            if is_sure or len(places) == len(left[key]) == 1:
                pairs.update(zip(places, left[key], strict=False))
    return pairs


def _changes(row: StandardRow, values: Values) -> list[Change]:
    found = []
    for name in READ_FIELDS:
        before, after = getattr(row, name), values[name]
        if before != after:
            label = str(StandardRow._meta.get_field(name).verbose_name)
            found.append(Change(name, label, _shown(name, before), _shown(name, after)))
    return found


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "√" if value else ""
    if name == "channels":
        return "、".join(channel_words(value))
    return str(value)


@dataclass(frozen=True)
class Source:
    """The file that rows came from."""

    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> Source:
        """A file by its name and content."""
        return cls(name[:255], sha256(data).hexdigest())


@transaction.atomic
def import_rows(
    catalogue: StandardCatalogue,
    rows: Sequence[Values],
    user: Any,
    source: Source,
    *,
    remove_missing: bool = False,
) -> Outcome:
    """Store what a file says in ``catalogue``, which may be new.

    Rows keep what the office bound to them. The file's difference is told anew within the
    transaction: what somebody stored since the preview is not lost unseen.

    Args:
        user: who imports; None for the system, which may do everything.
        remove_missing: delete rows that the file does not have.

    Raises:
        PermissionDenied: the user may not change catalogues of this column.
        ValidationError: the catalogue itself is not right.
    """
    require_permission(user, catalogue)
    is_new = catalogue.pk is None
    if is_new and catalogue.first_year is None:
        # Nobody has said that it was in force before; the office may.
        catalogue.first_year = timezone.localdate().year
    catalogue.full_clean()
    if catalogue.pk:
        StandardCatalogue.objects.select_for_update().get(pk=catalogue.pk)
    catalogue.source_name, catalogue.source_sha256 = source.name, source.sha256
    catalogue.read_at = timezone.now()
    # The catalogue is saved whatever happens to its rows: that renews the version of its page.
    catalogue.save()
    told = difference(catalogue, rows)
    created = _create(catalogue, told.new, user)
    for changed in told.changed:
        _change(changed, user)
    _reorder(told.order)
    removed = _remove(told.missing, user) if remove_missing else 0
    outcome = Outcome(created, len(told.changed), removed, told.same)
    log(
        catalogue,
        "wagtail.create" if is_new else "gongkai_standards.import",
        user=user,
        data={"file": source.name, "sha256": source.sha256, **vars(outcome)},
    )
    return outcome


def require_permission(user: Any, catalogue: StandardCatalogue) -> None:
    """Refuse who may not change the catalogues of this column.

    Raises:
        PermissionDenied: always then.
    """
    if user is None:
        return
    policy = policy_registry.get_by_type(StandardCatalogue)
    action = "change" if catalogue.pk else "add"
    if not policy.user_has_permission_for_instance(user, action, catalogue):
        raise PermissionDenied(_("您没有导入这个栏目标准目录的权限，请联系党政办。"))


def _create(catalogue: StandardCatalogue, new: Iterable[Values], user: Any) -> int:
    binder = Binder(catalogue)
    rows = []
    for values in new:
        row = StandardRow(catalogue=catalogue, **values)
        rule = parse_due_rule(row.time_limit)
        row.due_kind, row.due_number = rule.kind, rule.number
        binder.bind(row)
        rows.append(row)
    StandardRow.objects.bulk_create(rows)
    for row in rows:
        log(row, "wagtail.create", user=user)
    return len(rows)


def _change(changed: Changed, user: Any) -> None:
    row = changed.row
    if not row.latest_revision_id:
        # What it said before the first change; later ones are in the revisions themselves.
        row.save_revision(user=None)
    for name in READ_FIELDS:
        setattr(row, name, changed.values[name])
    if any(each.name == "time_limit" for each in changed.changes):
        rule = parse_due_rule(row.time_limit)
        row.due_kind, row.due_number = rule.kind, rule.number
    row.save()
    revision = row.save_revision(user=user)
    log(
        row,
        "wagtail.edit",
        user=user,
        revision=revision,
        content_changed=True,
        data={"fields": [each.name for each in changed.changes]},
    )


def _reorder(order: Iterable[tuple[StandardRow, int]]) -> None:
    moved = []
    for row, place in order:
        if row.sort_order != place:
            row.sort_order = place
            moved.append(row)
    StandardRow.objects.bulk_update(moved, ["sort_order"], batch_size=500)


def _remove(rows: Sequence[StandardRow], user: Any) -> int:
    for row in rows:
        log(row, "wagtail.delete", user=user, deleted=True)
        row.delete()
    return len(rows)


class Binder:
    """Suggests what a new row is bound to: the organ by 公开主体, the category by its name."""

    def __init__(self, catalogue: StandardCatalogue) -> None:
        organ: Any = apps.get_model("gongkai_catalogue", "Organ")
        category: Any = apps.get_model("gongkai_catalogue", "CategoryPage")
        self._organs: dict[str, Any] = {}
        for each in organ.objects.order_by("-pk"):
            for name in filter(None, (each.short_name, each.name)):
                self._organs[bare(name)] = each
        pages = category.objects.descendant_of(catalogue.column).order_by("-depth", "-path")
        self._categories = {bare(each.title): each for each in pages}

    def bind(self, row: StandardRow) -> None:
        """Bind what is not bound yet and leaves no doubt."""
        if row.organ_id is None:
            row.organ = self._organs.get(bare(row.body))
        if row.category_id is None:
            names = (row.sub_matter, row.matter, row.area)
            found = (self._categories.get(bare(name)) for name in names if name)
            row.category = next(filter(None, found), None)


def checked_rows(rows: Sequence[Values]) -> list[dict[str, Any]]:
    """Rows that came back from a preview, with the fields that an import takes and no others.

    Raises:
        ValidationError: they are none.
    """
    try:
        return [{name: each[name] for name in READ_FIELDS} for each in rows]
    except (KeyError, TypeError) as error:
        raise ValidationError(_("预览已经失效，请重新上传文件。")) from error
