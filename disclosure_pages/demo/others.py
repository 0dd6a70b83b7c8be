"""Other items (其他): figures with tables, guides to services, duties of offices, notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from .build import make_item, paragraph, table
from .calendar import later
from .drawing import dice
from .notices import yearly_notices
from .organs import BY_SLUG, COMMUNITIES, OFFICES, VILLAGES
from .shapes import DemoItem
from .texts import others as texts
from .texts import topics as t

SEED_YEAR = 2013
QUARTERS = "一二三四"
LAST_STAGE = len(texts.STAGES) - 1


def _dates(random: Random, year: int, month: int, day: int) -> tuple[date, date]:
    written = later(date(year, month, day), random.randint(0, 3))
    return written, later(written, random.randint(1, 8))


def _rise(random: Random) -> str:
    return f"{random.randint(-25, 165) / 10:.1f}"


def monthly_economy(year: int, month: int) -> DemoItem:
    """Return the economic figures of January to ``month``, published in the month after."""
    random = dice("economy", year, month)
    written, published = _dates(random, year, month + 1, 14)
    rows = [
        (name, unit, f"{base * month * (1 + (year - SEED_YEAR) * 0.06):.1f}", _rise(random))
        for name, unit, base in (
            ("工业总产值", "亿元", 17.4),
            ("规模以上工业产值", "亿元", 11.2),
            ("自营出口额", "万美元", 5120.0),
            ("固定资产投资", "亿元", 2.3),
            ("社会消费品零售额", "亿元", 1.9),
            ("全社会用电量", "万千瓦时", 4980.0),
        )
    ]
    return make_item(
        f"{year}-jingji-{month:02d}",
        f"{year}年1—{month}月泗门镇主要经济指标" if month > 1 else f"{year}年1月泗门镇主要经济指标",
        written,
        published,
        body=[
            paragraph(
                f"{year}年1至{month}月，全镇经济运行总体平稳，主要指标完成情况见下表。"
                if month > 1
                else f"{year}年1月，全镇经济运行总体平稳，主要指标完成情况见下表。",
                "数据为快报数，以统计部门年度核定数为准。",
            ),
            table("主要经济指标", ("指标", "单位", "累计", "同比增长（%）"), rows),
        ],
        organ="jingfaban",
        topic=t.STATISTICS,
        kind="other",
        category="30-02",
        keywords=("统计数据", "经济指标"),
        audience="公民",
    )


def monthly_budget(year: int, month: int) -> DemoItem:
    """Return the fiscal figures of January to ``month``."""
    random = dice("fiscal", year, month)
    written, published = _dates(random, year, month + 1, 9)
    rows = [
        (
            name,
            f"{base * month + random.randint(0, 90)}",
            f"{random.randint(70, 118) / 12 * month:.1f}",
        )
        for name, base in (
            ("财政总收入", 4100),
            ("其中：地方财政收入", 2050),
            ("一般预算支出", 1480),
            ("其中：教育支出", 390),
            ("其中：社会保障支出", 240),
            ("其中：城乡社区支出", 420),
        )
    ]
    return make_item(
        f"{year}-caizheng-{month:02d}",
        f"{year}年{month}月泗门镇财政收支情况",
        written,
        published,
        body=[
            paragraph(
                f"截至{year}年{month}月底，镇级财政收支按预算执行，累计情况见下表。",
                "支出重点用于教育、社会保障、城乡社区和农林水事务。",
            ),
            table("财政收支（万元）", ("项目", "累计完成", "占年度预算（%）"), rows),
        ],
        organ="caizhengsuo",
        topic=t.FINANCE,
        kind="other",
        category="30-02",
        keywords=("财政收支", "统计数据"),
    )


def monthly_projects(year: int, month: int) -> DemoItem:
    """Return the state of the town's main projects at the end of ``month``."""
    random = dice("projects", year, month)
    written, published = _dates(random, year, month + 1, 6)
    rows = []
    for place, project in enumerate(texts.PROJECTS):
        stage = min((place * 3 + month * 2) // 3, LAST_STAGE)
        total = 600 + place * 850
        rows.append(
            (project, f"{total}", f"{total * (stage + 1) * 10 // 100}", texts.STAGES[stage])
        )
    return make_item(
        f"{year}-gongcheng-{month:02d}",
        f"{year}年{month}月重点工程进度",
        written,
        published,
        body=[
            paragraph(
                f"截至{month}月底，列入计划的重点工程进展如下，已竣工的不再列出后续安排。",
                "工程质量和安全由监理单位负责，群众可向城镇建设办公室反映问题。",
            ),
            table(
                "重点工程进度",
                ("工程名称", "总投资（万元）", "累计完成（万元）", "形象进度"),
                rows,
            ),
        ],
        organ="chengjianban",
        topic=t.PROJECTS,
        kind="other",
        category="30-01",
        keywords=("重点工程", "进度"),
    )


def quarterly_aid(year: int, quarter: int) -> DemoItem:
    """Return the numbers of households on the minimum allowance, by village and community."""
    random = dice("aid", year, quarter)
    written, published = _dates(random, year, quarter * 3 - 2, 10)
    rows = [
        (BY_SLUG[slug].short_name, str(households), str(households + random.randint(2, 9)))
        for slug in (*COMMUNITIES, *VILLAGES)
        for households in (random.randint(4, 21),)
    ]
    return make_item(
        f"{year}-dibao-{quarter}",
        f"{year}年第{QUARTERS[quarter - 1]}季度最低生活保障发放情况",
        written,
        published,
        body=[
            paragraph(
                f"{year}年第{QUARTERS[quarter - 1]}季度低保金已经发放，各村、社区户数人数如下。",
                "对象名单在所在村、社区公示栏公示，网上不公开个人信息。",
            ),
            table("低保户数和人数", ("村、社区", "户数", "人数"), rows),
        ],
        organ="sheshiban",
        topic=t.WELFARE,
        kind="other",
        category="21-08",
        keywords=("最低生活保障", "社会救助"),
    )


def homestead_batch(year: int, batch: int) -> DemoItem:
    """Return a batch of reviewed homestead applications: numbers by village, no names."""
    random = dice("homestead", year, batch)
    written, published = _dates(random, year, batch * 3 - 1, 18)
    rows = [
        (BY_SLUG[slug].short_name, str(random.randint(1, 9)), f"{random.randint(80, 125)}")
        for slug in VILLAGES
    ]
    return make_item(
        f"{year}-zhaijidi-{batch}",
        f"{year}年第{QUARTERS[batch - 1]}批农村宅基地使用审核结果",
        written,
        published,
        body=[
            paragraph(
                "本批宅基地申请经村民会议讨论、村级公示和镇级踏勘审核，现公开审核通过的户数和面积。",
                "对审核结果有异议的，可在公布后七个工作日内向城镇建设办公室提出。",
            ),
            table("审核结果", ("村", "通过户数", "户均面积（平方米）"), rows),
        ],
        organ="chengjianban",
        topic=t.LAND,
        kind="other",
        category="21-04",
        keywords=("宅基地", "审核结果"),
    )


def land_transfer(year: int, quarter: int) -> DemoItem:
    """Return the farmland whose contracts were transferred in a quarter, by village."""
    random = dice("transfer", year, quarter)
    written, published = _dates(random, year, quarter * 3 + 1, 12)
    rows = [
        (BY_SLUG[slug].short_name, str(random.randint(2, 30) * 10), str(random.randint(3, 25)))
        for slug in VILLAGES
    ]
    return make_item(
        f"{year}-liuzhuan-{quarter}",
        f"{year}年第{QUARTERS[quarter - 1]}季度农村土地承包经营权流转情况",
        written,
        published,
        body=[
            paragraph(
                "本季度新增流转均签订统一合同文本，并在村经济合作社备案。",
                "流转土地主要用于粮食、榨菜和蔬菜种植，未改变农业用途。",
            ),
            table("新增流转面积", ("村", "面积（亩）", "涉及户数"), rows),
        ],
        organ="nongban",
        topic=t.FARMING,
        kind="other",
        category="21-03",
        keywords=("土地流转",),
    )


def service_guide(year: int, place: int) -> DemoItem:
    """Return the guide to one service of the town's service hall."""
    guide = texts.GUIDES[place]
    random = dice("guide", year, guide.code)
    written, published = _dates(random, year, 2 + place % 8, 4 + place * 2)
    return make_item(
        f"{year}-banshi-{guide.code}",
        guide.title,
        written,
        published,
        body="\n".join(
            (
                f"办理依据：{guide.basis}。",
                f"所需材料：{guide.materials}。",
                f"办理程序：{guide.steps}。",
                f"办理期限：自受理之日起{guide.days}个工作日（不含上级审批和公示时间）。",
                f"办理地点：泗门镇便民服务中心；咨询电话：{BY_SLUG[guide.organ].phone}。不收费。",
            )
        ),
        summary=f"{guide.title.removesuffix('办事指南')}的依据、材料、程序、期限和办理地点。",
        organ=guide.organ,
        topic=guide.topic,
        kind="other",
        category="20-05",
        keywords=("办事指南",),
    )


def office_duties(year: int, slug: str) -> DemoItem:
    """Return the duties, address and phone of an office."""
    office = BY_SLUG[slug]
    random = dice("duties", year, slug)
    written, published = _dates(random, year, 3, 11 + OFFICES.index(slug))
    return make_item(
        f"{year}-zhineng-{slug}",
        f"{office.name}主要职能和联系方式（{year}年）",
        written,
        published,
        body="\n".join(
            (
                f"主要职能：{office.duties}",
                f"办公地址：{office.address}；联系电话：{office.phone}。",
                "办公时间：工作日上午8:30至11:30，下午13:30至17:00（夏季14:00至17:30）。",
                "负责人：主任一名，主持本办公室全面工作。",
            )
        ),
        organ=slug,
        topic=t.GENERAL,
        kind="other",
        category="20-02",
        keywords=("机构职能",),
    )


def others_2013() -> Iterator[DemoItem]:
    """Yield the other items of 2013 that are not policy interpretations."""
    year = SEED_YEAR
    yield from (monthly_economy(year, month) for month in range(1, 12))
    yield from (monthly_budget(year, month) for month in range(2, 12))
    yield from (monthly_projects(year, month) for month in range(2, 12))
    yield from (quarterly_aid(year, quarter) for quarter in range(1, 5))
    yield from (homestead_batch(year, batch) for batch in range(1, 5))
    yield from (land_transfer(year, quarter) for quarter in range(1, 4))
    yield from (service_guide(year, place) for place in range(len(texts.GUIDES)))
    yield from (office_duties(year, slug) for slug in OFFICES)
    yield from yearly_notices(year)
