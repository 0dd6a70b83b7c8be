"""Paper items (文件): the year's papers, the replies to villages and the periodic notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from .build import make_item
from .calendar import days_in_windows, later
from .drawing import SUMMARY_LIMIT, dice, summary_of
from .organs import BY_SLUG, DISCLOSURE_OFFICE, TOWN, VILLAGES
from .shapes import DatedPaper, DemoItem, Paper, PaperFate
from .texts import topics as t
from .texts.papers_history import HISTORY
from .texts.papers_matters import PAPERS as MATTERS
from .texts.papers_matters import VILLAGE_REPLIES
from .texts.papers_plans import FILES
from .texts.papers_plans import PAPERS as PLANS
from .texts.papers_policies import POLICIES

SEED_YEAR = 2013
MOST_LAG = 12
RULES = "20-01-01"
RULES_GENRE = "行政规范性文件"
REPLY_CATEGORIES = {"河道整治": "21-02", "筹资筹劳": "21-07", "农业综合开发": "21-01"}
YEARS_OF_VALIDITY = {"xueqian": 1, "guoqing-zhiban": 0, "chunjie-zhiban": 0, "huoqin": 0}

SIGNED_BY = {"泗政": TOWN, "泗政批": TOWN, "泗政办": DISCLOSURE_OFFICE}

EVERYBODY = "各村、社区，镇属各办公室，有关单位："
ADDRESSEES = {
    "通知": EVERYBODY,
    "意见": EVERYBODY,
    "通报": EVERYBODY,
    "报告": "余姚市人民政府：",
    "函": "余姚市有关部门：",
}
CLOSINGS = {
    "通知": (
        "请各单位结合实际抓好落实，执行中的问题及时向{office}反映。",
        "各单位落实情况请于规定时间内报送{office}汇总。",
        "本通知自印发之日起执行。",
    ),
    "意见": (
        "本意见自印发之日起施行，由{office}负责解释。",
        "各单位可根据本意见制定具体措施，报{office}备案。",
    ),
    "批复": (
        "请按批复要求组织实施，并接受村民监督。",
        "项目完成后将竣工和决算资料报{office}备案。",
    ),
    "公告": ("特此公告。",),
    "通告": ("本通告自发布之日起施行。",),
    "通报": ("希望各单位对照通报，取长补短，改进工作。",),
    "报告": ("特此报告。",),
    "函": ("妥否，请予函复。",),
    "决定": ("本决定自公布之日起施行。",),
    "纪要": ("会议议定事项由{office}督办。",),
    "其他": ("由{office}负责解释和答疑。",),
}
NUMERALS = "一二三四五六七八"


def papers(year: int, count: int | None = None) -> Iterator[DemoItem]:
    """Yield the papers and policies written in a year, numbered in the order of their dates.

    ``count`` None yields what the pools hold for the year; a number adds replies to villages
    until there are that many.
    """
    drafts = [draft for draft in (*POLICIES, *HISTORY) if draft.written_on.startswith(str(year))]
    drafts += list(_dated(year, {draft.key for draft in drafts}))
    if count is not None:
        wanted = count - sum(1 for draft in drafts if not draft.fate.interprets)
        drafts += _replies(year, wanted)
    yield from _numbered(year, drafts)


def _dated(year: int, taken: set[str]) -> Iterator[DatedPaper]:
    pool: Iterable[Paper] = PLANS
    if year == SEED_YEAR:
        pool = (*PLANS, *MATTERS, *_notices())
    elif year < SEED_YEAR - 3 or year > SEED_YEAR + 3:
        pool = ()
    for place, paper in enumerate(pool):
        key = f"{year}-{paper.code}"
        if year != SEED_YEAR and place % 3 != year % 3:
            continue
        if key not in taken:
            written = later(date.fromisoformat(f"{year}-{paper.day}"), 0)
            yield DatedPaper(key, written.isoformat(), paper.series, paper, _fate(paper, written))


def _fate(paper: Paper, written: date) -> PaperFate:
    if paper.category == RULES:
        return PaperFate(effective_on=written.replace(day=1, month=written.month + 1).isoformat())
    if paper.yearly or paper.code in YEARS_OF_VALIDITY:
        last = written.year + YEARS_OF_VALIDITY.get(paper.code, 0)
        if paper.code in ("yibao", "dongxiu"):
            last += 1
        return PaperFate(expires_on=date(last, 12, 31).isoformat())
    return PaperFate()


def _notices() -> Iterator[Paper]:
    for month in range(1, 12):
        yield Paper(
            f"huanjing-tongbao-{month:02d}", f"{month + 1:02d}-06", "泗政办", "通报", FILES,
            "chengjianban", t.ENVIRONMENT, f"关于{month}月份农村环境卫生检查情况的通报",
            f"{month}月份，镇考核组对各村、社区的环境卫生进行了抽查，现将情况通报如下。",
            (
                f"抽查点位{40 + month * 3}个，合格率比上月有所提高。",
                f"存在问题的点位{9 + month % 5}个，集中在河边和背街小巷。",
                "相关单位应在十天内整改并上报照片。",
            ),
            ("环境卫生", "通报"),
        )  # fmt: skip
    for quarter, month in enumerate((4, 7, 10), start=1):
        yield Paper(
            f"gongkai-tongbao-{quarter}", f"{month:02d}-16", "泗政办", "通报", FILES,
            "dangzhengban", t.OPENNESS, f"关于{NUMERALS[quarter - 1]}季度政府信息公开情况的通报",
            "为督促及时更新，现将本季度各单位信息公开情况通报如下。",
            (
                "多数单位能按时报送，信息格式比较规范。",
                f"有{quarter + 1}个单位的公开栏超过一个月未更新。",
                "下季度重点检查目录完整性和留言答复时效。",
            ),
            ("信息公开", "通报"), "其他组织",
        )  # fmt: skip
    for number, (day, field) in enumerate(
        (("03-29", "用电"), ("06-27", "粉尘防爆"), ("09-26", "危化品"), ("12-16", "冬季消防")), 1
    ):
        yield Paper(
            f"guapai-{number}", day, "泗政办", "通知", FILES, "jingfaban", t.SAFETY,
            f"关于对第{NUMERALS[number - 1]}批{field}安全隐患实行挂牌督办的通知",
            f"经检查，部分单位存在{field}方面的安全隐患，决定实行挂牌督办。",
            (
                "责任单位制定整改方案，落实资金和时限。",
                "整改期间采取停用、警示等防范措施。",
                "整改完成后申请复查，合格的予以摘牌。",
            ),
            ("安全隐患", "挂牌督办"),
        )  # fmt: skip


def _replies(year: int, count: int) -> list[DatedPaper]:
    random = dice("replies", year)
    pairs = [(matter, village) for matter in VILLAGE_REPLIES for village in VILLAGES]
    days = days_in_windows(year, ("01-08..12-20",))
    drafts = []
    for number, ((title, subject, condition, topic), slug) in enumerate(
        random.sample(pairs, count), start=1
    ):
        village = BY_SLUG[slug]
        paper = Paper(
            f"pifu-{number:02d}", "", "泗政批", "批复",
            REPLY_CATEGORIES.get(subject, FILES),
            "chengjianban" if topic in (t.ROADS, t.BUILDING) else "nongban", topic,
            title.format(village=village.short_name),
            f"你村报送的{subject}请示收悉。经研究，原则同意你村实施该项目。",
            (condition, "施工应确保质量和安全，不得擅自扩大规模和提高标准。"),
            (subject, "批复"), "其他组织",
        )  # fmt: skip
        written = random.choice(days).isoformat()
        drafts.append(DatedPaper(f"{year}-{paper.code}", written, "泗政批", paper))
    return drafts


def _numbered(year: int, drafts: list[DatedPaper]) -> Iterator[DemoItem]:
    numbers: dict[str, int] = {}
    random = dice("numbers", year)
    for draft in sorted(drafts, key=lambda draft: (draft.written_on, draft.key)):
        number = ""
        if draft.series:
            numbers[draft.series] = numbers.get(draft.series, 0) + random.choice((1, 1, 2))
            number = f"{draft.series}〔{year}〕{numbers[draft.series]}号"
        yield _paper_item(draft, number)


def _paper_item(draft: DatedPaper, number: str) -> DemoItem:
    written = date.fromisoformat(draft.written_on)
    year = written.year
    random = dice("paper", draft.key)
    values = {"year": str(year), "last": str(year - 1), "next": str(year + 1)}
    paper = replace(
        draft.paper,
        title=draft.paper.title.format(**values),
        aim=draft.paper.aim.format(**values),
    )
    points = [
        f"{NUMERALS[place]}、{point.format(**values)}" for place, point in enumerate(paper.points)
    ]
    office = BY_SLUG[paper.organ].name
    closing = paper.closing or random.choice(CLOSINGS[paper.genre]).format(office=office)
    addressee = ADDRESSEES.get(paper.genre, "")
    if paper.genre == "批复":
        addressee = f"{paper.title.removeprefix('关于同意').split('村')[0]}村民委员会："
    head = [addressee] if addressee and not draft.fate.interprets else []
    return make_item(
        draft.key,
        paper.title,
        written,
        later(written, random.randint(1, MOST_LAG)),
        body="\n".join((*head, paper.aim, *points, closing)),
        summary=_summary(paper),
        document_number=number,
        organ=SIGNED_BY.get(draft.series, paper.organ),
        topic=paper.topic,
        # What 表二 of the annual report counts is told by the genre.
        genre=RULES_GENRE if paper.category == RULES else paper.genre,
        audience=paper.audience,
        kind="other" if draft.fate.interprets else "document",
        category=paper.category,
        keywords=paper.keywords,
        fate=draft.fate,
    )


def _summary(paper: Paper) -> str:
    text = f"{paper.aim.rstrip('。')}，内容包括{len(paper.points)}个方面。"
    return text if len(text) <= SUMMARY_LIMIT else summary_of(paper.aim)
