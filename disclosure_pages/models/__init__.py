from ..registers.confirmations import RegisterConfirmation
from ..registers.models import (
    Activity,
    Application,
    Charge,
    Decision,
    Dispute,
    Message,
)
from ..roll_up.models import ReportingBody, ReportingSettings
from ..statistics.models import AnnualStatistics, AnnualValue, RuleRemark
from .column import DisclosureIndexPage
from .guide import GuidePage
from .reports import AnnualReportIndexPage, AnnualReportPage
from .versions import ReportVersion

__all__ = [
    "Activity",
    "AnnualReportIndexPage",
    "AnnualReportPage",
    "AnnualStatistics",
    "AnnualValue",
    "Application",
    "Charge",
    "Decision",
    "DisclosureIndexPage",
    "Dispute",
    "GuidePage",
    "Message",
    "RegisterConfirmation",
    "ReportVersion",
    "ReportingBody",
    "ReportingSettings",
    "RuleRemark",
]
