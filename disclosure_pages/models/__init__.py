from ..roll_up.models import ReportingBody, ReportingSettings
from ..statistics.models import AnnualStatistics, AnnualValue, RuleRemark
from .column import DisclosureIndexPage
from .guide import GuidePage
from .reports import AnnualReportIndexPage, AnnualReportPage
from .versions import ReportVersion

__all__ = [
    "AnnualReportIndexPage",
    "AnnualReportPage",
    "AnnualStatistics",
    "AnnualValue",
    "DisclosureIndexPage",
    "GuidePage",
    "ReportVersion",
    "ReportingBody",
    "ReportingSettings",
    "RuleRemark",
]
