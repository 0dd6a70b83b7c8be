"""What the office of the demo town wrote itself in the report of 2025; the rest was drafted.

The year is invented, as its registers are, and the report says so.
"""

from __future__ import annotations

from .registers import YEAR

TITLE = f"泗门镇人民政府{YEAR}年政府信息公开工作年度报告"
REPORTED_ON = "2026-01-20"

NOTICE = (
    "<p><b>本报告为演示数据：登记的申请、案件、许可和处罚均为虚构，不是泗门镇的实际情况。</b></p>"
)
PROBLEMS = (
    "<h3>（一）存在的主要问题</h3>"
    "<ol><li>个别办公室提供信息不够及时，有的条目超过20个工作日才公开；</li>"
    "<li>政策解读的形式单一，图表和问答较少；</li>"
    "<li>信息员更换较多，业务培训需要跟上。</li></ol>"
    "<h3>（二）改进情况</h3>"
    "<ol><li>每月核对各类别的更新情况，对超期的类别逐一提醒；</li>"
    "<li>规范性文件与解读材料同步起草、同步公开；</li>"
    "<li>新任信息员上岗前先培训，全年不少于两次集中学习。</li></ol>"
)
OWN_WORDS: dict[int, tuple[str, ...]] = {
    0: (
        "规范性文件的制发、废止和有效性按月核对，目录随时更新；"
        "拟公开的信息逐条经过保密审查和分管领导审签，审查意见有台账可查。",
        "专栏可以按类别、机构、主题和年份查找，支持全文检索，列表可以下载；"
        "党政综合办公室和各社区服务中心设有公开查阅点。",
        "政府信息公开纳入各办公室年度考核，考核结果在镇内通报；"
        "本年度没有因信息公开被追究责任的情形，社会评议通过留言和问卷征集意见。",
    ),
    5: ("没有其他需要报告的事项。",),
}
"""By number of the part: what stands where the draft asks the office to write."""
