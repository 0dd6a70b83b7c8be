"""Defaults of this app's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, object] = {
    # The backend of ``TASKS`` on which "现在检查" runs.
    "GONGKAI_MONITOR_TASK_BACKEND": "default",
    # Local time of the nightly run.
    "GONGKAI_MONITOR_AT": "05:30",
    # Days for which findings are kept.
    "GONGKAI_MONITOR_KEEP_DAYS": 400,
    # A category whose name has one of these words is taken for news, or for notices and policies,
    # unless the office says otherwise.
    "GONGKAI_MONITOR_NEWS_WORDS": ["动态", "要闻", "新闻", "资讯", "快讯"],
    "GONGKAI_MONITOR_NOTICE_WORDS": ["通知", "公告", "公示", "政策", "文件"],
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])


def words(name: str) -> tuple[str, ...]:
    """A setting that is a list of words."""
    found = get_setting(name)
    return tuple(str(each) for each in found) if isinstance(found, (list, tuple)) else ()
