"""The password of the demo's accounts, and what a visitor of the demo must know."""

from __future__ import annotations

import os
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model

from portal.checks import DEMO_ACCOUNTS
from portal.local_secrets import kept_secret

PUBLIC_PATHS = (
    ("/", "政府信息公开"),
    ("/guide/", "政府信息公开指南"),
    ("/policies/", "政府信息公开制度"),
    ("/catalogue/", "法定主动公开内容"),
    ("/annual-reports/", "政府信息公开年报"),
    ("/annual-reports/2013/", "2013 年度报告"),
    ("/admin/", "管理后台"),
)


def demo_password() -> str:
    """Return the password of the demo accounts.

    It is what ``GONGKAI_DEMO_PASSWORD`` says, else what an earlier run kept, else a new random
    one. It is kept in the data folder, readable by its owner only, so that a later run prints
    the same.
    """
    file = settings.DATA_DIR / "demo-password"
    chosen = os.environ.get("GONGKAI_DEMO_PASSWORD", "")
    if chosen and file.exists() and file.read_text(encoding="utf-8").strip() != chosen:
        file.unlink()
    return kept_secret(file, lambda: chosen or secrets.token_urlsafe(9))


def give_password(password: str) -> list[str]:
    """Give the demo accounts that exist this password; return their names."""
    users = get_user_model()
    found = {
        user.get_username(): user
        for user in users._default_manager.filter(**{f"{users.USERNAME_FIELD}__in": DEMO_ACCOUNTS})
    }
    for user in found.values():
        # Hashing anew would sign everybody out at every start.
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
    return [name for name in DEMO_ACCOUNTS if name in found]


def banner(address: str, accounts: list[str], password: str) -> str:
    """Return the text shown when the demo serves at ``address`` (no slash at its end)."""
    lines = ["", f"Gongkai serves at {address}/", ""]
    lines += [f"  {address}{path:<24} {name}" for path, name in PUBLIC_PATHS]
    if accounts:
        lines += [
            "",
            f"  accounts  {', '.join(accounts)}",
            f"  password  {password}",
        ]
    return "\n".join([*lines, "", "  Ctrl+C stops it.", ""])
