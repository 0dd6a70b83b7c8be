"""What the review keeps."""

from .files import FileKind, FileReading, FileUse
from .records import AppendOnlyError, ChainHead, ReviewRecord
from .releases import DraftAuthor, Release
from .tasks import DueTaskState, LeaderApprovalTask, SecrecyReviewTask

__all__ = [
    "AppendOnlyError",
    "ChainHead",
    "DraftAuthor",
    "DueTaskState",
    "FileKind",
    "FileReading",
    "FileUse",
    "LeaderApprovalTask",
    "Release",
    "ReviewRecord",
    "SecrecyReviewTask",
]
