"""Boards of the demo town, and what was posted on them: up, overdue, taken down.

What was to be taken down in November 2026, when the newest items of the demo were published, still
hangs, so that the admin's home has something to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from wagtail.models import ModelLogEntry

from .enums import BoardKind
from .models import NoticeBoard, Posting
from .rooms import catalogue_model, guide_model
from .services.postings import POST, TAKE_DOWN, Entry, enter, take_down

NOTE = "演示数据，为演示而编写。"
_OFFICE_TIME = time(10, 0)


@dataclass(frozen=True)
class DemoBoard:
    """A board; ``organ`` is the slug of an organ, ``keeper`` who posts there."""

    name: str
    organ: str
    kind: BoardKind
    address: str
    keeper: str
    is_public: bool = True


@dataclass(frozen=True)
class DemoPosting:
    """A sheet and the boards it was posted on.

    Attributes:
        title: of an item, which is published before ``posted_on``; empty: the guide.
    """

    title: str
    boards: tuple[str, ...]
    posted_on: date
    until: date | None = None
    removed_on: date | None = None


XIAOLUXIA, JIATANG, XIEJIALU = "小路下村村务公开栏", "夹塘村村务公开栏", "谢家路村村务公开栏"
SIHAI, HOUTANGHE = "四海社区公示栏", "后塘河社区电子屏"
HALL, OFFICE = "镇便民服务中心公告栏", "镇机关宣传栏"

BOARDS = (
    DemoBoard(XIAOLUXIA, "xiaoluxia", BoardKind.VILLAGE, "小路下村村民委员会门口", "村文书"),
    DemoBoard(JIATANG, "jiatang", BoardKind.VILLAGE, "夹塘村村民委员会门口", "村文书"),
    DemoBoard(XIEJIALU, "xiejialu", BoardKind.VILLAGE, "谢家路村村民委员会门口", "村文书"),
    DemoBoard(SIHAI, "sihai", BoardKind.COMMUNITY, "四海大道88号门口", "社区专职工作者"),
    DemoBoard(HOUTANGHE, "houtanghe", BoardKind.SCREEN, "后塘河路12号", "社区专职工作者"),
    DemoBoard(HALL, "sheshiban", BoardKind.SERVICE, "光明路101号一楼大厅", "窗口工作人员"),
    # Inside the office: the pages do not tell of it.
    DemoBoard(
        OFFICE, "dangzhengban", BoardKind.BOARD, "光明路101号二楼", "党政综合办", is_public=False
    ),
)

POSTINGS = (
    DemoPosting(
        "2013年第一季度最低生活保障发放情况", (XIAOLUXIA, JIATANG, XIEJIALU, SIHAI),
        date(2013, 2, 1), date(2013, 2, 15), date(2013, 2, 17),
    ),
    DemoPosting(
        "2013年泗门镇财政预算", (HALL, OFFICE),
        date(2013, 3, 1), date(2013, 3, 31), date(2013, 4, 1),
    ),
    DemoPosting("最低生活保障申请办事指南", (HALL,), date(2013, 5, 2)),
    DemoPosting(
        "光明路延伸工程土地征收补偿安置方案公告", (XIEJIALU,),
        date(2013, 5, 29), date(2013, 6, 13), date(2013, 6, 14),
    ),
    DemoPosting(
        "2013年第二批农村宅基地使用审核结果", (XIAOLUXIA, JIATANG, XIEJIALU),
        date(2013, 6, 7), date(2013, 6, 18), date(2013, 6, 18),
    ),
    DemoPosting("", (HALL,), date(2026, 1, 5)),
    DemoPosting(
        "2026年泗门镇财政预算", (XIAOLUXIA, SIHAI, HALL, OFFICE),
        date(2026, 3, 9), date(2026, 12, 31),
    ),
    DemoPosting("城乡居民医保参保办事指南", (XIAOLUXIA, JIATANG, SIHAI, HALL), date(2026, 6, 1)),
    DemoPosting(
        "2026年1—6月泗门镇主要经济指标", (XIAOLUXIA, JIATANG, HOUTANGHE),
        date(2026, 8, 5), date(2026, 8, 19), date(2026, 8, 20),
    ),
    DemoPosting(
        "2026年1—9月泗门镇主要经济指标", (JIATANG, HOUTANGHE),
        date(2026, 11, 4), date(2026, 11, 18),
    ),
)  # fmt: skip


def load(column: Any, editor: Any) -> None:
    """Enter all of it, as the editor would have; nothing where the boards are there already."""
    if NoticeBoard.objects.filter(name__in=[each.name for each in BOARDS]).exists():
        return
    boards = {each.name: _board(each) for each in BOARDS}
    keepers = {each.name: each.keeper for each in BOARDS}
    pages = _pages(column)
    for demo in POSTINGS:
        # The demo may have been loaded without the other years.
        if demo.title not in pages:
            continue
        for name in demo.boards:
            entry = Entry(pages[demo.title], demo.posted_on, demo.until, keepers[name], NOTE)
            (posting,) = enter(editor, [boards[name]], entry)
            if demo.removed_on and demo.removed_on <= timezone.localdate():
                take_down(posting, editor, demo.removed_on)
            _date_back(posting, demo)


def _board(demo: DemoBoard) -> NoticeBoard:
    board = NoticeBoard(
        name=demo.name,
        organ=catalogue_model("Organ").objects.get(slug=demo.organ),
        kind=demo.kind,
        address=demo.address,
        is_public=demo.is_public,
    )
    board.full_clean()
    board.save()
    return board


def _pages(column: Any) -> dict[str, Any]:
    """What is posted, by title; of several items of one title the newest."""
    items = catalogue_model("ItemPage").objects.descendant_of(column)
    wanted = items.filter(title__in=[each.title for each in POSTINGS])
    found = {each.title: each for each in wanted.order_by("published_on")}
    guide = guide_model().objects.child_of(column).first()
    return found if guide is None else {**found, "": guide}


def _date_back(posting: Posting, demo: DemoPosting) -> None:
    """The demo plays years of work in seconds: give each entry the day on which it belongs."""
    Posting.objects.filter(pk=posting.pk).update(recorded_at=_moment(demo.posted_on))
    entries = ModelLogEntry.objects.for_instance(posting)
    for action, day in ((POST, demo.posted_on), (TAKE_DOWN, demo.removed_on)):
        if day is not None:
            entries.filter(action=action).update(timestamp=_moment(day))


def _moment(day: date) -> datetime:
    moment = datetime.combine(day, _OFFICE_TIME, tzinfo=timezone.get_current_timezone())
    return min(moment, timezone.now())
