"""The people of a column: groups with as little power as their work needs, and their workflow.

A category of its own, or the column of one organ below a county's, may have people of its own: what
stands on a page holds for everything below it, and the nearest workflow counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

EDITORS = "信息员"
REVIEWERS = "保密审查员"
APPROVERS = "分管领导"
OFFICE = "党政办"
WORKFLOW = "信息公开审查审签"
REVIEW_TASK = "保密审查"
APPROVAL_TASK = "审签"

_ADMIN = ("wagtailadmin.access_admin",)
_ANY_ORGAN = ("gongkai_catalogue.disclose_for_any_organ",)
_VOCABULARIES = tuple(
    f"gongkai_catalogue.{action}_{model}"
    for model in ("organ", "topic", "genre", "audience")
    for action in ("add", "change", "delete", "view")
)
# An app that stands above the catalogue adds what its own work needs by this hook; each function
# returns full permission names.
OFFICE_PERMISSIONS_HOOK = "register_gongkai_office_permissions"
# The same for those who draft items.
EDITOR_PERMISSIONS_HOOK = "register_gongkai_editor_permissions"
_RECORDS = ("gongkai_review.view_reviewrecord",)
_RECHECKS = ("gongkai_review.recheck_page",)
_OFFICE = (
    *_ADMIN,
    *_ANY_ORGAN,
    *_VOCABULARIES,
    "gongkai_catalogue.view_indexnumber",
    "gongkai_catalogue.change_disclosuresitesettings",
    *_RECORDS,
    *_RECHECKS,
    "gongkai_review.withdraw_page",
    "gongkai_review.view_filereading",
    "gongkai_workdays.add_workdayoverride",
    "gongkai_workdays.change_workdayoverride",
    "gongkai_workdays.delete_workdayoverride",
    "gongkai_workdays.view_workdayoverride",
)
_EDITOR_FILES = ("add_document", "choose_document", "add_image", "choose_image")
_OFFICE_FILES = (*_EDITOR_FILES, "change_document", "change_image")


@dataclass(frozen=True)
class Groups:
    """What :func:`setup_moderation` made or found."""

    editors: Group
    reviewers: Group
    approvers: Group
    office: Group
    collection: Collection
    workflow: Workflow


@transaction.atomic
def setup_moderation(column: Page, *, prefix: str = "") -> Groups:
    """Give ``column`` its four groups, its file collection and its two-step workflow.

    Idempotent: what exists is completed, and nothing that the office added is taken away. A
    second column on the same platform gives its groups a ``prefix``, such as the town's name.

    Raises:
        ValidationError: if the groups of that name already work on another column.
    """
    groups = [_group(prefix + name) for name in (EDITORS, REVIEWERS, APPROVERS, OFFICE)]
    editors, reviewers, approvers, office = groups
    _refuse_groups_of_another_column(groups, column)

    _allow(editors, _ADMIN)
    for permissions in hooks.get_hooks(EDITOR_PERMISSIONS_HOOK):
        _allow(editors, permissions())
    # Reviewers and approvers may correct what stands before them, whatever organ it is from; the
    # pages themselves are opened to them by the tasks of the workflow alone.
    _allow(reviewers, (*_ADMIN, *_ANY_ORGAN, *_RECORDS, *_RECHECKS))
    _allow(approvers, (*_ADMIN, *_ANY_ORGAN, *_RECORDS, "gongkai_review.withdraw_page"))
    _allow(office, _OFFICE)
    for permissions in hooks.get_hooks(OFFICE_PERMISSIONS_HOOK):
        _allow(office, permissions())

    codenames = Page.PERMISSION_CODENAMES
    _allow_on_page(editors, column, (codenames.ADD,))
    _allow_on_page(
        office, column, (codenames.ADD, codenames.CHANGE, codenames.LOCK, codenames.UNLOCK)
    )
    collection = _collection(column, editors)
    _allow_on_collection(editors, collection, _EDITOR_FILES)
    _allow_on_collection(office, collection, _OFFICE_FILES)
    for group in (reviewers, approvers):
        _allow_on_collection(group, collection, ("choose_document", "choose_image"))

    workflow = _workflow(column, prefix, reviewers, approvers)
    return Groups(editors, reviewers, approvers, office, collection, workflow)


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]


def _refuse_groups_of_another_column(groups: Iterable[Group], column: Page) -> None:
    elsewhere = (
        GroupPagePermission.objects.filter(group__in=groups)
        .exclude(page=column)
        .select_related("group", "page")
        .first()
    )
    if elsewhere:
        raise ValidationError(
            _(
                "用户组“%(group)s”已用于页面“%(page)s”（编号%(id)s）。"
                "请为本栏目的用户组另起前缀，如“泗门镇”。"
            )
            % {
                "group": elsewhere.group.name,
                "page": elsewhere.page.title,
                "id": elsewhere.page_id,
            },
            code="other_column",
        )


def _allow(group: Group, permissions: Iterable[str]) -> None:
    wanted = Q(pk__in=[])
    for permission in permissions:
        app_label, _dot, codename = permission.partition(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    group.permissions.add(*Permission.objects.filter(wanted))


def _allow_on_page(group: Group, page: Page, codenames: Iterable[str]) -> None:
    for permission in Permission.objects.filter(
        content_type__app_label=Page._meta.app_label, codename__in=list(codenames)
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _allow_on_collection(group: Group, collection: Collection, codenames: Iterable[str]) -> None:
    for permission in Permission.objects.filter(
        content_type__app_label__in=["wagtaildocs", "wagtailimages"], codename__in=list(codenames)
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _collection(column: Page, editors: Group) -> Collection:
    """The collection that the editors already put files into, or a new one named as the column."""
    found = Collection.objects.filter(group_permissions__group=editors).order_by("pk").first()
    if found is None:
        root = Collection.get_first_root_node()
        found = root.add_child(instance=Collection(name=column.title))
    return found


def _workflow(column: Page, prefix: str, reviewers: Group, approvers: Group) -> Workflow:
    """The workflow that stands on the column; one that the office chose itself is kept."""
    placed = WorkflowPage.objects.filter(page=column).select_related("workflow").first()
    if placed is not None:
        return placed.workflow
    workflow, _created = Workflow.objects.get_or_create(name=prefix + WORKFLOW)
    steps = (
        ("SecrecyReviewTask", REVIEW_TASK, reviewers),
        ("LeaderApprovalTask", APPROVAL_TASK, approvers),
    )
    for order, (model, name, group) in enumerate(steps):
        if workflow.workflow_tasks.filter(sort_order=order).exists():
            continue
        task = apps.get_model("gongkai_review", model).objects.create(name=prefix + name)
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.create(page=column, workflow=workflow)
    return workflow
