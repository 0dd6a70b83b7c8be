# ruff: noqa: E501  # a sentence of Chinese stays on one line, so that it can be searched for
"""Texts of the items that are neither papers, news nor messages: guides and yearly tables."""

from __future__ import annotations

from typing import NamedTuple

from . import topics as t


class ServiceGuide(NamedTuple):
    """How to get one thing done at the town's service hall."""

    code: str
    title: str
    organ: str
    topic: str
    basis: str
    materials: str
    steps: str
    days: int


GUIDES: tuple[ServiceGuide, ...] = (
    ServiceGuide(
        "jianfang",
        "农村村民建房审批办事指南",
        "chengjianban",
        t.LAND,
        "《中华人民共和国土地管理法》《浙江省实施办法》",
        "申请表、户口簿、原房屋权属材料、村民会议意见",
        "村民申请，村公示，镇踏勘审核，报市审批，放样验收",
        20,
    ),
    ServiceGuide(
        "shengyu",
        "再生育审批办事指南",
        "sheshiban",
        t.POPULATION,
        "《浙江省人口与计划生育条例》",
        "双方身份证、结婚证、婚育情况说明",
        "窗口受理，村或单位核实，镇审核，报市批准，送达",
        20,
    ),
    ServiceGuide(
        "dibao",
        "最低生活保障申请办事指南",
        "sheshiban",
        t.WELFARE,
        "《城市居民最低生活保障条例》和农村低保有关规定",
        "申请书、户口簿、收入和财产材料、授权核对书",
        "申请，入户调查，民主评议，公示，镇审核，市审批",
        20,
    ),
    ServiceGuide(
        "yibao",
        "城乡居民医保参保办事指南",
        "sheshiban",
        t.INSURANCE,
        "宁波市城乡居民医疗保障有关办法",
        "户口簿、身份证、参保登记表",
        "村、社区登记，缴费，窗口录入，发卡",
        5,
    ),
    ServiceGuide(
        "yanglao",
        "城乡居民养老保险待遇申领办事指南",
        "sheshiban",
        t.INSURANCE,
        "国家和省城乡居民养老保险有关规定",
        "身份证、户口簿、银行存折复印件",
        "本人申请，社保窗口核对，公示，次月发放",
        15,
    ),
    ServiceGuide(
        "canji",
        "残疾人证办理办事指南",
        "sheshiban",
        t.WELFARE,
        "《中华人民共和国残疾人保障法》",
        "申请表、身份证、近期照片、病历资料",
        "申请，指定医院评定，公示，市残联发证",
        30,
    ),
    ServiceGuide(
        "jiuye",
        "就业失业登记办事指南",
        "sheshiban",
        t.JOBS,
        "《就业服务与就业管理规定》",
        "身份证、解除劳动关系证明或毕业证书",
        "窗口登记，信息核对，发证，享受就业服务",
        5,
    ),
    ServiceGuide(
        "xiaofei",
        "种粮大户补贴申报办事指南",
        "nongban",
        t.FARMING,
        "余姚市粮食生产扶持政策",
        "申报表、承包或流转合同、种植面积清册",
        "大户申报，村核实丈量，公示，镇审核，资金拨付",
        20,
    ),
    ServiceGuide(
        "tiaojie",
        "人民调解申请办事指南",
        "zongzhiban",
        t.JUSTICE,
        "《中华人民共和国人民调解法》",
        "口头或书面申请、纠纷相关材料",
        "申请，受理，调查，调解，制作协议，回访",
        15,
    ),
)

PROJECTS = (
    "镇文体中心工程",
    "光明路延伸工程",
    "四塘横江整治工程",
    "镇中心小学扩建工程",
    "污水管网三期工程",
    "农贸市场改造工程",
    "敬老院扩建工程",
    "商业综合体工程",
)

STAGES = (
    "前期手续办理",
    "场地清表",
    "桩基施工",
    "基础施工",
    "主体施工",
    "主体结顶",
    "外立面施工",
    "内部装修",
    "附属绿化",
    "竣工验收",
)

PROCUREMENT = (
    ("办公设备", "计算机、打印机、复印机", "集中采购"),
    ("公务车辆维修", "保险、加油、维修", "定点采购"),
    ("物业服务", "机关大楼保洁和安保", "分散采购限额以上公开招标"),
    ("工程类", "五十万元以上房建市政工程", "进入招投标中心"),
    ("印刷服务", "文件、宣传品印制", "定点采购"),
)

FEES = (
    ("城镇垃圾处理费", "每户每月定额", "市物价部门核定标准"),
    ("证照工本费", "按证件种类", "国家规定标准"),
    ("土地登记服务费", "按宗地面积分档", "省定标准"),
)

REQUIREMENTS = "报名者应具有大专以上学历，年龄在三十五周岁以下，遵纪守法，身体健康；报名时间为公告发布后七个工作日内，录用结果在本栏目公示。"
