from ..statistics.models import AnnualStatistics, AnnualValue
from .column import DisclosureIndexPage
from .guide import GuidePage
from .reports import AnnualReportIndexPage, AnnualReportPage

__all__ = [
    "AnnualReportIndexPage",
    "AnnualReportPage",
    "AnnualStatistics",
    "AnnualValue",
    "DisclosureIndexPage",
    "GuidePage",
]
