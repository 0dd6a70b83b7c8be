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
    # Hosts ("www.example.gov.cn", with a port where it is not the usual one; "*.example.gov.cn" for
    # all below) whose pages the link checker may ask for, besides the site's own and those that the
    # office lists.
    "GONGKAI_MONITOR_LINK_HOSTS": [],
    # Networks (CIDR) that are no part of the internet and may be asked all the same.
    "GONGKAI_MONITOR_LINK_NETWORKS": [],
    # Whom an operator of another site may turn to; empty: the address of the default site.
    "GONGKAI_MONITOR_LINK_CONTACT": "",
    # Seconds between two requests to one host, that connecting and a whole request may take, and
    # that one call of ``check_links`` works.
    "GONGKAI_MONITOR_LINK_PAUSE": 1,
    "GONGKAI_MONITOR_LINK_CONNECT_TIMEOUT": 5,
    "GONGKAI_MONITOR_LINK_TIMEOUT": 15,
    "GONGKAI_MONITOR_LINK_PIECE": 240,
    # Links that are asked for in one run at most; the longest unchecked come first.
    "GONGKAI_MONITOR_LINK_MAX_PER_RUN": 2000,
    # Runs in which a link has to fail to be called broken, and days until one that leads somewhere
    # is asked for again.
    "GONGKAI_MONITOR_LINK_FAILURES": 3,
    "GONGKAI_MONITOR_LINK_OK_DAYS": 7,
    # Local time from which digests are written; the nightly run is over by then.
    "GONGKAI_MONITOR_DIGEST_AT": "08:00",
    # Seconds from a failed attempt to send a digest to the next one; after the last it has failed.
    "GONGKAI_MONITOR_DIGEST_DELAYS": [300, 1800, 7200, 21600, 86400],
    # Days for which sent digests are kept.
    "GONGKAI_MONITOR_DIGEST_KEEP_DAYS": 180,
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])


def words(name: str) -> tuple[str, ...]:
    """A setting that is a list of words."""
    found = get_setting(name)
    return tuple(str(each) for each in found) if isinstance(found, (list, tuple)) else ()


def number(name: str) -> float:
    """A setting that is a number."""
    return float(str(get_setting(name)))
