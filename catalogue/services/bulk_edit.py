"""Changing the metadata of many items at once, by the same rules as one by one.

What is public changes as a new draft, which goes through the review like any other; what readers
see stays until then. Only the date of the next review is no part of the text and holds at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction, MovePagePermissionError
from wagtail.models import Page

from ..keywords import keywords_in
from ..models import CategoryPage, ItemPage, Organ
from ..permissions import ANY_ORGAN
from . import review_dates

# More at once would make a request too long.
MOST = 200
FIELDS = ("organ", "topic", "genre", "audience")


@dataclass(frozen=True)
class Changes:
    """What is to change.

    Attributes:
        values: new values of organ, topic, genre or audience by field; None takes a value away.
        add, remove: keywords.
        category: where the items are moved to.
        review_by: the day of the next review.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    category: CategoryPage | None = None
    review_by: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to change."""
        named = self.values or self.add or self.remove
        return not (named or self.category or self.review_by)


@dataclass(frozen=True)
class Plan:
    """What would become of one item.

    Attributes:
        draft: its newest text with the new values, unsaved.
        lines: what changes: label, value before, value after.
        refusals: sentences that say why nothing of it may change.
        changes_text: whether a new draft is needed.
    """

    item: ItemPage
    draft: ItemPage
    lines: list[tuple[str, str, str]]
    refusals: list[str]
    changes_text: bool


@dataclass
class Report:
    """What was done: items that changed, that were so already, and that were refused."""

    changed: list[ItemPage] = field(default_factory=list)
    unchanged: list[ItemPage] = field(default_factory=list)
    refused: list[tuple[ItemPage, str]] = field(default_factory=list)


def plans(items: Iterable[ItemPage], changes: Changes, user: Any) -> Iterator[Plan]:
    """What would become of each item."""
    own = _own_organs(user)
    for item in items:
        yield _plan(item, changes, user, own)


def apply(items: Iterable[ItemPage], changes: Changes, user: Any) -> Report:
    """Change what may be changed; each item by itself, and named where it is refused.

    Raises:
        ValidationError: nothing is to change.
    """
    if changes.is_empty:
        raise ValidationError(_("没有填写要修改的内容，请至少填写一项。"), code="empty")
    report = Report()
    for plan in plans(items, changes, user):
        if plan.refusals:
            report.refused.append((plan.item, " ".join(plan.refusals)))
        elif not plan.lines:
            report.unchanged.append(plan.item)
        else:
            try:
                with transaction.atomic():
                    _carry_out(plan, changes, user)
            except (ValidationError, PermissionDenied) as error:
                report.refused.append((plan.item, sentence_of(error)))
            else:
                report.changed.append(plan.item)
    return report


def sentence_of(error: ValidationError | PermissionDenied) -> str:
    """What is wrong, with the names of the fields where there are such."""
    if not isinstance(error, ValidationError):
        return str(error) or _("您没有这项权限。")
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    found = []
    for name, problems in error.message_dict.items():
        try:
            label = f"{label_of(name)}："
        except LookupError:
            label = ""
        found.append(label + " ".join(problems))
    return " ".join(found)


def label_of(name: str) -> str:
    """What a field is called."""
    found: Any = ItemPage._meta.get_field(name)
    return str(found.verbose_name)


def _own_organs(user: Any) -> set[int] | None:
    if user is None or user.has_perm(ANY_ORGAN):
        return None
    return Organ.objects.subtree_ids(user.disclosure_organs.values_list("pk", flat=True))


def _plan(item: ItemPage, changes: Changes, user: Any, own: set[int] | None) -> Plan:
    refusals = _refusals(item, user)
    draft = item if refusals else item.get_latest_revision_as_object()
    lines: list[tuple[str, str, str]] = []
    if not refusals:
        before_organ = draft.organ_id
        lines = list(_change_text(draft, changes))
        refusals += _foreign(before_organ, draft, own)
        if lines and not refusals:
            refusals += _invalid(draft)
    changes_text = bool(lines)
    if not refusals:
        lines += _other_lines(item, changes)
        refusals += _immovable(item, changes, user)
    return Plan(item, draft, lines, refusals, changes_text)


def _refusals(item: ItemPage, user: Any) -> list[str]:
    if item.alias_of_id:
        return [_("这是别名，请修改它所重复的条目。")]
    if user is not None and not item.permissions_for_user(user).can_edit():
        return [_("您不能编辑这个条目。")]
    if item.workflow_in_progress:
        return [_("正在审查，审结或者撤回送审后再改。")]
    lock = item.get_lock()
    if lock is not None and (user is None or lock.for_user(user)):
        return [_("条目已锁定，或者已定时发布，解锁或者取消定时后再改。")]
    return []


def _change_text(draft: ItemPage, changes: Changes) -> Iterator[tuple[str, str, str]]:
    for name, value in changes.values.items():
        before = getattr(draft, name)
        if before != value:
            setattr(draft, name, value)
            yield label_of(name), str(before or ""), str(value or "")
    if changes.add or changes.remove:
        words = [word for word in keywords_in(draft.keywords) if word not in changes.remove]
        after = " ".join(dict.fromkeys([*words, *changes.add]))
        if after != draft.keywords:
            before_words, draft.keywords = draft.keywords, after
            yield label_of("keywords"), before_words, after


def _foreign(before: int | None, draft: ItemPage, own: set[int] | None) -> list[str]:
    """As the form of an item: editors change their own organs' items, in their names."""
    if own is None:
        return []
    if before is not None and before not in own:
        return [_("由其他机构发布，您只能修改本机构及其下属机构的条目。")]
    if draft.organ_id is not None and draft.organ_id not in own:
        return [_("您不是“%s”的信息员。") % draft.organ]
    return []


def _invalid(draft: ItemPage) -> list[str]:
    try:
        draft.full_clean()
    except ValidationError as error:
        return [sentence_of(error)]
    return []


def _other_lines(item: ItemPage, changes: Changes) -> list[tuple[str, str, str]]:
    lines = []
    if changes.category and not item.is_child_of(changes.category):
        lines.append((_("所在类别"), str(item.get_parent()), str(changes.category)))
    if changes.review_by and changes.review_by != item.review_by:
        before = item.review_by.isoformat() if item.review_by else ""
        lines.append((_("下次复核日期"), before, changes.review_by.isoformat()))
    return lines


def _immovable(item: ItemPage, changes: Changes, user: Any) -> list[str]:
    target = changes.category
    if target is None or item.is_child_of(target) or user is None:
        return []
    if item.permissions_for_user(user).can_move_to(target):
        return []
    if item.live:
        return [_("已公开的条目换类别会改变网址，须由有发布权限的人办理。")]
    return [_("您不能把条目移到“%s”。") % target]


def _carry_out(plan: Plan, changes: Changes, user: Any) -> None:
    if plan.changes_text:
        plan.draft.save_revision(user=user, log_action=True)
    if changes.review_by and changes.review_by != plan.item.review_by:
        review_dates.set_review_by(plan.item, changes.review_by, user)
    if changes.category and not plan.item.is_child_of(changes.category):
        page = Page.objects.get(pk=plan.item.pk).specific
        target = Page.objects.get(pk=changes.category.pk)
        try:
            MovePageAction(page, target, pos="last-child", user=user).execute()
        except MovePagePermissionError as error:
            raise PermissionDenied(_("您不能把条目移到“%s”。") % target) from error
