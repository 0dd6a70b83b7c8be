"""The town's disclosure guide: every thing that 《政府信息公开条例》 第十二条 demands, and more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoGuide:
    """Texts of the guide; ``*_html`` fields hold <p>, <h3>, <ul>, <ol>, dates are ISO."""

    title: str
    introduction: str
    classification_html: str
    arrangement_html: str
    obtaining_html: str
    office_name: str
    office_address: str
    office_hours: str
    office_phone: str
    office_fax: str
    office_postcode: str
    internet_contact: str
    applying_html: str
    fees_html: str
    complaints_html: str
    last_checked_on: str


GUIDE = DemoGuide(
    title="政府信息公开指南",
    introduction=(
        "为了方便公民、法人和其他组织获取泗门镇人民政府的政府信息，"
        "依照《中华人民共和国政府信息公开条例》第十二条编制本指南。指南内容变动时及时更新。"
    ),
    classification_html=(
        "<p>本镇主动公开的政府信息分为五类：</p><ul>"
        "<li>基本公开内容，即条例第二十条列举的各项信息；</li>"
        "<li>乡镇公开内容，即条例第二十一条对乡镇人民政府规定的信息；</li>"
        "<li>重点公开栏目，包括重点工程进度、统计数据、应急管理和行政性规范文件；</li>"
        "<li>政务动态，包括工作动态和通知公告；</li>"
        "<li>互动留言，包括领导信箱、在线咨询和监督投诉的公开答复。</li></ul>"
        "<p>每条信息同时标注主题分类、体裁分类和服务对象。</p>"
    ),
    arrangement_html=(
        "<p>信息按公开目录编排，目录列出索引号、名称、内容概述、生成日期、发布日期、发布机构和文号。</p>"
        "<p>索引号由发布机构的组织机构代码、年份和五位流水号组成，"
        "中间以“/”和“-”分隔，一经确定不再变更。</p>"
    ),
    obtaining_html=(
        "<p>可以通过以下途径获取本镇主动公开的政府信息：</p><ol>"
        "<li>本网站政府信息公开栏目，可按分类、机构、文号、年份查找，并可下载列表和附件；</li>"
        "<li>党政综合办公室、镇便民服务中心的信息查阅点；</li>"
        "<li>四个社区和各村的宣传窗、公开栏；</li>"
        "<li>余姚市档案馆、图书馆的政府信息查阅场所。</li></ol>"
    ),
    office_name="泗门镇党政综合办公室",
    office_address="浙江省宁波市余姚市泗门镇光明路101号201室",
    office_hours="工作日上午8:30至11:30，下午13:30至17:00（夏季下午14:00至17:30）",
    office_phone="0574-62150001",
    office_fax="0574-62150009",
    office_postcode="315470",
    internet_contact="xxgk@simen.example",
    applying_html=(
        "<p>需要本镇主动公开以外的政府信息的，可以向党政综合办公室提出申请。</p><ol>"
        "<li>提出：当面递交、邮寄或者通过互联网提交书面申请，"
        "书写有困难的可以口头提出，由工作人员代为填写。</li>"
        "<li>写明：申请人的姓名或者名称、身份证明、联系方式；"
        "所需信息的名称、文号或者其他便于查询的特征；获取信息的方式和途径。</li>"
        "<li>补正：内容不明确的，收到申请之日起七个工作日内一次性告知需要补正的事项。</li>"
        "<li>答复：能够当场答复的当场答复；不能当场答复的，收到申请之日起二十个工作日内答复，"
        "需要延长的，经批准并告知后最多再延长二十个工作日。</li></ol>"
    ),
    fees_html=(
        "<p>依申请提供政府信息不收取费用。申请的数量、频次明显超过合理范围的，"
        "可以按照国家规定收取信息处理费。</p>"
    ),
    complaints_html=(
        "<p>认为本镇未按规定公开政府信息的，可以向余姚市政府信息公开工作主管部门投诉、举报，"
        "也可以在本网站监督投诉栏目反映。</p>"
        "<p>认为公开行为侵犯合法权益的，可以依法申请行政复议或者提起行政诉讼；"
        "对不予公开决定不服的，应当先申请行政复议。</p>"
    ),
    last_checked_on="2026-10-09",
)
