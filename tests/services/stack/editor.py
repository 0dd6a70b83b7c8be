"""Who writes: a process with the site's own settings, which does what it is told line by line.

    python -m tests.services.stack.editor

Each line it reads is a JSON list, the name of a function here and its arguments; each it writes is
what the function gave.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
USERNAME, PASSWORD = "zhang.office", "stack-tests-only-7351"
_state: dict[str, object] = {}


def make_town():
    """Make a column with items, files that are public and files that are not, and an account."""
    from django.contrib.auth import get_user_model
    from wagtail.models import Site

    from catalogue.services.roles import setup_moderation
    from tests.factories.catalogue import ItemPageFactory, make_column
    from tests.factories.documents import attach, make_document

    get_user_model().objects.create_superuser(USERNAME, "", PASSWORD)
    column = make_column()
    setup_moderation(column.home)
    Site.objects.update(hostname="localhost", port=443)
    items = ItemPageFactory.create_batch(25, parent=column.category, organ=column.office)
    shown = make_document("公开的附件全文", name="公开 附件.txt")
    attach(items[0], shown)
    hidden = make_document("没有公开的文件", name="内部.txt")
    _state.update(column=column)
    return {
        "home": column.home.url,
        "list": column.catalogue.url,
        "item": items[1].url,
        "with_file": items[0].url,
        "column": column.home.pk,
        "public_file": shown.url,
        "private_file": hidden.url,
    }


def publish(title):
    """Publish an item; return its key and its address."""
    from tests.factories.catalogue import ItemPageFactory

    column = _column()
    item = ItemPageFactory(parent=column.category, organ=column.office, title=title)
    return {"pk": item.pk, "url": item.url}


def correct(pk, title):
    """Give an item another title, as a corrected publication does."""
    from catalogue.models import ItemPage
    from tests.factories.catalogue import imported

    item = ItemPage.objects.get(pk=pk)
    item.title = title
    with imported():
        item.save_revision().publish()
    return {"url": item.url}


def withdraw(pk):
    """Take an item back."""
    from django.contrib.auth import get_user_model

    from catalogue.models import ItemPage
    from review.services.withdrawal import withdraw as take_back

    office = get_user_model().objects.get(username=USERNAME)
    take_back(ItemPage.objects.get(pk=pk), office, "内容有误", public_reason="内容更正中")
    return {}


def publish_for(title, seconds):
    """Publish an item that the scheduler takes down in so many seconds; return its address."""
    from datetime import timedelta

    from django.utils import timezone

    from tests.factories.catalogue import ItemPageFactory

    column = _column()
    item = ItemPageFactory(
        parent=column.category,
        organ=column.office,
        title=title,
        expire_at=timezone.now() + timedelta(seconds=seconds),
    )
    return {"url": item.url}


def reindex():
    """Begin to fill the search's index anew, in the background; return the job's key."""
    from django.contrib.auth import get_user_model

    from search.models import SearchJob
    from search.services.jobs import AlreadyUnderWay, start

    try:
        job = start(SearchJob.Kind.INDEX, get_user_model().objects.get(username=USERNAME))
    except AlreadyUnderWay:
        return {"pk": None}
    return {"pk": job.pk}


def tasks():
    """How many tasks there are, by their state."""
    from django.db.models import Count
    from django_tasks_db.models import DBTaskResult

    return dict(DBTaskResult.objects.order_by().values_list("status").annotate(n=Count("pk")))


def faults():
    """What is wrong with the data, as a backup would tell it."""
    from operations.offers import checks

    return {check.name: list(check.faults()) for check in checks()}


def index_health():
    """What the index lacks."""
    from search.services.index_health import index_health as look

    found = look()
    return {"missing": found.missing, "orphans": found.orphans, "stale": found.stale}


def _column():
    """The column that :func:`make_town` made, here or in an editor before."""
    if "column" not in _state:
        from types import SimpleNamespace

        from catalogue.models import CategoryPage, Organ

        category = CategoryPage.objects.get(code="20-01")
        _state["column"] = SimpleNamespace(
            category=category, office=Organ.objects.get(pk=category.organ_id)
        )
    return _state["column"]


def main():
    """Do what each line says, until there are no more."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
    answers = os.fdopen(os.dup(1), "w")
    # Whatever a library prints is no answer.
    os.dup2(2, 1)
    import django

    django.setup()
    from django.db import close_old_connections

    for line in sys.stdin:
        name, *arguments = json.loads(line)
        close_old_connections()
        try:
            answer = {"gave": globals()[name](*arguments)}
        except Exception:
            answer = {"failed": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
