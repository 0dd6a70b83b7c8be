"""What the monitor adds to the Wagtail admin, and what it offers to other apps."""

from __future__ import annotations

from wagtail import hooks

from . import admin_hooks, operations_hooks  # noqa: F401 - they register
from .digests import hooks as digest_hooks  # noqa: F401 - registers
from .links import hooks as link_hooks  # noqa: F401 - registers
from .rules.base import RULES_HOOK, RuleLike
from .rules.own import own_rules


@hooks.register(RULES_HOOK)
def register_own_rules() -> list[RuleLike]:
    """The rules of this app."""
    return own_rules()
