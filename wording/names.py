"""Names of what Wagtail's migrations make in the database: the root of the pages, two groups, ….

They are content, which no catalogue reaches. Renamed is only what still bears its first name, on a
site whose language is Chinese.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.models import Collection, Page, Task, Workflow

ROOT = ("Root", "根目录")
GROUPS = {"Editors": "编辑（系统自带）", "Moderators": "审核员（系统自带）"}
APPROVAL = ("Moderators approval", "审核员批准（系统自带）")


def rename(using: str = "default", **kwargs: Any) -> None:
    """Give them Chinese names; a receiver of ``post_migrate``, and nothing to do a second time."""
    if not settings.LANGUAGE_CODE.startswith("zh"):
        return
    english, chinese = ROOT
    Collection.objects.using(using).filter(depth=1, name=english).update(name=chinese)
    roots = Page.objects.using(using).filter(depth=1, title=english)
    roots.update(title=chinese, draft_title=chinese)
    for english, chinese in GROUPS.items():
        groups = Group.objects.using(using)
        if not groups.filter(name=chinese).exists():
            groups.filter(name=english).update(name=chinese)
    english, chinese = APPROVAL
    for model in (Task, Workflow):
        model.objects.using(using).filter(name=english).update(name=chinese)
