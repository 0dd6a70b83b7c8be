"""Categories that are stale, long unchanged or blank, and those that soon will be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..enums import Severity, Watch
from .base import Found
from .numbered import INSPECTION, NumberedRule
from .periods import ONE_DAY
from .places import Category, categories

_PUBLISH = _("点击“处理”在该类别下起草新条目；确无新内容的，请党政办核对该类别的监测类型。")
Until = Callable[[Category], date | None]


def stale(today: date, watch: str) -> list[Category]:
    """Categories of a kind that are no longer fresh."""
    return [
        each
        for each in categories(today)
        if each.watch == watch and each.fresh_until is not None and each.fresh_until < today
    ]


def unchanged(today: date) -> list[Category]:
    """Categories past their own interval that are not stale by their kind already."""
    return [
        each
        for each in categories(today)
        if each.due_until is not None
        and each.due_until < today
        and not (each.fresh_until is not None and each.fresh_until < today)
    ]


def blank(today: date) -> list[Category]:
    """Categories that should have items and have none."""
    return [
        each
        for each in categories(today)
        if each.items_required and not each.number and each.watch != Watch.NONE
    ]


def becoming(today: date, until: Until, days: int) -> list[tuple[date, Category]]:
    """Categories that will be late within so many days, with the first day on which they are."""
    last = today + timedelta(days=days)
    found = [(end + ONE_DAY, each) for each in categories(today) if (end := until(each))]
    return sorted(
        (pair for pair in found if today < pair[0] <= last), key=lambda pair: (pair[0], pair[1].pk)
    )


def found_category(category: Category, detail: str, due_on: date | None, **facts: Any) -> Found:
    """A finding about a category."""
    return Found(
        key=f"page:{category.pk}",
        subject=category.title,
        detail=detail,
        organ_id=category.organ_id,
        page_id=category.pk,
        url=category.add_url,
        facts={"last": category.last.isoformat() if category.last else None, **facts},
        due_on=due_on,
    )


def _not_updated(category: Category, today: date, due_on: date | None) -> Found:
    days = (today - category.last).days if category.last else None
    detail = _now("最近一次更新是%(last)s，已有%(days)s天没有更新。") % {
        "last": category.last,
        "days": days,
    }
    return found_category(category, detail, due_on, days=days)


class NewsStale(NumberedRule):
    """动态、要闻类 without news for two weeks."""

    code = "news_stale"
    group = "stale"
    name = _("动态要闻类栏目不更新")
    basis = _("%s单项否决第4项") % INSPECTION
    sentence = _(
        "动态、要闻类栏目最新一条的发布日期距今超过%(news_days)d天。下级类别的条目计入上级；"
        "没有条目的栏目按空白栏目列出。"
    )
    remedy = _PUBLISH

    def find(self, today: date) -> Iterable[Found]:
        for each in stale(today, Watch.NEWS):
            yield _not_updated(each, today, each.fresh_until)


class NoticeStale(NumberedRule):
    """通知公告、政策文件类 without anything for half a year."""

    code = "notice_stale"
    group = "stale"
    name = _("通知政策类栏目不更新")
    basis = NewsStale.basis
    sentence = _(
        "通知公告、政策文件类栏目最新一条的发布日期距今超过%(notice_months)d个月（按对应日计算，"
        "到期月没有对应日的为月末日）。下级类别的条目计入上级。"
    )
    remedy = _PUBLISH

    def find(self, today: date) -> Iterable[Found]:
        for each in stale(today, Watch.NOTICE):
            yield _not_updated(each, today, each.fresh_until)


class LongUnchanged(NumberedRule):
    """A category past its own interval."""

    code = "long_unchanged"
    group = "stale"
    name = _("应更新的栏目长期未更新")
    basis = NewsStale.basis
    sentence = _(
        "类别设有“更新周期（天）”，最新一条的发布日期距今超过该周期。已按动态类、通知类"
        "列为不更新的，不重复列出。"
    )
    remedy = _("点击“处理”起草新条目；周期不符合实际的，请党政办在类别的“公开要求”中修改。")

    def find(self, today: date) -> Iterable[Found]:
        for each in unchanged(today):
            yield _not_updated(each, today, each.due_until)


class BlankCategory(NumberedRule):
    """A category without any item."""

    code = "blank_category"
    group = "blank"
    name = _("空白栏目")
    basis = NewsStale.basis
    sentence = _(
        "类别勾选了“应有内容”，但本类别和下级类别都没有已公开的条目（引用其他类别的条目不计）。"
    )
    remedy = _("点击“处理”起草第一个条目；不应有内容的，请党政办取消该类别的“应有内容”。")

    def find(self, today: date) -> Iterable[Found]:
        for each in blank(today):
            yield found_category(each, _now("没有已公开的条目。"), None)


class StaleSoon(NumberedRule):
    """A category that will be stale or long unchanged in a few days."""

    code = "stale_soon"
    name = _("栏目即将超期未更新")
    severity = Severity.INFO
    basis = NewsStale.basis
    sentence = _(
        "栏目目前没有超期，但再过%(ahead_days)d天以内（更新期限较短的，为期限的一半以内）"
        "没有新条目，就会列为不更新或者长期未更新。期限一栏是最后一天。"
    )
    remedy = _("请在期限以前发布新条目。")

    def find(self, today: date) -> Iterable[Found]:
        for each in categories(today):
            ends = [end for end in (each.fresh_until, each.due_until) if end is not None]
            if not ends or each.last is None or min(ends) < today:
                continue
            end = min(ends)
            ahead = min(each.column.settings.ahead_days, (end - each.last).days // 2)
            if (end - today).days < ahead:
                detail = _now("最近一次更新是%(last)s；%(end)s以后仍没有新条目，即为超期。") % {
                    "last": each.last,
                    "end": end,
                }
                yield found_category(each, detail, end)
