"""The category tree of the demo column.

``policies`` stands outside the catalogue, everything else below it. The groups are those of
《政府信息公开条例》 第二十条 and 第二十一条, the columns the 2013 report promises for 2014, and
the two columns for news and messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

DEADLINE_WORKING_DAYS = 20
LAW = "《中华人民共和国政府信息公开条例》"


@dataclass(frozen=True)
class DemoCategory:
    """One category.

    ``update_days`` is the longest time in calendar days without a new item (None: no rule);
    ``deadline`` is in working days from the day the information came into being (第二十六条).
    """

    code: str
    title: str
    slug: str
    organ: str
    basis: str
    update_rule: str
    introduction: str
    update_days: int | None = None
    deadline: int = DEADLINE_WORKING_DAYS
    items_required: bool = True
    children: tuple[DemoCategory, ...] = field(default=())


PROMPT = "信息形成或者变更之日起20个工作日内公开"
MONTHLY = "每月更新，信息形成后20个工作日内公开"
YEARLY = "每年更新，信息形成或者变更之日起20个工作日内公开"


def _article20(number: int, numeral: str) -> str:
    return f"{LAW}第二十条第（{numeral}）项"


ARTICLE_21 = f"{LAW}第二十一条"

_ARTICLE_20 = DemoCategory(
    "20", "基本公开内容", "jiben-gongkai", "dangzhengban", f"{LAW}第二十条", PROMPT,
    "条例第二十条规定各级行政机关都应当主动公开的内容，按条例的项目次序编排。",
    items_required=False,
    children=(
        DemoCategory(
            "20-01", "规范性文件和其他文件", "wenjian", "dangzhengban",
            _article20(1, "一"), PROMPT,
            "镇政府制定的行政性规范文件和日常工作文件，注明现行效力。",
            items_required=False,
            children=(
                DemoCategory(
                    "20-01-01", "行政规范性文件", "guifanxing-wenjian", "dangzhengban",
                    _article20(1, "一"), PROMPT,
                    "涉及公民、法人和其他组织权利义务、可以反复适用的文件。", 180,
                ),
                DemoCategory(
                    "20-01-02", "其他文件", "qita-wenjian", "dangzhengban",
                    _article20(1, "一"), PROMPT,
                    "工作部署、计划、通报、批复等日常文件。", 90,
                ),
            ),
        ),
        DemoCategory(
            "20-02", "机构职能", "jigou-zhineng", "dangzhengban", _article20(2, "二"), YEARLY,
            "镇政府及内设机构的职能、办公地址、办公时间、联系方式和负责人职务。", 365,
        ),
        DemoCategory(
            "20-03", "规划计划", "guihua-jihua", "jingfaban", _article20(3, "三"), YEARLY,
            "国民经济和社会发展规划、专项规划、年度工作计划和相关政策。", 365,
        ),
        DemoCategory(
            "20-04", "统计信息", "tongji-xinxi", "jingfaban", _article20(4, "四"), YEARLY,
            "全镇国民经济和社会发展年度统计信息。", 365,
        ),
        DemoCategory(
            "20-05", "行政许可和服务事项", "xuke-fuwu", "sheshiban", _article20(5, "五"), PROMPT,
            "办理行政许可和其他对外管理服务事项的依据、条件、程序和结果。", 365,
        ),
        DemoCategory(
            "20-06", "行政处罚和行政强制", "chufa-qiangzhi", "chengjianban",
            _article20(6, "六"), PROMPT,
            "实施行政处罚、行政强制的依据、条件、程序以及有一定社会影响的处罚决定。",
            365, items_required=False,
        ),
        DemoCategory(
            "20-07", "财政预算决算", "yusuan-juesuan", "caizhengsuo", _article20(7, "七"), YEARLY,
            "镇级财政预算、决算和“三公”经费信息。", 365,
        ),
        DemoCategory(
            "20-08", "行政事业性收费", "shoufei", "caizhengsuo", _article20(8, "八"), YEARLY,
            "行政事业性收费的项目、依据和标准。", 365,
        ),
        DemoCategory(
            "20-09", "政府集中采购", "zhengfu-caigou", "caizhengsuo", _article20(9, "九"), PROMPT,
            "政府集中采购的目录、标准和实施情况。", 180,
        ),
        DemoCategory(
            "20-10", "重大建设项目", "zhongda-xiangmu", "chengjianban",
            _article20(10, "十"), PROMPT, "重大建设项目的批准和实施情况。", 180,
        ),
        DemoCategory(
            "20-11", "民生政策", "minsheng-zhengce", "sheshiban", _article20(11, "十一"), PROMPT,
            "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施和实施情况。", 180,
        ),
        DemoCategory(
            "20-12", "突发公共事件", "tufa-shijian", "dangzhengban",
            _article20(12, "十二"), PROMPT, "突发公共事件的应急预案、预警信息和应对情况。", 180,
        ),
        DemoCategory(
            "20-13", "监督检查", "jiandu-jiancha", "jingfaban", _article20(13, "十三"), PROMPT,
            "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况。", 180,
        ),
        DemoCategory(
            "20-14", "人员招考录用", "zhaokao-luyong", "dangzhengban",
            _article20(14, "十四"), PROMPT,
            "公务员和工作人员招考的职位、名额、报考条件和录用结果。", 365, items_required=False,
        ),
        DemoCategory(
            "20-15", "其他应当公开的信息", "qita-xinxi", "dangzhengban",
            _article20(15, "十五"), PROMPT,
            "法律、法规、规章和国家有关规定应当主动公开的其他信息。", 365, items_required=False,
        ),
    ),
)  # fmt: skip


_TOWNSHIP = (
    ("农业农村政策", "nongcun-zhengce", "nongban", "贯彻落实农业农村工作政策的情况。"),
    ("农田水利工程", "nongtian-shuili", "nongban", "农田水利工程的建设和运营情况。"),
    ("土地承包经营权流转", "tudi-liuzhuan", "nongban", "农村土地承包经营权流转情况。"),
    ("宅基地使用审核", "zhaijidi", "chengjianban", "宅基地使用情况的审核结果。"),
    ("土地征收", "tudi-zhengshou", "chengjianban", "土地征收公告、补偿标准和实施情况。"),
    ("房屋征收", "fangwu-zhengshou", "chengjianban", "房屋征收、拆迁和补偿情况。"),
    ("筹资筹劳", "chouzi-choulao", "nongban", "村级公益事业筹资筹劳方案和使用情况。"),
    ("社会救助", "shehui-jiuzhu", "sheshiban", "最低生活保障、临时救助、优抚等情况。"),
)

_ARTICLE_21 = DemoCategory(
    "21", "乡镇公开内容", "xiangzhen-gongkai", "dangzhengban", ARTICLE_21, PROMPT,
    "条例第二十一条规定乡镇人民政府还应当主动公开的内容。",
    items_required=False,
    children=tuple(
        DemoCategory(f"21-{number:02d}", title, slug, organ, ARTICLE_21, PROMPT, text, 365)
        for number, (title, slug, organ, text) in enumerate(_TOWNSHIP, start=1)
    ),
)  # fmt: skip

REPORT_2013 = "本镇2013年度政府信息公开工作年度报告提出的重点公开内容；"

_PROMISED = DemoCategory(
    "30", "重点公开栏目", "zhongdian-lanmu", "dangzhengban",
    f"{REPORT_2013}{LAW}第二十条", PROMPT, "年度报告中承诺深化公开的四个栏目。",
    items_required=False,
    children=(
        DemoCategory(
            "30-01", "重点工程进度", "zhongdian-gongcheng", "chengjianban",
            f"{REPORT_2013}{_article20(10, '十')}", MONTHLY, "镇级重点工程每月的形象进度。", 45,
        ),
        DemoCategory(
            "30-02", "统计数据", "tongji-shuju", "jingfaban",
            f"{REPORT_2013}{_article20(4, '四')}", MONTHLY, "每月主要经济指标和财政收支数据。", 45,
        ),
        DemoCategory(
            "30-03", "应急管理", "yingji-guanli", "dangzhengban",
            f"{REPORT_2013}{_article20(12, '十二')}", PROMPT,
            "预警信息、应急演练和灾后恢复情况。", 90,
        ),
        DemoCategory(
            "30-04", "行政性规范文件", "guifan-qingli", "dangzhengban",
            f"{REPORT_2013}{_article20(1, '一')}", PROMPT,
            "行政性规范文件的清理结果、解读和目录。", 365,
        ),
    ),
)  # fmt: skip

_NEWS = DemoCategory(
    "40", "政务动态", "zhengwu-dongtai", "dangzhengban", _article20(15, "十五"), PROMPT,
    "镇、村、社区的工作动态和面向公众的通知公告。",
    items_required=False,
    children=(
        DemoCategory(
            "40-01", "工作动态", "gongzuo-dongtai", "dangzhengban", _article20(15, "十五"),
            "每两周至少更新一次", "各办公室、村和社区的日常工作消息。", 14,
        ),
        DemoCategory(
            "40-02", "通知公告", "tongzhi-gonggao", "dangzhengban", _article20(15, "十五"),
            PROMPT, "面向公众的通知、公告和公示。", 60,
        ),
    ),
)  # fmt: skip

_MESSAGES = DemoCategory(
    "50", "互动留言", "hudong-liuyan", "dangzhengban",
    f"{LAW}第二十条第（十五）项、第四十四条", "收到之日起5个工作日内答复并公开",
    "领导信箱、在线咨询、监督投诉三个渠道中可以公开的来信和答复，隐去来信人信息。",
    items_required=False,
    children=tuple(
        DemoCategory(
            code, title, slug, organ, f"{LAW}第二十条第（十五）项、第四十四条",
            "收到之日起5个工作日内答复并公开", text, 30,
        )
        for code, title, slug, organ, text in (
            ("50-01", "领导信箱", "lingdao-xinxiang", "dangzhengban", "写给镇长的来信和办理答复。"),
            ("50-02", "在线咨询", "zaixian-zixun", "dangzhengban", "办事和政策咨询及解答。"),
            ("50-03", "监督投诉", "jiandu-tousu", "zongzhiban", "监督意见、投诉举报的处理结果。"),
        )
    ),
)  # fmt: skip

POLICIES = DemoCategory(
    "policies", "政府信息公开制度", "policies", "dangzhengban", f"{LAW}第四条、第十七条",
    "制度变更之日起20个工作日内更新", "本镇政府信息公开的考核、审查、责任追究和办理制度。",
)  # fmt: skip

CATALOGUE_CATEGORIES: tuple[DemoCategory, ...] = (
    _ARTICLE_20,
    _ARTICLE_21,
    _PROMISED,
    _NEWS,
    _MESSAGES,
)
"""The tops of the tree below the catalogue page, in the order in which they are shown."""


def walk(
    categories: tuple[DemoCategory, ...], parent: str = ""
) -> Iterator[tuple[DemoCategory, str]]:
    """Yield every category with its parent's code, parents before children."""
    for category in categories:
        yield category, parent
        yield from walk(category.children, category.code)


ALL_CODES: tuple[str, ...] = (
    POLICIES.code,
    *(category.code for category, _ in walk(CATALOGUE_CATEGORIES)),
)
