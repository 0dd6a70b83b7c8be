"""What a browser sends from the form of an item."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.urls import reverse


def item_data(**values) -> dict[str, str]:
    """Fields of the form, as an editor fills them; ``values`` change or add some."""
    data = {
        "title": "关于做好春耕备耕工作的通知",
        "kind": "document",
        "organ": "",
        "document_number": "",
        "genre": "",
        "written_on": "2013-03-01",
        "published_on": "",
        "topic": "",
        "audience": "",
        "keywords": "",
        "summary": "",
        "effective_on": "",
        "expires_on": "",
        "repealed_on": "",
        "repealed_by": "",
        "interprets": "",
        "disclosure_mode": "proactive",
        "disclosure_period": "permanent",
        "index_number": "",
        "go_live_at": "",
        "expire_at": "",
        "body-count": "0",
    }
    for name in ("attachments", "corrections", "comments"):
        data |= {
            f"{name}-TOTAL_FORMS": "0",
            f"{name}-INITIAL_FORMS": "0",
            f"{name}-MIN_NUM_FORMS": "0",
            f"{name}-MAX_NUM_FORMS": "1000",
        }
    return data | {name: str(value) for name, value in values.items()}


def add_url(parent) -> str:
    return reverse("wagtailadmin_pages:add", args=["gongkai_catalogue", "itempage", parent.pk])


def edit_url(item) -> str:
    return reverse("wagtailadmin_pages:edit", args=[item.pk])


def autosave(client, url, data):
    """Send the form as Wagtail's autosave does."""
    return client.post(url, data, headers={"accept": "application/json"})


def workflow_url(item, action) -> str:
    state = item.current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[item.pk, action, state.pk])


def query(url, **parameters) -> str:
    return f"{url}?{urlencode(parameters)}"


def approve_in_editor(client, item, data, comment=""):
    """Approve with a changed form, as the editor's footer does."""
    return client.post(
        edit_url(item),
        data
        | {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
            "workflow-action-extra-data": json.dumps({"comment": comment}),
        },
    )
