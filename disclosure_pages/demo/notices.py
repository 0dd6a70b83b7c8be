"""Yearly notices among the other items: budget, accounts, fees, procurement, land, posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Unpack

from .build import Parts, make_item, paragraph, table
from .calendar import later
from .drawing import dice
from .shapes import DemoItem
from .texts import others as texts
from .texts import topics as t

SEED_YEAR = 2013


def _notice(year: int, code: str, day: str, title: str, **parts: Unpack[Parts]) -> DemoItem:
    written = later(date.fromisoformat(f"{year}-{day}"), 0)
    published = later(written, dice("notice", year, code).randint(1, 9))
    parts["kind"] = "other"
    return make_item(f"{year}-{code}", title, written, published, **parts)


def budget(year: int) -> DemoItem:
    """Return the budget of a year as approved by the town's people's congress."""
    random = dice("budget", year)
    rows = [
        (name, str(base + (year - SEED_YEAR) * step + random.randint(0, 99)))
        for name, base, step in (
            ("一般公共服务", 2600, 60),
            ("教育", 4700, 310),
            ("文化体育", 420, 35),
            ("社会保障和就业", 2900, 240),
            ("医疗卫生", 780, 66),
            ("城乡社区事务", 5100, 280),
            ("农林水事务", 1900, 120),
        )
    ]
    return _notice(
        year, "yusuan", "02-05", f"{year}年泗门镇财政预算",
        body=[
            paragraph(
                f"{year}年镇级财政预算经镇人民代表大会审议批准，支出安排见下表。",
                "公务接待、公务用车和会议支出按只减不增安排。",
            ),
            table("支出预算（万元）", ("科目", "预算数"), rows),
        ],
        organ="caizhengsuo", topic=t.FINANCE, category="20-07", keywords=("财政预算",),
    )  # fmt: skip


def accounts(year: int) -> DemoItem:
    """Return the final accounts of the year before ``year``."""
    random = dice("accounts", year)
    rows = [
        (name, str(base + (year - SEED_YEAR) * step + random.randint(0, 99)), f"{share:.1f}")
        for name, base, step, share in (
            ("一般公共服务", 2480, 55, 98.2),
            ("教育", 4520, 300, 101.4),
            ("社会保障和就业", 2760, 230, 99.7),
            ("城乡社区事务", 4890, 270, 96.9),
            ("农林水事务", 1840, 115, 102.3),
        )
    ]
    return _notice(
        year, "juesuan", "07-16", f"{year - 1}年泗门镇财政决算",
        body=[
            paragraph(
                f"{year - 1}年镇级财政决算已经审查批准，主要支出科目完成情况见下表。",
                "结转项目按规定用途在下一年度继续安排。",
            ),
            table("支出决算（万元）", ("科目", "决算数", "占预算（%）"), rows),
        ],
        organ="caizhengsuo", topic=t.FINANCE, category="20-07", keywords=("财政决算",),
    )  # fmt: skip


def _bulletin(year: int) -> DemoItem:
    return _notice(
        year, "gongbao", "03-20", f"{year - 1}年泗门镇国民经济和社会发展统计信息",
        body=[
            paragraph(
                f"{year - 1}年，全镇经济稳步发展，城镇建设和民生事业取得新进展，主要统计信息如下。",
                "户籍人口保持稳定，外来人口略有增加；农业以榨菜、粮食和蔬菜为主。",
            ),
            table(
                "主要统计指标", ("指标", "单位", "数值"),
                [
                    ("工业总产值", "亿元", "202.6"),
                    ("农业总产值", "亿元", "6.1"),
                    ("榨菜种植面积", "亩", "21000"),
                    ("义务教育学校", "所", "7"),
                    ("农村居民人均纯收入", "元", "18260"),
                ],
            ),
        ],
        organ="jingfaban", topic=t.STATISTICS, category="20-04", keywords=("统计信息",),
    )  # fmt: skip


def _money_lists(year: int) -> Iterator[DemoItem]:
    yield _notice(
        year, "caigou", "01-22", f"{year}年度政府集中采购目录和标准",
        body=[
            paragraph(
                f"{year}年度镇级采购按下列目录和方式执行，实施结果按季公开。",
                "限额标准以市财政部门当年公布的为准。",
            ),
            table("采购目录", ("类别", "内容", "采购方式"), list(texts.PROCUREMENT)),
        ],
        organ="caizhengsuo", topic=t.FINANCE, category="20-09", keywords=("政府采购",),
        audience="法人",
    )  # fmt: skip
    yield _notice(
        year, "shoufei", "04-08", f"{year}年度行政事业性收费项目目录",
        body=[
            paragraph(
                "本镇执收的行政事业性收费项目、标准和依据如下，目录之外的收费群众有权拒绝。",
                "低保、残疾等困难家庭按规定减免。",
            ),
            table("收费项目", ("项目", "计收方式", "依据"), list(texts.FEES)),
        ],
        organ="caizhengsuo", topic=t.FINANCE, category="20-08", keywords=("收费目录",),
    )  # fmt: skip


def _public_notices(year: int) -> Iterator[DemoItem]:
    yield _notice(
        year, "zhaopin", "06-08", f"泗门镇{year}年公开招聘编外工作人员公告",
        body="\n".join(
            (
                "因工作需要，面向社会公开招聘便民服务中心窗口人员、城建巡查员各2名。",
                texts.REQUIREMENTS,
                "招聘按报名、笔试、面试、体检、公示的程序进行，全程接受监督。",
            )
        ),
        organ="dangzhengban", topic=t.STAFF, category="20-14", keywords=("招聘",), genre="公告",
        period="限时公开",
    )  # fmt: skip
    yield _notice(
        year, "zhengdi", "05-14", "光明路延伸工程土地征收补偿安置方案公告",
        body="\n".join(
            (
                "因光明路延伸工程需要，拟征收谢家路村集体土地，现公告补偿安置方案。",
                "土地补偿按市政府公布的区片综合价执行，青苗和附着物另行清点补偿。",
                "被征地村民对方案有意见的，可在公告之日起十个工作日内书面提出。",
            )
        ),
        organ="chengjianban", topic=t.LAND, category="21-05", keywords=("土地征收",), genre="公告",
    )  # fmt: skip
    yield _notice(
        year, "fangwu", "09-03", "镇中心区块旧村改造房屋征收补偿情况公示",
        body="\n".join(
            (
                "镇中心区块旧村改造涉及房屋的签约工作已经完成，现将补偿情况予以公示。",
                "评估由住户共同选定的机构承担，结果逐户送达；安置方式分产权调换和货币补偿。",
                "分户明细在现场公示，网上不公开个人信息。",
            )
        ),
        organ="chengjianban", topic=t.BUILDING, category="21-06", keywords=("房屋征收",),
        genre="公告",
    )  # fmt: skip


def yearly_notices(year: int) -> Iterator[DemoItem]:
    """Yield all yearly notices of the seed year."""
    yield budget(year)
    yield accounts(year)
    yield _bulletin(year)
    yield from _money_lists(year)
    yield from _public_notices(year)
