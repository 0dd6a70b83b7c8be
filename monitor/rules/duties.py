"""Duties beside the catalogue: guide, annual report, messages and applications."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..enums import Severity
from ..models import MonitorSettings
from ..rooms import disclosure_pages, has_pages
from .base import Found, Rule
from .numbered import INSPECTION, REGULATION, NumberedRule
from .periods import add_months, last_day_over
from .places import admin_url, columns, edit_url, settings_of_organs

_REPORT_AHEAD = 31
_APPLICATION_AHEAD = 5


def _model(name: str) -> Any:
    return apps.get_model("gongkai_pages", name)


class GuideOld(NumberedRule):
    """A guide that nobody has checked for a year, or none at all."""

    code = "guide_old"
    name = _("公开指南未及时核对")
    basis = _("%s第十二条") % REGULATION
    sentence = _(
        "栏目没有已公开的政府信息公开指南，或者指南的最近核对日期距今超过%(guide_days)d天。"
    )
    remedy = _("核对机构名称、地址、电话等全部内容，改填“最近核对日期”后发布。")

    def find(self, today: date) -> Iterable[Found]:
        if not has_pages():
            return
        rows = _model("GuidePage").objects.live().order_by("path")
        guides = list(rows.values_list("pk", "path", "title", "last_checked_on"))
        for column in columns():
            own = [each for each in guides if each[1].startswith(column.path)]
            if not own:
                yield Found(
                    key=f"column:{column.pk}",
                    subject=column.title,
                    detail=_now("没有已公开的政府信息公开指南。"),
                    organ_id=column.organ_id,
                    page_id=column.pk,
                    url=admin_url(
                        "wagtailadmin_pages:add", "gongkai_pages", "guidepage", column.pk
                    ),
                )
            for pk, _path, title, checked in own:
                until = checked + timedelta(days=column.settings.guide_days)
                if until < today:
                    yield Found(
                        key=f"page:{pk}",
                        subject=title,
                        detail=_now("最近一次核对是%(day)s，已有%(days)d天。")
                        % {"day": checked, "days": (today - checked).days},
                        organ_id=column.organ_id,
                        page_id=pk,
                        url=edit_url(pk),
                        facts={"last_checked_on": checked.isoformat()},
                        due_on=until,
                    )


class ReportDue(Rule):
    """Last year's report that is not public though its day has come, or comes soon."""

    code = "report_due"
    name = _("年度报告未公布")
    basis = _("%s第四十九条") % REGULATION
    definition = _(
        "年报报告单位上一年度的报告尚未公布：期限已过的为待整改，31天以内到期的为提示。"
        "期限：部门1月31日，县级以上政府3月31日，乡镇、街道按平台设置。"
    )
    remedy = _("点击“处理”编写报告，经审查审签后公布。")

    def find(self, today: date) -> Iterable[Found]:
        if not has_pages():
            return
        year = today.year - 1
        bodies = disclosure_pages("roll_up.bodies").Bodies.of_year(year).by_organ.values()
        places = {each.pk: each for each in columns()}
        for each in disclosure_pages("roll_up.standings").standings_of(list(bodies), year):
            left = (each.due_on - today).days
            column = places.get(each.column)
            if column is None or each.is_done or left > _REPORT_AHEAD:
                continue
            yield Found(
                key=f"report:{each.body.organ_id}/{year}",
                subject=_now("%(organ)s%(year)d年度报告") % {"organ": each.body, "year": year},
                detail=_now("应在%(due)s以前公布，%(remaining)s。")
                % {"due": each.due_on, "remaining": each.remaining(today)},
                organ_id=each.body.organ_id,
                page_id=each.report.pk if each.report else column.pk,
                url=each.edit_url,
                severity=Severity.WARNING if left < 0 else Severity.INFO,
                facts={"year": year, "state": str(each.state)},
                due_on=each.due_on,
            )


class MessagesUnanswered(NumberedRule):
    """A message without an answer for three months."""

    code = "messages_unanswered"
    name = _("留言超期未答复")
    severity = Severity.VETO
    basis = _("%s单项否决第5项") % INSPECTION
    sentence = _(
        "留言台账中，一年内收到的留言超过%(message_months)d个月没有答复（单项否决）；今后"
        "%(ahead_days)d天内将超过的，列为待整改。"
    )
    remedy = _("点击“处理”办理留言，并登记答复日期。")

    def find(self, today: date) -> Iterable[Found]:
        if not has_pages():
            return
        by_organ = settings_of_organs()
        usual = MonitorSettings()
        shortest = min(
            (each.message_months for each in by_organ.values()), default=usual.message_months
        )
        ahead = max((each.ahead_days for each in by_organ.values()), default=usual.ahead_days)
        rows = _model("Message").objects.filter(
            replied_on=None,
            received_on__lte=last_day_over(today + timedelta(days=ahead), shortest),
            received_on__gte=add_months(today, -12),
        )
        for message in rows.order_by("pk"):
            own = by_organ.get(message.organ_id, usual)
            until = add_months(message.received_on, own.message_months)
            if until >= today + timedelta(days=own.ahead_days):
                continue
            yield Found(
                key=f"message:{message.pk}",
                # Not the message's subject: whoever wrote it may have named somebody.
                subject=_now("%(kind)s（%(day)s收到）")
                % {"kind": message.get_kind_display(), "day": message.received_on},
                detail=_now("共%(number)d件，应在%(until)s以前答复。")
                % {"number": message.quantity, "until": until},
                organ_id=message.organ_id,
                url=admin_url("gongkai_pages_message_modeladmin_edit", message.pk),
                severity=Severity.VETO if until < today else Severity.WARNING,
                facts={
                    "received_on": message.received_on.isoformat(),
                    "quantity": message.quantity,
                },
                due_on=until,
            )


class ApplicationOverdue(Rule):
    """An application whose answer is overdue, or nearly so."""

    code = "application_overdue"
    name = _("依申请公开答复超期")
    basis = _("%s第三十三条") % REGULATION
    definition = _("依申请公开台账中未办结的申请，答复期限已过（待整改）或者5天以内到期（提示）。")
    remedy = _("点击“处理”作出答复，并登记办理结果和办结日期。")

    def find(self, today: date) -> Iterable[Found]:
        if not has_pages():
            return
        rows = _model("Application").objects.filter(
            finished_on=None, due_on__lte=today + timedelta(days=_APPLICATION_AHEAD)
        )
        names = ("pk", "number", "organ_id", "due_on")
        for pk, number, organ, due in rows.order_by("pk").values_list(*names):
            yield Found(
                key=f"application:{pk}",
                subject=_now("依申请公开 %s") % number,
                detail=_now("应在%s以前答复，尚未办结。") % due,
                organ_id=organ,
                url=admin_url("gongkai_pages_application_modeladmin_edit", pk),
                severity=Severity.WARNING if due < today else Severity.INFO,
                due_on=due,
            )
