"""What the review keeps."""

from .append_only import AppendOnlyError
from .files import FileKind, FileReading, FileUse
from .findings import FindingAnswer
from .records import ChainHead, ReviewRecord
from .releases import DraftAuthor, Release
from .tasks import DueTaskState, LeaderApprovalTask, SecrecyReviewTask
from .withdrawals import Withdrawal

__all__ = [
    "AppendOnlyError",
    "ChainHead",
    "DraftAuthor",
    "DueTaskState",
    "FileKind",
    "FileReading",
    "FileUse",
    "FindingAnswer",
    "LeaderApprovalTask",
    "Release",
    "ReviewRecord",
    "SecrecyReviewTask",
    "Withdrawal",
]
