# ruff: noqa: E501  # a sentence of Chinese stays on one line, so that it can be searched for
"""Papers of other years with a fate: abolished, superseded, expired, pending or interpreted."""

from __future__ import annotations

from typing import NamedTuple

from ..shapes import DatedPaper, Paper, PaperFate
from . import topics as t
from .papers_plans import BUILD, ECONOMY, FARM, FILES, OFFICE, ORDER, PLANS, PURSE, RURAL, SOCIAL

RULES, REVIEWED = "20-01-01", "30-04"
KEYWORD_LIMIT = 12


class Text(NamedTuple):
    """The words of one paper."""

    title: str
    aim: str
    points: tuple[str, ...]


def _rule(organ: str, topic: str, text: Text, category: str = RULES, genre: str = "通知") -> Paper:
    subject = text.title.removeprefix("关于印发泗门镇").removeprefix("关于").strip("《》")
    keyword = subject.removesuffix("的通知")[:KEYWORD_LIMIT]
    return Paper("", "01-01", "", genre, category, organ, topic, *text, (keyword,), "公民")


HISTORY: tuple[DatedPaper, ...] = (
    # abolished or superseded
    DatedPaper("2009-zhaotoubiao", "2009-03-09", "泗政", _rule(
        PURSE, t.FINANCE, Text("关于印发泗门镇村级工程招投标暂行办法的通知", "为规范村级工程发包，试行统一的招投标办法。", ("五万元以上工程应当招标。", "评标采用合理低价法。"))), PaperFate(repealed_on="2013-02-28", repealed_by="2013-zhaotoubiao")),
    DatedPaper("2009-zhazhi", "2009-04-07", "泗政", _rule(
        FARM, t.ENVIRONMENT, Text("关于印发泗门镇榨菜腌制池管理规定的通知", "为规范腌制池建设，减少污水外溢。", ("新建腌制池应经镇农办备案。", "池体须做防渗处理。"))), PaperFate(repealed_on="2013-03-28", repealed_by="2013-zhazhi-feishui")),
    DatedPaper("2010-gongye", "2010-02-25", "泗政", _rule(
        ECONOMY, t.INDUSTRY, Text("关于促进工业经济发展的若干政策意见", "为应对市场波动，鼓励企业扩大投入。", ("设备投入给予贴息。", "新上规模企业给予奖励。")), genre="意见"), PaperFate(repealed_on="2013-03-07", repealed_by="2013-jingji-zhengce")),
    DatedPaper("2010-linshi", "2010-05-11", "泗政", _rule(
        SOCIAL, t.WELFARE, Text("关于印发泗门镇困难群众临时救助试行办法的通知", "为解决群众突发性困难，试行临时救助。", ("救助对象为低保边缘家庭。", "每户每年救助一次。"))), PaperFate(repealed_on="2013-05-22", repealed_by="2013-linshi-jiuzhu")),
    DatedPaper("2010-fangxun", "2010-04-15", "泗政", _rule(
        FARM, t.EMERGENCY, Text("关于印发泗门镇2010年防汛防台应急预案的通知", "为做好2010年防汛防台工作，制定预案。", ("落实转移人员名单。", "储备抢险物资。")), "20-12"), PaperFate(repealed_on="2011-04-11", repealed_by="2011-fangxun-yuan")),
    DatedPaper("2011-fangxun-yuan", "2011-04-11", "泗政", _rule(
        FARM, t.EMERGENCY, Text("关于印发泗门镇2011年防汛防台应急预案的通知", "为做好2011年防汛防台工作，修订预案。", ("调整避灾安置点。", "完善预警叫应。")), "20-12"), PaperFate(repealed_on="2012-04-10", repealed_by="2012-fangxun-yuan")),
    DatedPaper("2012-fangxun-yuan", "2012-04-10", "泗政", _rule(
        FARM, t.EMERGENCY, Text("关于印发泗门镇2012年防汛防台应急预案的通知", "为做好2012年防汛防台工作，修订预案。", ("更新责任人岗位。", "增补抢险队伍。")), "20-12"), PaperFate(repealed_on="2013-04-10", repealed_by="2013-fangxun-yuan")),
    DatedPaper("2010-tudi", "2010-06-18", "泗政", _rule(
        FARM, t.FARMING, Text("关于推进农村土地流转的试行意见", "为促进规模经营，鼓励农户流转承包地。", ("流转应签订书面合同。", "连片五十亩以上给予补助。")), RURAL, "意见"), PaperFate(repealed_on="2013-04-22", repealed_by="2013-tudi-liuzhuan")),
    DatedPaper("2011-huanjing", "2011-03-15", "泗政", _rule(
        BUILD, t.ENVIRONMENT, Text("关于印发泗门镇农村环境卫生长效管理办法的通知", "为建立村庄保洁长效机制。", ("每村配备专职保洁员。", "实行季度考核。"))), PaperFate(repealed_on="2014-03-18", repealed_by="2014-huanjing")),
    DatedPaper("2014-huanjing", "2014-03-18", "泗政", _rule(
        BUILD, t.ENVIRONMENT, Text("关于印发泗门镇城乡环境卫生一体化管理办法的通知", "为统筹镇村保洁，将环境卫生纳入一体化管理。", ("镇村保洁统一标准、统一考核。", "垃圾实行户集、村收、镇运。", "经费由镇村分担。")))),
    DatedPaper("2011-zhaijidi", "2011-08-22", "泗政", _rule(
        BUILD, t.LAND, Text("关于印发泗门镇农村宅基地审批管理暂行办法的通知", "为规范农村建房审批。", ("建房应符合村庄规划。", "审批结果公示七天。"))), PaperFate(repealed_on="2015-06-15", repealed_by="2015-zhaijidi")),
    DatedPaper("2015-zhaijidi", "2015-06-15", "泗政", _rule(
        BUILD, t.LAND, Text("关于印发泗门镇农村宅基地管理办法的通知", "为节约集约用地、保障合理居住需求，制定本办法。", ("坚持一户一宅、面积法定。", "申请、踏勘、放样、验收全程到场。", "审批信息按季公开。")))),
    DatedPaper("2012-waijing", "2012-03-20", "泗政", _rule(
        ECONOMY, t.FOREIGN_TRADE, Text("关于鼓励外贸企业开拓市场的奖励办法", "为稳定出口，支持企业参加展会。", ("展位费给予补助。", "出口增长按档奖励。")), FILES), PaperFate(repealed_on="2014-04-08", repealed_by="2014-waijing")),
    DatedPaper("2014-waijing", "2014-04-08", "泗政", _rule(
        ECONOMY, t.FOREIGN_TRADE, Text("关于扶持开放型经济发展的若干意见", "为促进外贸转型，整合奖励政策。", ("支持自主品牌和跨境电商。", "扶持出口信用保险。")), FILES, "意见")),
    DatedPaper("2012-cunzhang", "2012-07-16", "泗政", _rule(
        PURSE, t.STATE_ASSETS, Text("关于加强村级集体资产出租管理的通知", "为防止集体资产流失，规范出租行为。", ("出租一律公开竞价。", "租期不得超过十年。"))), PaperFate(repealed_on="2016-05-09", repealed_by="2016-cunzhang")),
    DatedPaper("2016-cunzhang", "2016-05-09", "泗政", _rule(
        PURSE, t.STATE_ASSETS, Text("关于印发泗门镇村级集体资产交易管理办法的通知", "为促进集体资产保值增值，统一进入交易平台。", ("资产出租、转让进入镇交易平台。", "交易结果公示并录入合同台账。")))),
    DatedPaper("2012-chuzufang", "2012-09-11", "泗政", _rule(
        ORDER, t.POLICE, Text("关于出租房屋消防安全管理的规定", "为消除出租房火灾隐患，制定本规定。", ("居住人数与出口数量相适应。", "不得在楼道充电停车。"))), PaperFate(repealed_on="2015-11-10", repealed_by="2015-chuzufang")),
    DatedPaper("2015-chuzufang", "2015-11-10", "泗政", _rule(
        ORDER, t.POLICE, Text("关于印发泗门镇居住出租房屋安全管理办法的通知", "为加强居住出租房屋安全管理，制定本办法。", ("出租前应经村、社区安全查验。", "实行红黄绿分色管理。")))),
    DatedPaper("2009-gonglu", "2009-10-13", "泗政", _rule(
        BUILD, t.ROADS, Text("关于加强农村公路管理的若干规定", "为保护农村公路，制定本规定。", ("禁止超限车辆行驶。", "两侧建筑退让红线。"))), PaperFate(repealed_on="2013-11-28", repealed_by="2013-qingli")),
    DatedPaper("2009-guangbo", "2009-11-17", "泗政", _rule(
        ECONOMY, t.TRADE, Text("关于镇区集贸市场摊位管理的暂行规定", "为维护市场秩序，规范摊位管理。", ("摊位实名登记。", "禁止转租。"))), PaperFate(repealed_on="2013-11-28", repealed_by="2013-qingli")),
    # expired
    DatedPaper("2009-jiadian", "2009-05-06", "泗政办", _rule(
        PURSE, t.TRADE, Text("关于做好家电下乡补贴兑付工作的通知", "为方便农民领取家电下乡补贴。", ("凭发票和标识卡申领。", "资料齐全的十五日内兑付。")), "20-11"), PaperFate(effective_on="2009-05-06", expires_on="2012-12-31")),
    DatedPaper("2011-guihua", "2011-02-16", "泗政", _rule(
        ECONOMY, t.ECONOMY, Text("泗门镇国民经济和社会发展第十二个五年规划纲要", "规划期为2011年至2015年，提出建设滨海卫星城市的目标。", ("做强榨菜、电线电缆等特色产业。", "推进镇村基础设施一体化。", "健全公共服务。")), PLANS, "其他"), PaperFate(effective_on="2011-01-01", expires_on="2015-12-31")),
    DatedPaper("2012-qixiang", "2012-03-29", "泗政", _rule(
        FARM, t.FARMING, Text("关于扶持农产品冷链建设的试行意见", "为减少农产品损耗，试行两年扶持政策。", ("新建冷库给予补助。", "优先支持合作社。")), RURAL, "意见"), PaperFate(effective_on="2012-04-01", expires_on="2014-03-31")),
    DatedPaper("2014-anquan", "2014-04-14", "泗政", _rule(
        ECONOMY, t.SAFETY, Text("关于小微企业安全生产标准化补助的通知", "为鼓励小微企业开展标准化创建。", ("达标企业给予一次性补助。", "政策执行至年底。")), FILES), PaperFate(effective_on="2014-05-01", expires_on="2014-12-31")),
    DatedPaper("2016-guihua", "2016-02-22", "泗政", _rule(
        ECONOMY, t.ECONOMY, Text("泗门镇国民经济和社会发展第十三个五年规划纲要", "规划期为2016年至2020年，提出宜居宜业小城市建设的任务。", ("推动产业数字化。", "改善河网水质。", "补齐养老教育短板。")), PLANS, "其他"), PaperFate(effective_on="2016-01-01", expires_on="2020-12-31")),
    DatedPaper("2024-laji", "2024-03-12", "泗政办", _rule(
        BUILD, t.ENVIRONMENT, Text("关于开展垃圾分类积分奖励试点的通知", "为引导居民参与垃圾分类，试行积分奖励。", ("积分按投放质量计算。", "试点期一年。")), FILES), PaperFate(effective_on="2024-04-01", expires_on="2025-03-31")),
    # not yet in force
    DatedPaper("2026-jizi", "2026-10-21", "泗政", _rule(
        FARM, t.FARMING, Text("关于印发泗门镇村级公益事业项目管理办法的通知", "为规范村级公益事业项目的申报、建设和管护，制定本办法。", ("项目由村民会议议定后申报。", "建设过程和资金使用全程公开。", "建成后落实管护责任人。"))), PaperFate(effective_on="2027-01-01")),
    DatedPaper("2026-chongdian", "2026-11-05", "泗政", _rule(
        ORDER, t.SAFETY, Text("关于印发泗门镇电动自行车集中充电设施管理办法的通知", "为解决飞线充电隐患，规范充电设施建设和收费。", ("新建小区同步建设充电设施。", "充电价格实行明码标价。", "禁止在楼道停放充电。"))), PaperFate(effective_on="2027-01-01", expires_on="2031-12-31")),
    # recent and in force
    DatedPaper("2024-xxgk", "2024-05-20", "泗政办", _rule(
        OFFICE, t.SECRECY, Text("关于印发泗门镇政府信息公开保密审查工作规程的通知", "为落实先审查、后公开和一事一审，制定本规程。", ("起草、审查、审签分别由不同人员承担。", "审查记录随信息归档。", "发现不当公开立即撤下并报告。")))),
    DatedPaper("2025-yingji", "2025-04-15", "泗政", _rule(
        OFFICE, t.EMERGENCY, Text("关于印发泗门镇突发事件总体应急预案的通知", "为提高突发事件应对能力，修订总体预案。", ("完善预警叫应和人员转移机制。", "明确镇村两级响应流程。", "每年至少演练一次。")), "20-12")),
    DatedPaper("2025-tudi", "2025-06-12", "泗政", _rule(
        FARM, t.FARMING, Text("关于规范农村集体土地经营权流转的实施意见", "为保护农民权益和耕地，规范经营权流转。", ("流转合同网上备案。", "建立租金风险保障金。")), RURAL, "意见")),
    DatedPaper("2026-guihua", "2026-03-10", "泗政", _rule(
        ECONOMY, t.ECONOMY, Text("泗门镇国民经济和社会发展第十五个五年规划纲要", "规划期为2026年至2030年，提出产业、城乡和民生发展的目标。", ("建设数字化特色产业集群。", "提升城镇功能和乡村风貌。", "推进一老一小服务全覆盖。")), PLANS, "其他"), PaperFate(effective_on="2026-01-01", expires_on="2030-12-31")),
    # interpretations
    DatedPaper("2013-jiedu-sgyc", "2013-04-08", "", _rule(
        BUILD, t.BUILDING, Text("《泗门镇“三改一拆”三年行动实施方案》政策解读", "本文就方案的背景、范围和群众关心的问题作出说明。", ("什么是“三改一拆”：改造旧住宅区、旧厂区、城中村，拆除违法建筑。", "历史遗留建筑怎么办：先登记、再按成因分类处理。", "拆后土地做什么：优先用于公共设施和绿化。")), REVIEWED, "其他"), PaperFate(interprets="2013-sgyc-fangan")),
    DatedPaper("2013-jiedu-jiuzhu", "2013-06-04", "", _rule(
        SOCIAL, t.WELFARE, Text("《泗门镇困难群众临时救助实施办法》政策解读", "本文说明新办法与试行办法的不同之处。", ("救助范围由低保边缘扩大到突发困难家庭。", "急难情况可先行救助、后补手续。")), REVIEWED, "其他"), PaperFate(interprets="2013-linshi-jiuzhu")),
    DatedPaper("2015-jiedu-zhaijidi", "2015-07-01", "", _rule(
        BUILD, t.LAND, Text("《泗门镇农村宅基地管理办法》政策解读", "本文介绍宅基地申请条件、流程和公开要求。", ("谁能申请：符合分户条件的集体经济组织成员。", "多久办结：镇级审核按公开时限办理。")), REVIEWED, "其他"), PaperFate(interprets="2015-zhaijidi")),
    DatedPaper("2025-jiedu-tudi", "2025-06-26", "", _rule(
        FARM, t.FARMING, Text("《关于规范农村集体土地经营权流转的实施意见》政策解读", "本文就流转备案和租金保障作出说明。", ("为什么要备案：防止重复流转和纠纷。", "风险保障金由谁缴：由受让方按规定比例缴存。")), REVIEWED, "其他"), PaperFate(interprets="2025-tudi")),
    DatedPaper("2026-jiedu-chongdian", "2026-11-12", "", _rule(
        ORDER, t.SAFETY, Text("《泗门镇电动自行车集中充电设施管理办法》政策解读", "本文说明充电设施在哪里建、怎么收费、由谁管理。", ("设施由村、社区会同运营单位选址，公示后建设。", "电费和服务费分开标明。")), REVIEWED, "其他"), PaperFate(interprets="2026-chongdian")),
)  # fmt: skip
