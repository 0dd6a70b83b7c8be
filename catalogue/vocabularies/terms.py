"""体裁分类 and 服务对象: code (in addresses) and name, in their order."""

from __future__ import annotations

# 党政机关公文处理工作条例第八条 names the fifteen. That catalogues use them as 体裁分类 is custom
# and written in no rule, so an office may edit the list. 规章 and 行政规范性文件 are no kinds of
# document but what 表二 of the annual report counts: who wants them counted chooses them.
GENRES: tuple[tuple[str, str], ...] = (
    ("jue-yi", "决议"),
    ("jue-ding", "决定"),
    ("ming-ling", "命令（令）"),
    ("gong-bao", "公报"),
    ("gong-gao", "公告"),
    ("tong-gao", "通告"),
    ("yi-jian", "意见"),
    ("tong-zhi", "通知"),
    ("tong-bao", "通报"),
    ("bao-gao", "报告"),
    ("qing-shi", "请示"),
    ("pi-fu", "批复"),
    ("yi-an", "议案"),
    ("han", "函"),
    ("ji-yao", "纪要"),
    ("gui-zhang", "规章"),
    ("gui-fan-xing-wen-jian", "行政规范性文件"),
    ("qi-ta", "其他"),
)
# Genres that 表二 counts: the values of enums.StatutoryClass.
STATUTORY_CLASSES: dict[str, str] = {
    "gui-zhang": "regulation",
    "gui-fan-xing-wen-jian": "normative",
}

# The law speaks to 公民、法人和其他组织 (条例第一条). No rule lists audiences: a start to edit.
AUDIENCES: tuple[tuple[str, str], ...] = (
    ("gong-min", "公民"),
    ("fa-ren", "法人"),
    ("qi-ta-zu-zhi", "其他组织"),
)
