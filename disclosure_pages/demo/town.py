"""Texts of the demo site itself: the column, its introduction and the footer.

Filing numbers are placeholders in the right form, made of zeros where a real one would differ.
"""

from __future__ import annotations

COLUMN_TITLE = "泗门镇政府信息公开"
COLUMN_INTRODUCTION = (
    "泗门镇人民政府在此公开信息公开指南、信息公开制度、法定主动公开内容和年度报告。"
    "信息形成或者变更之日起二十个工作日内公开，公开前逐项审查。"
)
SITE_NAME = "泗门镇人民政府"
SPONSOR = "余姚市泗门镇人民政府"
UNDERTAKER = "泗门镇党政综合办公室"
CONTACT_ADDRESS = "浙江省宁波市余姚市泗门镇光明路101号"
CONTACT_PHONE = "0574-62150001"
SITE_IDENTIFICATION_CODE = "3302810000"
ICP_NUMBER = "浙ICP备00000000号"
POLICE_NUMBER = "浙公网安备33028100000000号"

CATALOGUE_TITLE = "法定主动公开内容"
CATALOGUE_INTRODUCTION = (
    "按条例规定的项目编排，可按分类、机构、主题、体裁、年份和有效性筛选并下载列表。"
)
ANNUAL_REPORTS_TITLE = "政府信息公开年报"
ANNUAL_REPORTS_INTRODUCTION = "本镇历年政府信息公开工作年度报告。"
