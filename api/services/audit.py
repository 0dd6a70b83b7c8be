"""Who wrote through the API: beside what Wagtail logs of a call, one entry that names it."""

from __future__ import annotations

import uuid
from typing import Any

from wagtail.log_actions import registry

CALL_ACTION = "gongkai_api.call"


def note_call(call: uuid.UUID | None, token: Any) -> None:
    """Add to the log of each object that a call touched through which token that was.

    Args:
        call: what all entries of the call have in common.
        token: of Wagtail; its name and the public beginning of it are kept.
    """
    if call is None or token is None:
        return
    data = {"token": token.name, "prefix": token.prefix}
    for model in registry.get_log_entry_models():
        latest = {
            (entry.content_type_id, str(entry.object_id)): entry
            for entry in model.objects.filter(uuid=call).order_by("pk")
        }
        # Not one by one: Wagtail would look for objects that may be deleted by now.
        model.objects.bulk_create(
            _like(entry, action=CALL_ACTION, data=data, content_changed=False, revision_id=None)
            for entry in latest.values()
        )


def _like(entry: Any, **changes: Any) -> Any:
    names = {field.attname for field in entry._meta.concrete_fields if not field.primary_key}
    values = {name: getattr(entry, name) for name in names}
    return type(entry)(**{**values, **changes})
