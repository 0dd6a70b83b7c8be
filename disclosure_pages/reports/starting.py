"""新建年度报告: the draft page of a year, in the form of that year, where the organ discloses."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..forms import parts_of
from ..statistics.models import AnnualStatistics
from ..statutory.forms import form_for


def index_of(organ: Any) -> Any:
    """The page below which the reports of ``organ`` stand, in its own column; None without one."""
    home = apps.get_model("gongkai_pages", "DisclosureIndexPage")
    column = home.objects.filter(organ_id=organ.pk).order_by("path").first()
    if column is None:
        return None
    return apps.get_model("gongkai_pages", "AnnualReportIndexPage").objects.child_of(column).first()


def report_of(statistics: AnnualStatistics) -> Any:
    """The report of the organ and year, or None."""
    index = index_of(statistics.organ)
    if index is None:
        return None
    model = apps.get_model("gongkai_pages", "AnnualReportPage")
    return model.objects.child_of(index).filter(year=statistics.year).first()


def may_start(statistics: AnnualStatistics, user: Any) -> bool:
    """Whether ``user`` may make a report of the organ."""
    index = index_of(statistics.organ)
    return bool(index and index.permissions_for_user(user).can_add_subpage())


@transaction.atomic
def start_report(statistics: AnnualStatistics, user: Any) -> Any:
    """Make the draft of the report of an organ and year, with its parts and tables and no text.

    Returns:
        The page; it is not public.

    Raises:
        PermissionDenied: the user may not add a page there.
        ValidationError: the organ has no place for reports, or the report exists.
    """
    index = index_of(statistics.organ)
    if index is None:
        raise ValidationError(
            _("“%s”没有自己的政府信息公开栏目，或者栏目下没有年报列表，请先建立。")
            % statistics.organ
        )
    if not may_start(statistics, user):
        raise PermissionDenied(_("您没有在该栏目新建年度报告的权限。"))
    form = form_for(statistics.year)
    page = apps.get_model("gongkai_pages", "AnnualReportPage")(
        title=_("%(organ)s%(year)d年政府信息公开工作年度报告")
        % {"organ": statistics.organ.name, "year": statistics.year},
        year=statistics.year,
        form=form.code,
        live=False,
        owner=user,
    )
    page.body = page.body.stream_block.to_python(parts_of(form))
    if page.has_twin_below(index):
        raise ValidationError(_("%d年的年度报告已经存在。") % statistics.year)
    index.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user, content_changed=True)
    page.save_revision(user=user, log_action=True, clean=False)
    return page
