"""Register rows of the demo town: an invented year of quiet office work.

Every row is marked as demo data. The report of 2013 says that nobody applied, asked for
reconsideration or sued; that year's registers are empty and confirmed as complete.
"""

from __future__ import annotations

from typing import Any, NamedTuple

REMARK = "演示数据"
YEAR = 2025
"""The last full year with items."""


class DemoConfirmation(NamedTuple):
    """Registers that the office has confirmed for a year, and on which day."""

    year: int
    registers: tuple[str, ...]
    confirmed_on: str
    remark: str


CONFIRMATIONS: tuple[DemoConfirmation, ...] = (
    DemoConfirmation(
        2013,
        ("applications", "disputes"),
        "2014-01-13",
        "据本镇2013年度政府信息公开工作年度报告",
    ),
    DemoConfirmation(
        YEAR,
        ("decisions", "charges", "applications", "disputes", "messages", "activities"),
        "2026-01-09",
        REMARK,
    ),
)

_OFFICE = "dangzhengban"
_Row = dict[str, Any]


def _decisions() -> list[_Row]:
    batches = (
        ("licence", "chengjianban", "2025-03-31", "乡村建设规划许可", 8),
        ("licence", "chengjianban", "2025-06-30", "农村宅基地用地建房许可", 12),
        ("licence", "chengjianban", "2025-09-30", "农村宅基地用地建房许可", 11),
        ("licence", "nongban", "2025-12-29", "林木采伐许可", 9),
        ("penalty", "chengjianban", "2025-05-20", "违反镇容环境卫生管理的处罚", 4),
        ("penalty", "chengjianban", "2025-10-17", "违法搭建的处罚", 2),
    )
    return [
        {"kind": kind, "organ": organ, "decided_on": day, "matter": matter, "quantity": number}
        for kind, organ, day, matter, number in batches
    ]


# Number, channel, applicant, received, extended, result, finished.
_APPLICATIONS = (
    ("2024-006", "network", "person", "2024-12-18", False, "granted", "2025-01-10"),
    ("2025-001", "network", "person", "2025-02-17", False, "granted", "2025-03-05"),
    ("2025-002", "letter", "person", "2025-03-24", False, "partial", "2025-04-18"),
    ("2025-003", "counter", "company", "2025-04-14", False, "not_held", "2025-04-21"),
    ("2025-004", "network", "person", "2025-06-09", True, "third_party", "2025-07-29"),
    ("2025-005", "letter", "legal", "2025-07-21", False, "enforcement", "2025-08-12"),
    ("2025-006", "network", "person", "2025-08-25", False, "petition", "2025-09-02"),
    ("2025-007", "network", "other", "2025-10-20", False, "not_corrected", "2025-11-14"),
    ("2025-008", "network", "person", "2025-12-22", False, "granted", "2026-01-14"),
)


def _applications() -> list[_Row]:
    names = (
        "number",
        "channel",
        "applicant",
        "received_on",
        "is_extended",
        "result",
        "finished_on",
    )
    return [{"organ": _OFFICE, **dict(zip(names, row, strict=True))} for row in _APPLICATIONS]


def _disputes() -> list[_Row]:
    return [
        {
            "organ": _OFFICE,
            "block": "reconsideration",
            "accepted_on": "2025-08-18",
            "outcome": "upheld",
            "concluded_on": "2025-10-15",
        }
    ]


def _messages() -> list[_Row]:
    kinds = ("mailbox", "consultation", "complaint")
    numbers = (4, 3, 5, 6, 4, 7, 8, 6, 5, 4, 3, 5)
    return [
        {
            "organ": _OFFICE,
            "kind": kinds[month % len(kinds)],
            "received_on": f"{YEAR}-{month:02}-12",
            "replied_on": f"{YEAR}-{month:02}-20",
            "subject": f"{month}月收到的留言",
            "quantity": number,
        }
        for month, number in enumerate(numbers, start=1)
    ]


def _activities() -> list[_Row]:
    held = (
        ("meeting", "2025-02-20", "全镇政府信息公开工作会议", "镇政府会议室", 46),
        ("training", "2025-04-10", "信息员业务培训", "镇文化礼堂", 38),
        ("meeting", "2025-07-08", "半年度信息公开推进会", "镇政府会议室", 24),
        ("inspection", "2025-09-16", "公开栏目和查阅点检查", "各村、社区", 12),
        ("training", "2025-10-23", "依申请公开办理和保密审查培训", "镇政府会议室", 31),
        ("meeting", "2025-12-09", "年度报告编制工作会议", "镇政府会议室", 18),
    )
    return [
        {
            "organ": _OFFICE,
            "kind": kind,
            "held_on": day,
            "title": title,
            "place": place,
            "participants": number,
        }
        for kind, day, title, place, number in held
    ]


def register_rows() -> dict[str, list[_Row]]:
    """Rows by register; organs are slugs, days ISO strings."""
    return {
        "decisions": _decisions(),
        "applications": _applications(),
        "disputes": _disputes(),
        "messages": _messages(),
        "activities": _activities(),
    }
