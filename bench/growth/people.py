"""Who asks: a superuser, and an editor whose rights stand in many rows."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission

from catalogue.models import CategoryPage

from .targets import EDITOR, ROWS


def superuser() -> Any:
    """The demo's administrator."""
    return get_user_model().objects.filter(is_superuser=True).order_by("pk").first()


def editor() -> Any:
    """Made at the first call: may change twenty categories, the largest among them."""
    user, is_new = get_user_model().objects.get_or_create(
        username=EDITOR, defaults={"email": "growth@example.com"}
    )
    if is_new:
        group = Group.objects.create(name=EDITOR)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        change = Permission.objects.get(
            codename="change_page", content_type__app_label="wagtailcore"
        )
        for category in CategoryPage.objects.order_by("-numchild", "path")[:ROWS]:
            GroupPagePermission.objects.create(group=group, page=category, permission=change)
        user.groups.add(group)
    return user


def client_of(user: Any) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client
