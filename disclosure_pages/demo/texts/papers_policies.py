# ruff: noqa: E501  # a sentence of Chinese stays on one line, so that it can be searched for
"""The town's rules on disclosure itself (政府信息公开制度), 2008 to 2012."""

from __future__ import annotations

from ..shapes import DatedPaper, Paper, PaperFate
from . import topics as t

OFFICE = "dangzhengban"


def _policy(
    code: str, title: str, aim: str, points: tuple[str, ...], topic: str = t.OPENNESS
) -> Paper:
    return Paper(
        code,
        "01-01",
        "",
        "通知",
        "policies",
        OFFICE,
        topic,
        title,
        aim,
        points,
        ("信息公开制度",),
        "公民",
        closing="本制度自印发之日起施行，由党政综合办公室负责解释。",
    )


POLICIES: tuple[DatedPaper, ...] = (
    DatedPaper("policy-zanxing-2008", "2008-05-12", "泗政", _policy(
        "zanxing", "泗门镇政府信息公开暂行规定", "为施行《中华人民共和国政府信息公开条例》，规范本镇信息公开，制定本规定。",
        ("公开遵循公正、公平、便民的原则。", "镇党政综合办公室为信息公开工作机构。", "主动公开的信息在形成后二十个工作日内公开。")),
        PaperFate(repealed_on="2011-03-21", repealed_by="policy-guiding-2011")),
    DatedPaper("policy-shencha-2008", "2008-06-03", "泗政", _policy(
        "shencha", "泗门镇政府信息公开保密审查制度", "为防止因公开泄露国家秘密，建立公开前的保密审查制度。",
        ("谁公开、谁审查、谁负责。", "审查分起草人自查、办公室初审、分管领导审定三步。", "审查意见与信息底稿一并归档。"), t.SECRECY),
        PaperFate(repealed_on="2013-03-12", repealed_by="2013-xxgk-shencha")),
    DatedPaper("policy-shenqing-2008", "2008-06-10", "泗政办", _policy(
        "shenqing", "泗门镇依申请公开政府信息办理制度", "为保障公民、法人和其他组织依法获取政府信息，规范申请的受理和答复。",
        ("受理地点设在党政综合办公室，可当面、信函、传真或者网上提出。", "收到申请后登记编号，按条例规定的时限答复。", "不属于本机关公开的，告知申请人并尽量说明公开机关。"))),
    DatedPaper("policy-mulu-2008", "2008-07-15", "泗政办", _policy(
        "mulu", "泗门镇政府信息公开目录和指南编制更新办法", "为便于公众查找信息，规范目录和指南的编制与更新。",
        ("目录列出索引、名称、内容概述和生成日期。", "指南载明分类、编排体系、获取方式和工作机构信息。", "内容变动后及时更新，每年至少全面核对一次。"))),
    DatedPaper("policy-zeren-2009", "2009-04-20", "泗政", _policy(
        "zeren", "泗门镇政府信息公开责任追究制度", "为落实公开责任，对违反规定的行为予以追究。",
        ("不按规定主动公开、不及时更新的，责令改正。", "公开不应当公开的信息造成后果的，依纪依法处理。", "追究结果纳入个人和单位年度考核。"))),
    DatedPaper("policy-kaohe-2009", "2009-05-18", "泗政办", _policy(
        "kaohe", "泗门镇政府信息公开工作考核办法（试行）", "为推动各单位做好信息公开，试行年度考核。",
        ("考核内容为组织领导、公开数量、更新时效和办理质量。", "平时检查占四成，年终考核占六成。", "试行期两年。")),
        PaperFate(expires_on="2011-05-31", repealed_on="2011-06-08", repealed_by="policy-kaohe-2011")),
    DatedPaper("policy-pingyi-2010", "2010-03-25", "泗政办", _policy(
        "pingyi", "泗门镇政府信息公开社会评议制度", "为听取社会各界对信息公开的意见，建立社会评议制度。",
        ("每年邀请人大代表、企业和居民代表评议一次。", "通过意见箱、问卷和网上留言收集评价。", "评议结果及整改情况向社会公布。"))),
    DatedPaper("policy-xietiao-2010", "2010-04-12", "泗政办", _policy(
        "xietiao", "泗门镇政府信息发布协调制度", "为保证发布的信息准确一致，建立发布前的协调制度。",
        ("涉及多个单位的信息，发布前应与有关单位核实。", "意见不一致的由党政综合办协调，协调不成的报镇长决定。", "发现虚假或不完整信息，及时发布准确信息予以澄清。"))),
    DatedPaper("policy-guiding-2011", "2011-03-21", "泗政", _policy(
        "guiding", "泗门镇政府信息公开规定", "在总结暂行规定执行情况的基础上，制定本规定。",
        ("明确各办公室、村和社区的公开责任。", "规定网站专栏、宣传窗、公开栏的公开要求。", "对审查、考核、评议和监督作出衔接。"))),
    DatedPaper("policy-kaohe-2011", "2011-06-08", "泗政办", _policy(
        "kaohe2", "泗门镇政府信息公开工作考核办法", "为完善考核机制，根据余姚市考核制度和试行情况，制定本办法。",
        ("考核对象为各办公室、村和社区。", "对公开时效、目录更新、留言办理和档案台账评分。", "结果作为年度目标考核的依据。"))),
    DatedPaper("policy-nianbao-2012", "2012-02-14", "泗政办", _policy(
        "nianbao", "泗门镇政府信息公开年度报告编制制度", "为规范年度报告的编制和公布，制定本制度。",
        ("报告包括概述、主动公开、依申请公开、复议诉讼和问题改进五个部分。", "数据以信息系统统计为准，统计期为当年一月一日至十二月三十一日。", "报告经镇长审定后在规定期限内公布。"))),
    DatedPaper("policy-dangan-2012", "2012-05-22", "泗政办", _policy(
        "dangan", "泗门镇政府信息查阅点管理和送交制度", "为方便群众查阅，规范查阅点设置和文件送交。",
        ("党政综合办、便民服务中心和社区设查阅点，提供目录和文件。", "主动公开的文件及时送交市档案馆、图书馆。", "查阅免费，复制按规定收取成本费用。"))),
)  # fmt: skip
