"""What was found, day by day, and what the office looks after."""

from ..digests.models import DigestMail, DigestPreference, DigestSettings
from ..file_checks.models import FileFault
from ..links.models import AllowedHost, Link, LinkHost, LinkRun, LinkUse
from .runs import Finding, MonitorRun
from .settings import MonitorSettings, WatchedCategory

__all__ = [
    "AllowedHost",
    "DigestMail",
    "DigestPreference",
    "DigestSettings",
    "FileFault",
    "Finding",
    "Link",
    "LinkHost",
    "LinkRun",
    "LinkUse",
    "MonitorRun",
    "MonitorSettings",
    "WatchedCategory",
]
