"""The township's standard catalogue of the demo: fields, rows, and what each is bound to.

Written for the demo in words of its own, in the form of 基层政务公开标准目录. A row without a
category, or whose category has nothing of the kind, is one of those that the page calls blank.
"""

from __future__ import annotations

from dataclasses import dataclass

LAW = "《中华人民共和国政府信息公开条例》"
D20 = "信息形成或者变更之日起20个工作日内"
D7 = "信息形成之日起7个工作日内"
PROMPT = "及时公开"
REALTIME = "实时公开"
YEARLY = "每年公开，信息形成之日起20个工作日内"
_WEB = ("website", "reading_point")
_BOARD = ("website", "notice_board")
_SERVICE = ("website", "service_station", "notice_board")
_HOME = ("website", "notice_board", "household")


@dataclass(frozen=True)
class DemoRow:
    """A row; ``organ`` is the slug of an organ, ``category`` the code of a category.

    ``words`` narrow the category to items whose names contain one of them; ``group`` are the
    people whom the matter concerns alone, besides everyone.
    """

    area: str
    matter: str
    sub_matter: str
    content: str
    basis: str
    time_limit: str
    organ: str
    category: str = ""
    words: str = ""
    channels: tuple[str, ...] = _WEB
    group: str = ""
    village: bool = False


ROWS: tuple[DemoRow, ...] = (
    DemoRow(
        "政府文件", "规范性文件", "文件公布",
        "镇政府制定的行政规范性文件全文、文号、施行日期",
        f"{LAW}第二十条第（一）项", D20, "dangzhengban", "20-01-01",
    ),
    DemoRow(
        "政府文件", "规范性文件", "清理结果",
        "继续有效、修改、废止和失效的文件目录",
        f"{LAW}第二十条第（一）项", D20, "dangzhengban", "30-04",
    ),
    DemoRow(
        "政府文件", "其他文件", "工作部署",
        "年度计划、工作安排、通报等日常文件",
        f"{LAW}第二十条第（一）项", D20, "dangzhengban", "20-01-02",
    ),
    DemoRow(
        "概况信息", "机构概况", "机构职能",
        "镇政府各办公室的职能、地址、办公时间、联系方式和负责人",
        f"{LAW}第二十条第（二）项", D20, "dangzhengban", "20-02",
        channels=_SERVICE,
    ),
    DemoRow(
        "概况信息", "发展规划", "规划和年度计划",
        "发展规划、专项规划、年度工作计划及执行情况",
        f"{LAW}第二十条第（三）项", D20, "jingfaban", "20-03",
    ),
    DemoRow(
        "概况信息", "统计信息", "年度统计",
        "全镇人口、农业、工业、财政等年度统计数据",
        f"{LAW}第二十条第（四）项", YEARLY, "jingfaban", "20-04",
    ),
    DemoRow(
        "概况信息", "统计信息", "月度数据",
        "每月主要经济指标和财政收支",
        f"{LAW}第二十条第（四）项", "每月公开", "jingfaban", "30-02",
    ),
    DemoRow(
        "概况信息", "招考录用", "招考公告和结果",
        "招考的职位、人数、条件和录用名单",
        f"{LAW}第二十条第（十四）项", PROMPT, "dangzhengban", "20-14",
    ),
    DemoRow(
        "财政预决算", "财政预算", "镇级预算",
        "一般公共预算收支表、“三公”经费预算和说明",
        "《中华人民共和国预算法》第十四条", D20, "caizhengsuo", "20-07",
        "预算",
    ),
    DemoRow(
        "财政预决算", "财政决算", "镇级决算",
        "一般公共预算收支决算表、“三公”经费决算和说明",
        "《中华人民共和国预算法》第十四条", D20, "caizhengsuo", "20-07",
        "决算",
    ),
    DemoRow(
        "财政预决算", "行政事业性收费", "收费目录",
        "收费项目、依据、标准和减免规定",
        f"{LAW}第二十条第（八）项", D20, "caizhengsuo", "20-08",
        channels=_SERVICE,
    ),
    DemoRow(
        "公共资源交易", "政府采购", "集中采购",
        "采购项目目录、标准、公告和结果",
        f"{LAW}第二十条第（九）项", D20, "caizhengsuo", "20-09",
    ),
    DemoRow(
        "公共资源交易", "村级工程", "招标投标规定",
        "村级工程招投标办法和限额标准",
        f"{LAW}第二十条第（一）项", D20, "chengjianban", "20-01-01",
        "招投标 工程", channels=_BOARD, village=True,
    ),
    DemoRow(
        "重大建设项目", "项目批准", "批准和实施",
        "重大项目名称、批准文件、投资和建设单位",
        f"{LAW}第二十条第（十）项", D20, "chengjianban", "20-10",
    ),
    DemoRow(
        "重大建设项目", "项目进展", "工程进度",
        "重点工程每月形象进度和存在问题",
        f"{LAW}第二十条第（十）项", "每月公开", "chengjianban", "30-01",
        channels=_BOARD,
    ),
    DemoRow(
        "办事服务", "行政许可", "办事指南",
        "事项名称、依据、条件、材料、程序、时限和联系方式",
        f"{LAW}第二十条第（五）项", D20, "sheshiban", "20-05",
        channels=_SERVICE,
    ),
    DemoRow(
        "办事服务", "建房审批", "审批指南",
        "农村村民建房的条件、材料和审批程序",
        f"{LAW}第二十条第（五）项", D20, "chengjianban", "20-05",
        "建房", channels=_SERVICE, village=True,
    ),
    DemoRow(
        "办事服务", "人民调解", "申请指南",
        "人民调解的受理范围、申请方式和程序",
        "《中华人民共和国人民调解法》第四条", D20, "zongzhiban", "20-05",
        "调解", channels=_SERVICE, village=True,
    ),
    DemoRow(
        "综合执法", "行政处罚", "处罚决定",
        "有一定社会影响的行政处罚决定书",
        f"{LAW}第二十条第（六）项", D7, "chengjianban", "20-06",
    ),
    DemoRow(
        "综合执法", "行政强制", "强制依据和程序",
        "行政强制的种类、依据、条件和程序",
        f"{LAW}第二十条第（六）项", D20, "chengjianban", "20-06",
    ),
    DemoRow(
        "社会救助", "最低生活保障", "发放情况",
        "保障户数、人数、标准和发放金额",
        "《社会救助暂行办法》第十三条", "每季度公开", "sheshiban", "21-08",
        "最低生活保障", channels=_HOME, group="低保家庭", village=True,
    ),
    DemoRow(
        "社会救助", "最低生活保障", "办事指南",
        "申请条件、材料、程序和受理地点",
        "《社会救助暂行办法》第十一条", D20, "sheshiban", "20-05",
        "最低生活保障", channels=_SERVICE, group="低保申请人", village=True,
    ),
    DemoRow(
        "社会救助", "临时救助", "政策规定",
        "临时救助的对象、标准和申请程序",
        "《社会救助暂行办法》第四十七条", D20, "sheshiban", "20-01-01",
        "临时救助", channels=_SERVICE, group="困难群众", village=True,
    ),
    DemoRow(
        "社会保险", "居民医疗保险", "参保缴费",
        "参保范围、缴费标准、时间和补助",
        f"{LAW}第二十条第（十一）项", D20, "sheshiban", "20-11",
        "医疗保险", channels=_SERVICE, village=True,
    ),
    DemoRow(
        "社会保险", "居民养老保险", "待遇申领",
        "申领条件、材料和办理程序",
        f"{LAW}第二十条第（十一）项", D20, "sheshiban", "20-05",
        "养老保险", channels=_SERVICE, village=True,
    ),
    DemoRow(
        "养老服务", "居家养老", "服务政策",
        "居家养老服务的对象、内容和补贴",
        f"{LAW}第二十条第（十一）项", D20, "sheshiban", "20-11",
        "养老 老人", channels=_HOME, group="老年人", village=True,
    ),
    DemoRow(
        "就业", "就业失业登记", "登记指南",
        "登记的对象、材料和程序",
        "《就业促进法》第四十条", D20, "sheshiban", "20-05",
        "就业", channels=_SERVICE,
    ),
    DemoRow(
        "义务教育", "入学服务", "外来务工人员子女入学",
        "入学条件、材料、时间和报名地点",
        f"{LAW}第二十条第（十一）项", D20, "sheshiban", "20-11",
        "入学", channels=_BOARD, group="适龄儿童家长",
    ),
    DemoRow(
        "涉农补贴", "种粮补贴", "申报指南",
        "补贴对象、标准、申报材料和时间",
        f"{LAW}第二十一条", D20, "nongban", "20-05",
        "种粮", channels=_BOARD, group="种粮大户", village=True,
    ),
    DemoRow(
        "涉农补贴", "惠农政策", "政策落实",
        "农业农村政策的内容和落实情况",
        f"{LAW}第二十一条", D20, "nongban", "21-01",
        channels=_BOARD, village=True,
    ),
    DemoRow(
        "农业农村", "农田水利", "工程建设和管护",
        "农田水利工程的建设、运营和管护情况",
        f"{LAW}第二十一条", D20, "nongban", "21-02",
        channels=_BOARD, village=True,
    ),
    DemoRow(
        "农业农村", "土地流转", "流转情况",
        "土地承包经营权流转面积、价格和合同备案",
        f"{LAW}第二十一条", D20, "nongban", "21-03",
        channels=_BOARD, village=True,
    ),
    DemoRow(
        "农业农村", "筹资筹劳", "方案和使用",
        "一事一议筹资筹劳方案、审核意见和使用情况",
        f"{LAW}第二十一条", D20, "nongban", "21-07",
        channels=_BOARD, village=True,
    ),
    DemoRow(
        "国土空间规划", "宅基地", "审核结果",
        "宅基地申请的审核结果公示",
        f"{LAW}第二十一条", D7, "chengjianban", "21-04",
        channels=_BOARD, village=True,
    ),
    DemoRow(
        "征地补偿", "土地征收", "征地公告",
        "征收范围、补偿标准和安置途径",
        "《土地管理法》第四十七条", D20, "chengjianban", "21-05",
        channels=_BOARD, group="被征地村民", village=True,
    ),
    DemoRow(
        "征地补偿", "房屋征收", "征收和补偿",
        "征收范围、补偿方案和实施情况",
        f"{LAW}第二十一条", D20, "chengjianban", "21-06",
        channels=_BOARD, group="被征收人", village=True,
    ),
    DemoRow(
        "救灾", "应急预案", "防汛防台预案",
        "预案全文、责任人和避灾安置点",
        f"{LAW}第二十条第（十二）项", D20, "dangzhengban", "20-12",
        "防汛", channels=_BOARD, village=True,
    ),
    DemoRow(
        "救灾", "预警和应对", "灾情和处置",
        "预警信息、响应级别和抢险救灾情况",
        f"{LAW}第二十条第（十二）项", REALTIME, "dangzhengban", "30-03",
        channels=("website", "social", "broadcast", "notice_board"), village=True,
    ),
    DemoRow(
        "食品药品监管", "监督检查", "检查情况",
        "检查对象、结果和处理情况",
        f"{LAW}第二十条第（十三）项", D20, "jingfaban", "20-13",
        "食品 药品",
    ),
    DemoRow(
        "医疗卫生", "卫生防疫", "疫情防控",
        "防控措施、就诊指引和健康提示",
        f"{LAW}第二十条第（十三）项", PROMPT, "sheshiban", "20-12",
        "禽流感", channels=_BOARD, village=True,
    ),
    DemoRow(
        "公共文化服务", "公共文化设施", "开放信息",
        "文化站、图书室的地址、开放时间和免费项目",
        "《公共文化服务保障法》第三十一条", D20, "sheshiban", channels=_BOARD,
        village=True,
    ),
)  # fmt: skip
