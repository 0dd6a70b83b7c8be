"""The annual report of 2013 in its five parts, with every count as a reference.

``{{code}}`` in a prose block stands for the figure of that code, so that text, table and chart
can never disagree. Facts are those of the town's real report; the words are our own.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

YEAR = 2013
TITLE = "泗门镇2013年度政府信息公开工作年度报告"
PERIOD = ("2013-01-01", "2013-12-31")
PUBLISHED_ON = "2014-02-24"

KIND_CODES = (
    "items.total",
    "items.kind.document",
    "items.kind.news",
    "items.kind.message",
    "items.kind.other",
)
APPLICATION_CODES = ("applications.received", "reconsiderations.total", "lawsuits.total")
REFERENCED_CODES = KIND_CODES + APPLICATION_CODES


class Prose(NamedTuple):
    """Running text as HTML with <p>, <h3> and <ol>, figures as ``{{code}}``."""

    html: str
    type: Literal["prose"] = "prose"


class FiguresTable(NamedTuple):
    """A table of figures by code."""

    codes: tuple[str, ...]
    caption: str
    type: Literal["figures_table"] = "figures_table"


class Chart(NamedTuple):
    """A bar chart of the published items by kind or by month."""

    by: Literal["kind", "month"]
    caption: str
    type: Literal["chart"] = "chart"


Block = Prose | FiguresTable | Chart


class Section(NamedTuple):
    """One numbered part of the report."""

    heading: str
    blocks: tuple[Block, ...]


PREFACE = Prose(
    "<p>依照《中华人民共和国政府信息公开条例》（以下简称《条例》）的规定，"
    "泗门镇人民政府编制本报告，说明2013年度政府信息公开工作的情况。</p>"
    "<p>全文分为概述、主动公开政府信息、依申请公开政府信息、"
    "因政府信息公开申请行政复议和提起行政诉讼的情况、存在的主要问题和改进措施五个部分。"
    "统计期限为2013年1月1日至12月31日。</p>"
)

_OVERVIEW = Section(
    "一、概述",
    (
        Prose(
            "<p>2013年，在镇党委、镇政府领导和市法制办业务指导下，"
            "我镇对照《条例》和《余姚市人民政府信息公开工作考核制度》的要求，"
            "从本镇实际出发安排和推进政府信息公开，依法、及时、准确地公布了应当公开的信息，"
            "年初确定的各项任务已经完成。</p>"
            "<h3>（一）组织领导</h3>"
            "<p>镇政府信息公开领导小组进一步健全：党群书记担任分管领导，"
            "党政办主任负责，副主任承担具体操作，"
            "各业务办公室确定专人提供信息，责任逐级落实到岗位。</p>"
            "<h3>（二）制度建设</h3>"
            "<p>结合卫星城市和省小城市建设的实际，继续执行政府信息公开考核制度，"
            "并落实信息公开审查制度和责任追究制度。"
            "信息在公开之前按规定送分管领导审核，审核同意后方可发布。</p>"
            "<h3>（三）工作机制</h3>"
            "<p>坚持年初制订计划和方案、年终进行总结，按时间节点召开会议，"
            "定期培训工作人员，日常工作建立台账。"
            "保密规定得到严格执行，全年没有发生因公开信息造成的失密、泄密事件。</p>"
            "<h3>（四）公开载体</h3>"
            "<ol><li>场所：办公场所和公开地点固定，政府信息由党政综合办统一发布。"
            "本年对公开场所进行了整理，有关信息定期在宣传栏公示，"
            "并视内容张贴到四个社区和相关行政村的宣传窗、板报。</li>"
            "<li>网站：镇政府网站设有政府信息公开专栏，链接畅通，并开通了反馈渠道，"
            "群众反映的问题在规定时间内得到办理。"
            "领导信箱、在线咨询、监督投诉等留言类信息全年反馈{{items.kind.message}}件。"
            "公开目录和公开指南已经编制并及时更新，"
            "全年发布各类信息{{items.total}}条。</li></ol>"
        ),
    ),
)

_PROACTIVE = Section(
    "二、主动公开政府信息",
    (
        Prose(
            "<p>截至12月31日，我镇全年主动公开政府信息{{items.total}}条，"
            "其中文件{{items.kind.document}}条，动态类信息{{items.kind.news}}条，"
            "留言类信息{{items.kind.message}}条，其他信息{{items.kind.other}}条。"
            "在市法制办的指导下，信息发布的格式更加规范。</p>"
        ),
        FiguresTable(KIND_CODES, "2013年主动公开政府信息分类统计（条）"),
        Chart("kind", "2013年主动公开政府信息的类别构成"),
        Chart("month", "2013年各月主动公开政府信息的数量"),
    ),
)

_APPLICATIONS = Section(
    "三、依申请公开政府信息",
    (
        Prose(
            "<p>镇政府网站按规定开设了依申请公开的入口和办理通道，受理办公室设在党政办。"
            "2013年度收到政府信息公开申请{{applications.received}}件。</p>"
        ),
    ),
)

_DISPUTES = Section(
    "四、因政府信息公开申请行政复议、提起行政诉讼的情况",
    (
        Prose(
            "<p>2013年度，因我镇政府信息公开申请行政复议的案件{{reconsiderations.total}}件，"
            "提起行政诉讼的案件{{lawsuits.total}}件。</p>"
        ),
        FiguresTable(APPLICATION_CODES, "2013年依申请公开和复议诉讼情况（件）"),
    ),
)

_PROBLEMS = Section(
    "五、存在的主要问题和改进措施",
    (
        Prose(
            "<p>政府信息公开对建设责任政府、服务政府和法治政府有重要作用。"
            "本年度我镇在公开平台、工作机制、公开流程、公开内容和基础工作方面有所进步，"
            "但离《条例》的要求和公众的期望还有距离。</p>"
            "<h3>（一）主要问题</h3>"
            "<ol><li>公开意识有待增强，个别部门、单位对这项工作的认识不够到位；</li>"
            "<li>公开工作牵涉面宽，各方之间的沟通协调还不够顺畅；</li>"
            "<li>交流和培训的力度不足，工作队伍需要加强。</li></ol>"
            "<h3>（二）改进措施</h3>"
            "<p>2014年，我镇将以党的十八大精神为指导，加大贯彻《条例》的力度，做好以下工作：</p>"
            "<ol><li>加强组织领导，完善工作机制，形成推进信息公开的合力。</li>"
            "<li>深化公开内容。借鉴先进地区的做法，结合本镇实际，"
            "重点公开重点工程进度、统计数据、应急管理和行政性规范文件；"
            "加快完善信息服务和投诉处理功能，发挥政务公开的监察作用；"
            "全面推行办事公开，继续抓好公开载体。</li>"
            "<li>强化监督考核。健全责任追究制度和社会评议制度，"
            "对各村、社区和部门的信息公开进行监督，督促及时更新，保证质量和实效。</li>"
            "<li>提高公开水平。加强与上级部门、其他乡镇和各部门单位的联系，畅通沟通渠道，"
            "学习政务公开、政府信息公开和公共企事业单位办事公开的好经验、好做法。</li></ol>"
        ),
    ),
)

SECTIONS: tuple[Section, ...] = (_OVERVIEW, _PROACTIVE, _APPLICATIONS, _DISPUTES, _PROBLEMS)
"""The five parts; the preface stands before them."""
