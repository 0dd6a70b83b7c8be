"""What was found, day by day, and what the office looks after."""

from .runs import Finding, MonitorRun
from .settings import MonitorSettings, WatchedCategory

__all__ = ["Finding", "MonitorRun", "MonitorSettings", "WatchedCategory"]
