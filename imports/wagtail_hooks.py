"""What the imports add to the Wagtail admin and to the public lists."""

from __future__ import annotations

from wagtail import hooks

from .printing import hooks as printing_hooks  # noqa: F401 - registers

_MAPPINGS = [f"gongkai_imports.{action}_importmapping" for action in ("change", "delete", "view")]


@hooks.register("register_gongkai_editor_permissions")
def allow_editors_to_import() -> list[str]:
    """Who drafts items may draft many at once."""
    return ["gongkai_imports.add_importbatch"]


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_to_import() -> list[str]:
    """The office may publish what the old site had published, and looks after the mappings."""
    return ["gongkai_imports.add_importbatch", "gongkai_imports.publish_history", *_MAPPINGS]
