"""Every road to the public that there is: each takes the page, who tries, and what she has."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageIntegrityError
from wagtail.models import APIToken, Page

from catalogue.models import ItemPage
from tests.catalogue.admin_forms import edit_url, item_data

REFUSALS = (ValidationError, PermissionDenied, CopyPageIntegrityError, RuntimeError)


def fresh(page):
    return ItemPage.objects.get(pk=page.pk)


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def by_the_form(page, user):
    data = item_data(organ=page.organ_id, title=page.draft_title)
    return browser(user).post(edit_url(page), data | {"action-publish": "true"})


def by_the_form_of_an_old_revision(page, user):
    first = page.revisions.order_by("pk").first()
    data = item_data(organ=page.organ_id, title=page.draft_title)
    return browser(user).post(
        edit_url(page), data | {"action-publish": "true", "revision": str(first.pk)}
    )


def by_bulk_action(page, user):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return browser(user).post(f"{url}?id={page.pk}&next=/admin/")


def by_the_button_of_the_workflow(page, user):
    state = fresh(page).current_workflow_task_state
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk if state else 1]
    )
    return browser(user).post(url, {"comment": ""})


def by_a_copy_in_the_admin(page, user):
    return browser(user).post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": page.draft_title,
            "new_slug": "copy",
            "new_parent_page": str(page.get_parent().pk),
            "publish_copies": "on",
        },
    )


def by_an_alias_in_the_admin(page, user):
    return browser(user).post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": page.draft_title,
            "new_slug": "alias",
            "new_parent_page": str(page.get_parent().pk),
            "alias": "on",
        },
    )


def call(user, path, body=None, method="post"):
    _token, secret = APIToken.create_token(user=user, name="test")
    return getattr(Client(), method)(
        f"/api/v3/{path.removeprefix('../')}"
        if path.startswith("../")
        else f"/api/v3/pages/{path}",
        body or {},
        content_type="application/json",
        headers={"authorization": f"Bearer {secret}"},
    )


def by_the_api(page, user):
    return call(user, f"{page.pk}/actions/publish/")


def by_an_edit_in_the_api(page, user):
    body = {
        "meta": {"type": "gongkai_catalogue.ItemPage", "action": "publish"},
        "title": page.draft_title,
    }
    return call(user, f"{page.pk}/", body, method="patch")


def by_a_new_page_in_the_api(page, user):
    body = {
        "meta": {
            "type": "gongkai_catalogue.ItemPage",
            "parent_id": page.get_parent().pk,
            "action": "publish",
        },
        "title": page.draft_title,
    }
    return call(user, "", body)


def by_a_copy_in_the_api(page, user):
    return call(user, f"{page.pk}/actions/copy/", {"slug": "copy", "keep_live": True})


def call_ours(user, path, body=None, method="post"):
    return call(user, f"../disclosure/items/{path}", body, method)


def by_a_reference_in_the_api(page, user):
    """The operation that makes items for other systems, told to publish at once."""
    body = {
        "meta": {
            "type": "gongkai_catalogue.ItemPage",
            "parent_id": page.get_parent().pk,
            "action": "publish",
        },
        "reference": {"system": "oa", "id": "1"},
        "title": page.draft_title,
        "organ": page.organ_id,
        "written_on": "2013-03-01",
    }
    return call_ours(user, "", body)


def by_a_submission_in_the_api(page, user):
    """Submitting, and then publishing what is only under review."""
    call_ours(user, f"{page.pk}/submission/")
    return call(user, f"{page.pk}/actions/publish/")


def by_taking_a_submission_back_in_the_api(page, user):
    call_ours(user, f"{page.pk}/submission/", method="delete")
    return call(user, f"{page.pk}/actions/publish/")


def by_an_old_revision_in_the_api(page, user):
    first = page.revisions.order_by("pk").first()
    call(user, f"{page.pk}/actions/revert/", {"revision_id": first.pk})
    return call(user, f"{page.pk}/actions/publish/")


def by_a_move_in_the_api(page, user):
    target = page.get_parent().get_next_sibling()
    answer = call(user, f"{page.pk}/actions/move/", {"destination_id": target.pk})
    call(user, f"{page.pk}/actions/publish/")
    return answer


def by_an_alias_in_the_api(page, user):
    return call(user, f"{page.pk}/actions/create_alias/", {"slug": "alias"})


def by_unpublishing_and_publishing_in_the_api(page, user):
    call(user, f"{page.pk}/actions/unpublish/", {"recursive": True})
    return call(user, f"{page.pk}/actions/publish/")


def by_a_schedule(page, user):
    draft = fresh(page).get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(minutes=5)
    draft.save_revision(user=user).publish(user=user, skip_permission_checks=True)


def by_a_schedule_that_is_due(page, user):
    revision = fresh(page).get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=5)
    revision.save()
    call_command("publish_scheduled", verbosity=0)


def in_a_shell(page, user):
    fresh(page).get_latest_revision().publish(user=user, skip_permission_checks=True)


def in_a_shell_with_a_new_revision(page, user):
    draft = fresh(page).get_latest_revision_as_object()
    draft.save_revision(user=user).publish()


def by_saving_the_row(page, user):
    draft = fresh(page).get_latest_revision_as_object()
    draft.live = True
    draft.save()


def by_saving_one_column(page, user):
    row = fresh(page)
    row.live = True
    row.title = page.draft_title
    row.save(update_fields=["live", "title"])


def by_saving_the_plain_page(page, user):
    row = Page.objects.get(pk=page.pk)
    row.live = True
    row.title = page.draft_title
    row.save()


def by_a_new_row(page, user):
    new = ItemPage(
        title=page.draft_title, slug="new", organ=page.organ, written_on=page.written_on, live=True
    )
    page.get_parent().add_child(instance=new)


def by_a_copy(page, user):
    fresh(page).copy(update_attrs={"slug": "copy", "live": True}, keep_live=True, user=user)


def by_a_copy_of_the_category(page, user):
    page.get_parent().specific.copy(
        recursive=True, update_attrs={"slug": "copies", "code": "copies"}, keep_live=True
    )


def by_an_alias(page, user):
    fresh(page).create_alias(update_slug="alias", user=user)


def by_an_alias_that_is_saved(page, user):
    alias = fresh(page).create_alias(update_slug="alias", user=user)
    alias.title = page.draft_title
    alias.live = True
    alias.save()


def by_updating_aliases(page, user):
    fresh(page).create_alias(update_slug="alias", user=user)
    fresh(page).get_latest_revision_as_object().update_aliases()


def by_converting_an_alias(page, user):
    from wagtail.actions.convert_alias import ConvertAliasPageAction

    alias = fresh(page).create_alias(update_slug="alias", user=user)
    ConvertAliasPageAction(ItemPage.objects.get(pk=alias.pk), user=user).execute(
        skip_permission_checks=True
    )
    changed = ItemPage.objects.get(pk=alias.pk)
    changed.title = page.draft_title
    changed.save_revision(user=user).publish()


def by_approving_the_step(page, user):
    fresh(page).current_workflow_task_state.specific.approve(user=user)


def by_approving_the_plain_step(page, user):
    from wagtail.models import TaskState

    for _step in range(2):
        TaskState.objects.get(pk=fresh(page).current_workflow_task_state.pk).approve(user=user)


def by_finishing_the_workflow(page, user):
    fresh(page).current_workflow_state.finish(user=user)


def by_moving_what_is_live_in_the_table(page, user):
    """A row that was made live past the model, moved to where readers look."""
    Page.objects.filter(pk=page.pk).update(live=True)
    try:
        fresh(page).move(page.get_parent().get_next_sibling(), pos="last-child", user=None)
    finally:
        # What a statement in the table did is not the road that is tried here.
        moved = fresh(page).get_parent().pk != page.get_parent().pk
        Page.objects.filter(pk=page.pk).update(live=moved)


ROADS = [
    road
    for name, road in list(globals().items())
    if name.startswith(("by_", "in_a_shell")) and callable(road)
]


def attempt(road, page, user):
    """Try, as people and programs do; return the answer of the server, if one was asked."""
    with suppress(*REFUSALS, AttributeError):
        return road(page, user)
