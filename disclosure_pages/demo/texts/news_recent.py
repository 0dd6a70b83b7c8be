# ruff: noqa: E501  # a sentence of Chinese stays on one line, so that it can be searched for
"""What makes news in 2024 to 2026."""

from __future__ import annotations

from ..organs import COMMUNITIES, VILLAGES
from ..shapes import Occasion
from . import topics as t

PLACES = VILLAGES + COMMUNITIES
YEAR = ("01-04..12-31",)
RECENT = (2024, 2025, 2026)

OCCASIONS: tuple[Occasion, ...] = (
    Occasion(
        "zhengwu-fuwu", YEAR, 3, ("dangzhengban", "sheshiban", *COMMUNITIES), t.E_GOVERNMENT,
        ("便民服务中心增设帮办代办窗口", "{place}把政务服务送到家门口", "{n20}个高频事项下沉到{community}", "镇便民服务中心推行周末不打烊", "“一件事”联办进{village}便民服务站"),
        ("{when}镇便民服务中心调整窗口设置，把社保、户籍和企业开办等事项集中受理。",),
        ("老人和残疾人可以预约上门办理，不收任何费用。", "常用材料能够共享的，窗口不再要求重复提交。", "每月回访办事群众{n20}名，意见在公开栏答复。"),
        ("政务服务", "便民服务"), years=RECENT,
    ),
    Occasion(
        "jiceng-gongkai", YEAR, 3, ("dangzhengban",), t.OPENNESS,
        ("我镇更新法定主动公开内容目录", "政务公开专区在便民服务中心启用", "我镇开展政务公开主题日活动", "镇党政办抽查{village}公开栏", "政府信息公开业务培训{day}举行", "我镇清理公开栏目中的过期信息"),
        ("{when}我镇组织各办公室对照条例核对公开目录，补充缺漏、更正过期内容。", "{when}我镇举办政务公开活动，邀请群众代表走进镇政府看办事流程。"),
        ("每条信息公开前都要经过保密审查，审查记录与信息一并存档。", "公开专区配有查询电脑和查阅柜，工作人员现场指导。", "检查结果与年度考核挂钩。"),
        ("政务公开", "公开目录"), audience="其他组织", years=RECENT,
    ),
    Occasion(
        "weilai-xiangcun", YEAR, 3, ("nongban", "chengjianban", *VILLAGES), t.FARMING,
        ("{village}未来乡村建设方案公示", "{village}闲置农房变身共享空间", "{village}强村公司分红{wan}万元", "美丽庭院评比在{village}揭晓", "{village}村口公园建成开放"),
        ("{when}{village}的乡村建设项目通过验收，村口环境和公共空间有了新变化。",),
        ("项目资金由上级补助和村集体共同承担，审计结果已公开。", "村里把空置老屋改成展览馆和老年食堂。", "集体经济收入比上年增长{pct}%。"),
        ("乡村建设", "集体经济"), years=RECENT,
    ),
    Occasion(
        "laji-fenlei", YEAR, 2, ("chengjianban", *PLACES), t.ENVIRONMENT,
        ("{place}垃圾分类积分可换日用品", "{community}定时定点投放效果好", "{place}厨余垃圾资源化站运行一年"),
        ("{when}{place}公布垃圾分类检查结果，准确率较上季度提高{pct}%。",),
        ("督导员在投放时段现场指导，对误投的耐心纠正。", "积分兑换每月一次，兑换清单贴在投放点。"),
        ("垃圾分类", "环境卫生"), years=RECENT,
    ),
    Occasion(
        "zhacai-jin", ("03-18..05-10", "09-20..11-30"), 4, ("nongban", "jingfaban", *VILLAGES), t.FARMING,
        ("榨菜机械化移栽现场会在{village}召开", "{village}{mu}亩榨菜实行订单种植", "榨菜废水集中处理设施通过验收", "榨菜产业联合体带动{n1000}户农户", "直播间里卖榨菜 {village}试水电商"),
        ("{when}我镇在{village}举办榨菜生产现场会，展示移栽机、植保无人机等设备。",),
        ("机械移栽一天可完成{n20}亩，比人工省时省力。", "加工企业与合作社签订了全年收购合同。", "废水处理后回用于厂区冲洗和绿化。"),
        ("榨菜", "农业机械化"), years=RECENT,
    ),
    Occasion(
        "fangxun-jin", ("05-06..10-10",), 3, ("nongban", "dangzhengban", *VILLAGES), t.EMERGENCY,
        ("我镇开展{year}年防汛防台演练", "{river}排涝泵站扩容投用", "{village}完成避灾点物资更新", "强降雨期间{place}转移群众{n20}人"),
        ("{when}{place}组织防汛防台演练，检验预警叫应和人员转移的流程。",),
        ("网格员逐户叫应，确认到人后在系统中销号。", "泵站扩容后排涝能力提高近一倍。", "避灾点的名称、位置和联系电话在镇村两级公开。"),
        ("防汛防台", "应急演练"), category="30-03", years=RECENT,
    ),
    Occasion(
        "qiye-zhuanxing", YEAR, 3, ("jingfaban",), t.INDUSTRY,
        ("{firm}数字化车间投产", "我镇新增专精特新企业{n}家", "镇级企业服务日解决诉求{n20}件", "低效用地再开发完成{mu}亩", "{firm}屋顶光伏并网"),
        ("{when}镇经发办走访{firm}，了解设备更新和数字化改造的进展。",),
        ("改造后生产效率提高{pct}%，能耗有所下降。", "企业提出的用工和融资问题交由专班办理。"),
        ("数字化改造", "企业服务"), audience="法人", years=RECENT,
    ),
    Occasion(
        "yilao-yixiao", YEAR, 3, ("sheshiban", *COMMUNITIES, "xiejialu", "wansheng"), t.WELFARE,
        ("{place}老年食堂日均供餐{n100}份", "{community}适老化改造完成{n20}户", "{place}暑托班开放报名", "{community}康养联合体揭牌"),
        ("{when}{place}的一老一小服务项目向居民开放，名额和收费标准同时公布。",),
        ("八十周岁以上老人就餐享受补贴。", "托管班由学校教师和志愿者授课，每天有安全员值守。", "家庭适老化改造包括扶手、防滑地面和感应灯。"),
        ("养老服务", "托育"), years=RECENT,
    ),
    Occasion(
        "wenti-jin", YEAR, 3, PLACES, t.SPORT,
        ("{place}村晚登台", "{village}篮球赛打响", "{troupe}走进{hall}", "{community}全民阅读活动启动", "农民丰收节在{village}开幕"),
        ("{when}{place}在{hall}举办群众文体活动，{n100}余名村居民参加。",),
        ("节目和队伍由各小组推选，评委是普通观众。", "活动采用预约入场，秩序良好。"),
        ("群众文化", "全民健身"), years=RECENT,
    ),
    Occasion(
        "anquan-jin", YEAR, 2, ("jingfaban", "zongzhiban", *COMMUNITIES), t.SAFETY,
        ("电动自行车充电隐患整治走进{community}", "{n20}家企业完成安全风险自查", "我镇开展冬春火灾防控", "燃气安全入户检查覆盖{n1000}户"),
        ("{when}{place}对辖区重点场所开展安全检查，建立问题清单逐条销号。",),
        ("检查发现飞线充电{n20}处，当场拆除。", "新增充电端口{n100}个，解决无处充电的难题。"),
        ("安全生产", "消防安全"), years=RECENT,
    ),
)  # fmt: skip
