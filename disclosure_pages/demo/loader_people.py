"""Accounts of the demo town, each with the rights of its office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from .loader_pages import Organs
from .organs import TOWN

ACCOUNTS = {
    "editor": "信息员",
    "reviewer": "保密审查员",
    "approver": "分管领导",
    "office": "党政办",
    "admin": "系统管理员",
}
MAIL_DOMAIN = "simen.example"


@dataclass(frozen=True)
class People:
    """The accounts by name, and the collection that the editors put files into."""

    accounts: dict[str, Any]
    collection: Any

    @property
    def names(self) -> list[str]:
        """User names."""
        return list(self.accounts)


def load_people(home: Any, organs: Organs, password: str) -> People:
    """Make the groups, the workflow and one account for each office.

    An account that is there already is left as it is, but for its group.
    """
    from .loader import catalogue_module

    groups = catalogue_module("services.roles").setup_moderation(home)
    members = {
        "editor": groups.editors,
        "reviewer": groups.reviewers,
        "approver": groups.approvers,
        "office": groups.office,
    }
    accounts: dict[str, Any] = {}
    for name, title in ACCOUNTS.items():
        user = _account(name, title, password, is_superuser=name not in members)
        if name in members:
            user.groups.add(members[name])
        accounts[name] = user
    organs[TOWN].editors.add(accounts["editor"])
    return People(accounts, groups.collection)


def _account(name: str, title: str, password: str, *, is_superuser: bool) -> Any:
    users = get_user_model()
    user = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
    if user is None:
        user = users(**{users.USERNAME_FIELD: name})
        user.first_name = title
        user.email = f"{name}@{MAIL_DOMAIN}"
        user.is_superuser = user.is_staff = is_superuser
        user.set_password(password)
        user.full_clean()
        user.save()
    return user
