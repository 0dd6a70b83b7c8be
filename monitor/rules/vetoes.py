"""单项否决: what fails a whole inspection, and what will within two weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..enums import Severity, Watch
from . import categories as of
from .base import Found
from .numbered import INSPECTION, NumberedRule
from .periods import ONE_DAY
from .places import Category, Column, admin_url, categories, columns


def _listed(rule: str) -> str:
    """The list of what a rule found."""
    url = admin_url("gongkai_monitor:index")
    return f"{url}?rule={rule}" if url else ""


def _column_found(column: Column, detail: str, **more: Any) -> Found:
    return Found(
        key=f"column:{column.pk}",
        subject=column.title,
        detail=detail,
        organ_id=column.organ_id,
        page_id=column.pk,
        **more,
    )


def _per_column(found: Iterable[Category]) -> Counter[int]:
    return Counter(each.column.pk for each in found)


class _TooMany(NumberedRule):
    """As many faulty categories in one column as fail it."""

    severity = Severity.VETO
    basis = _("%s单项否决第4项") % INSPECTION
    limit = ""
    listed = ""
    words: Any = ""

    def faulty(self, today: date) -> list[Category]:
        """The categories that count."""
        raise NotImplementedError

    def find(self, today: date) -> Iterable[Found]:
        numbers = _per_column(self.faulty(today))
        for column in columns():
            limit = getattr(column.settings, self.limit)
            if numbers[column.pk] >= limit:
                detail = str(self.words) % {"number": numbers[column.pk], "limit": limit}
                facts = {"number": numbers[column.pk], "limit": limit}
                yield _column_found(column, detail, url=_listed(self.listed), facts=facts)


class TooManyStale(_TooMany):
    """Five columns for news and notices that are not kept up."""

    code = "veto_stale"
    name = _("不更新的栏目达到否决数量")
    limit = "stale_limit"
    listed = "news_stale"
    words = _("动态类、通知类栏目共有%(number)d个不更新，达到%(limit)d个即单项否决。")
    sentence = _(
        "同一公开栏目中，动态、要闻类（%(news_days)d天）和通知公告、政策文件类"
        "（%(notice_months)d个月）不更新的栏目累计达到%(stale_limit)d个。"
    )
    remedy = _("先更新超期最短、最容易恢复的栏目，使不更新的栏目降到否决数量以下。")

    def faulty(self, today: date) -> list[Category]:
        return [*of.stale(today, Watch.NEWS), *of.stale(today, Watch.NOTICE)]


class TooManyUnchanged(_TooMany):
    """Ten categories past their interval."""

    code = "veto_unchanged"
    name = _("长期未更新的栏目达到否决数量")
    limit = "unchanged_limit"
    listed = "long_unchanged"
    words = _("长期未更新的栏目共有%(number)d个，达到%(limit)d个即单项否决。")
    sentence = _("同一公开栏目中，应更新而长期未更新的栏目达到%(unchanged_limit)d个。")
    remedy = TooManyStale.remedy

    def faulty(self, today: date) -> list[Category]:
        return of.unchanged(today)


class TooManyBlank(_TooMany):
    """Five blank categories."""

    code = "veto_blank"
    name = _("空白栏目达到否决数量")
    limit = "blank_limit"
    listed = "blank_category"
    words = _("空白栏目共有%(number)d个，达到%(limit)d个即单项否决。")
    sentence = _("同一公开栏目中，空白栏目达到%(blank_limit)d个。")
    remedy = _("补充内容；确无内容的类别取消发布或者取消“应有内容”。")

    def faulty(self, today: date) -> list[Category]:
        return of.blank(today)


class _SoonTooMany(NumberedRule):
    """No veto today, but within the days of warning when nothing is published."""

    severity = Severity.WARNING
    basis = TooManyStale.basis
    limit = ""
    words: Any = ""
    remedy = _("请在期限以前更新所列栏目中的一部分，避免单项否决。")

    def faulty(self, today: date) -> list[Category]:
        """Those that count today."""
        raise NotImplementedError

    def until(self, category: Category) -> date | None:
        """The last day on which a category does not count."""
        raise NotImplementedError

    def find(self, today: date) -> Iterable[Found]:
        numbers = _per_column(self.faulty(today))
        for column in columns():
            limit = getattr(column.settings, self.limit)
            missing = limit - numbers[column.pk]
            if missing <= 0:
                continue
            coming = of.becoming(today, self.until, column.settings.ahead_days)
            coming = [pair for pair in coming if pair[1].column.pk == column.pk]
            if len(coming) >= missing:
                yield self._warn(column, numbers[column.pk], coming, missing)

    def _warn(
        self, column: Column, number: int, coming: list[tuple[date, Category]], missing: int
    ) -> Found:
        day = coming[missing - 1][0]
        concerned = [pair for pair in coming if pair[0] <= day]
        names = "、".join(category.title for _day, category in concerned)
        detail = str(self.words) % {"number": number, "day": day, "names": names}
        return _column_found(
            column,
            detail,
            url=_listed("stale_soon"),
            due_on=day - ONE_DAY,
            facts={
                "number": number,
                "veto_on": day.isoformat(),
                "becoming": [[each.isoformat(), category.pk] for each, category in concerned],
            },
        )


class SoonTooManyStale(_SoonTooMany):
    """The fifth stale column falls within two weeks."""

    code = "veto_stale_ahead"
    name = _("不更新栏目即将达到否决数量")
    limit = "stale_limit"
    words = _("已有%(number)d个栏目不更新；如不发布，%(day)s起达到否决数量：%(names)s。")
    sentence = _(
        "动态类、通知类不更新的栏目目前不到%(stale_limit)d个，但今后%(ahead_days)d天内如不发布"
        "新条目，就会达到。期限一栏是达到以前的最后一天。"
    )

    def faulty(self, today: date) -> list[Category]:
        return [*of.stale(today, Watch.NEWS), *of.stale(today, Watch.NOTICE)]

    def until(self, category: Category) -> date | None:
        return category.fresh_until


class SoonTooManyUnchanged(_SoonTooMany):
    """The tenth unchanged category falls within two weeks."""

    code = "veto_unchanged_ahead"
    name = _("长期未更新栏目即将达到否决数量")
    limit = "unchanged_limit"
    words = _("已有%(number)d个栏目长期未更新；如不发布，%(day)s起达到否决数量：%(names)s。")
    sentence = _(
        "长期未更新的栏目目前不到%(unchanged_limit)d个，但今后%(ahead_days)d天内如不发布新条目，"
        "就会达到。期限一栏是达到以前的最后一天。"
    )

    def faulty(self, today: date) -> list[Category]:
        return of.unchanged(today)

    def until(self, category: Category) -> date | None:
        # What will be stale by its kind on that day counts as such.
        fresh, due = category.fresh_until, category.due_until
        return None if due is None or (fresh is not None and fresh <= due) else due


class HomeStale(NumberedRule):
    """Nothing new in the whole column for two weeks."""

    code = "home_stale"
    name = _("首页不更新")
    severity = Severity.VETO
    basis = _("%s单项否决第3项") % INSPECTION
    sentence = _(
        "整个公开栏目最新一条的发布日期距今超过%(home_days)d天，首页上没有更新；到期前一半时间内"
        "列为待整改，并注明最后一天。"
    )
    remedy = _("尽快发布一条新的信息，动态、通知均可。")

    def find(self, today: date) -> Iterable[Found]:
        latest: dict[int, date] = {}
        for each in categories(today):
            if each.last and each.last > latest.get(each.column.pk, date.min):
                latest[each.column.pk] = each.last
        for column in columns():
            last, days = latest.get(column.pk), column.settings.home_days
            url = admin_url("wagtailadmin_explore", column.pk)
            if last is None:
                detail = _now("栏目中没有已公开的条目。")
                yield _column_found(column, detail, url=url, facts={"last": None})
                continue
            end = last + timedelta(days=days)
            if (end - today).days >= min(column.settings.ahead_days, days // 2):
                continue
            severity = Severity.VETO if end < today else Severity.WARNING
            detail = _now("整个栏目最近一次更新是%(last)s，%(end)s以后仍不更新即单项否决。") % {
                "last": last,
                "end": end,
            }
            facts = {"last": last.isoformat()}
            yield _column_found(column, detail, url=url, severity=severity, due_on=end, facts=facts)
