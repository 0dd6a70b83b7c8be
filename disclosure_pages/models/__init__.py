from ..roll_up.models import ReportingBody, ReportingSettings
from ..statistics.models import AnnualStatistics, AnnualValue, RuleRemark
from ..statistics.version_model import FiguresVersion
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
    "FiguresVersion",
    "GuidePage",
    "ReportVersion",
    "ReportingBody",
    "ReportingSettings",
    "RuleRemark",
]
