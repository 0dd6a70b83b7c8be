"""Making the demo town out of the data of this package: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, PageLogEntry, Site

from ..reviewed import review_module
from . import town

CONTENT_HOOK = "register_gongkai_demo_content"
LOG_DATA = {"source": "load_demo"}
# Stands in the review record of every page of the demo.
REASON = "演示数据：由load_demo导入，未经本平台审查"


class Progress(Protocol):
    """What the loader tells of its work."""

    def __call__(self, step: str, done: int = 1) -> None:
        """``done`` units more of the work are done, and ``step`` is what is being made."""


@dataclass(frozen=True)
class Plan:
    """What to load: ``fast`` leaves out attachments and the years beside 2013."""

    password: str
    fast: bool = False


@dataclass
class Loaded:
    """What was made."""

    column: Any
    items: int = 0
    attachments: int = 0
    accounts: list[str] = field(default_factory=list)


def catalogue_module(name: str) -> Any:
    """A module of the catalogue, wherever the host has installed it."""
    return import_module(f"{apps.get_app_config('gongkai_catalogue').name}.{name}")


def find_demo() -> Any | None:
    """The column of the demo town, if it was loaded before."""
    from .organs import TOWN

    columns = apps.get_model("gongkai_pages", "DisclosureIndexPage").objects
    return columns.filter(organ__slug=TOWN).first()


def units_of_work(plan: Plan) -> int:
    """How many units :func:`load` will report."""
    from .categories import ALL_CODES
    from .loader_items import planned_items

    return len(ALL_CODES) + len(planned_items(plan.fast))


def load(plan: Plan, progress: Progress) -> Loaded:
    """Make the town, so that a run that breaks off leaves nothing half-made.

    Raises:
        ValidationError: the site has pages of its own, which the demo must not replace.
    """
    with transaction.atomic(), review_module("services.imports").importing(REASON):
        return _load(plan, progress)


def _load(plan: Plan, progress: Progress) -> Loaded:
    from .loader_items import load_items
    from .loader_pages import load_organs, load_pages
    from .loader_people import load_people
    from .loader_registers import load_registers
    from .loader_report import load_report

    site, welcome = _free_site()
    organs = load_organs()
    pages = load_pages(site, organs, progress)
    _place(site, pages.home, welcome)
    people = load_people(pages.home, organs, plan.password)
    items, attachments = load_items(pages, organs, people, plan.fast, progress)
    load_registers(organs, people, plan.fast)
    if not plan.fast:
        load_report(pages.home, people)
    # What the apps above have of this town: functions of the column and the accounts by name.
    for load_more in hooks.get_hooks(CONTENT_HOOK):
        load_more(pages.home, accounts=people.accounts)
    _mark_log(pages.home)
    return Loaded(pages.home, items, attachments, people.names)


def _free_site() -> tuple[Site, Page | None]:
    """The default site and the welcome page that Wagtail's own migrations put there."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return Site(hostname="localhost", is_default_site=True), None
    root = site.root_page
    if root.specific_class is not Page or root.get_children().exists():
        raise ValidationError(
            _("默认站点已有首页“%s”和其他内容，演示数据不会覆盖它，请改用空的数据库。") % root.title
        )
    return site, root if root.depth > 1 else None


def _place(site: Site, home: Page, welcome: Page | None) -> None:
    """Make the column the root of the site, at the address the deployment says it has."""
    address = urlsplit(getattr(settings, "WAGTAILADMIN_BASE_URL", None) or "")
    if address.hostname:
        site.hostname = address.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = town.SITE_NAME
    site.root_page = home
    site.save()
    if welcome is not None:
        welcome.delete()
    identity = apps.get_model("gongkai_catalogue", "DisclosureSiteSettings").for_site(site)
    identity.site_name = town.SITE_NAME
    identity.site_code = town.SITE_IDENTIFICATION_CODE
    identity.icp_number = town.ICP_NUMBER
    identity.police_number = town.POLICE_NUMBER
    identity.sponsor = town.SPONSOR
    identity.organiser = town.UNDERTAKER
    identity.contact_phone = town.CONTACT_PHONE
    identity.contact_address = town.CONTACT_ADDRESS
    identity.full_clean()
    identity.save()


def _mark_log(home: Page) -> None:
    """Say in the history of every page that the demo made it."""
    pages = home.get_descendants(inclusive=True).values("pk")
    PageLogEntry.objects.filter(page__in=pages).update(data=LOG_DATA)
