"""Files, and what a reader must make of them."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from search.extract.limits import Limits
from tests.factories.files import bombs, office, others, pdfs

NOTICE = "关于调整低保标准的通知"
TEXT = "自2013年7月1日起，低保标准调整为每人每月五百元。"
LONG = "泗门镇政府信息公开目录系统。" * 20_000


@dataclass(frozen=True)
class Case:
    """A file.

    ``seen`` stands in the visible text; ``hidden`` are pairs of a kind and a text that stands in
    what is hidden so, and not in the visible text.
    """

    name: str
    make: Callable[[], bytes]
    status: str
    format: str = ""
    seen: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    places: tuple[str, ...] = ()
    facts: dict = field(default_factory=dict)
    limits: Limits | None = None


def cut(make, size):
    """The beginning of a file, as a failed transfer leaves it."""
    return lambda: make()[:size]


def table_of(rows):
    return lambda: office.sheets(大表=[[f"第{n}户", n, "泗门镇湖北村"] for n in range(rows)])


good = [
    Case(
        "PDF",
        partial(pdfs.pdf, f"{NOTICE}\n{TEXT}", "第二页的表"),
        "done",
        "pdf",
        (NOTICE, TEXT, "第二页的表"),
        places=("第1页", "第2页"),
        facts={"pages": 2},
    ),
    Case(
        "PDF，一句话跨行",
        partial(pdfs.pdf, "各村要按照本镇低保工作的统一部署，" * 6),
        "done",
        "pdf",
        ("统一部署，各村要按照本镇低保工作的统一部署，各村",),
    ),
    Case("PDF，限制打印", partial(pdfs.protected_pdf, TEXT), "done", "pdf", (TEXT,)),
    Case(
        "DOCX",
        partial(
            office.word,
            NOTICE,
            TEXT,
            table=[["村名", "户数"], ["湖北村", "十二户"]],
            header="泗门镇文件",
            footer="抄送各村",
        ),
        "done",
        "docx",
        (NOTICE, TEXT, "湖北村", "泗门镇文件", "抄送各村"),
        places=("正文", "页眉", "页脚"),
    ),
    Case(
        "XLSX",
        partial(office.sheets, 汇总=[["村名", "户数"], ["湖北村", 12]], 说明=[["单位：户"]]),
        "done",
        "xlsx",
        ("湖北村\t12", "单位：户"),
        places=("工作表“汇总”", "工作表“说明”"),
    ),
    Case(
        "PPTX",
        partial(office.slides, office.slide_xml("第一张", NOTICE), office.slide_xml("第二张")),
        "done",
        "pptx",
        (NOTICE, "第二张"),
        places=("第1张幻灯片", "第2张幻灯片"),
    ),
    Case(
        "OFD",
        partial(office.ofd, f"{NOTICE}\n{TEXT}", "第二页"),
        "done",
        "ofd",
        (NOTICE, TEXT),
        places=("第1页", "第2页"),
        facts={"pages": 2},
    ),
    Case("TXT，UTF-8", TEXT.encode, "done", "txt", (TEXT,), places=("正文",)),
    Case("TXT，GB 18030", lambda: TEXT.encode("gb18030"), "done", "txt", (TEXT,)),
    Case(
        "TXT，UTF-16",
        lambda: codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        "done",
        "txt",
        (TEXT,),
    ),
    Case(
        "CSV，GB 18030",
        lambda: "村名,户数\n湖北村,12\n".encode("gb18030"),
        "done",
        "csv",
        ("湖北村\t12",),
        places=("表格",),
    ),
    Case(
        "HTML",
        lambda: others.page(f"<h1>{NOTICE}</h1><p>低保<b>标准</b></p><script>代码</script>"),
        "done",
        "html",
        (NOTICE, "低保标准"),
    ),
    Case("HTML，GB 2312", lambda: others.page(f"<p>{TEXT}</p>", "gb2312"), "done", "html", (TEXT,)),
]

old = [
    Case(
        "DOC",
        partial(others.legacy, "plain.doc"),
        "done",
        "doc",
        (NOTICE, "湖北村 十二户", "泗门镇文件"),
        (("property", "张三"),),
        places=("正文", "页眉页脚"),
    ),
    Case(
        "DOC，有隐藏内容",
        partial(others.legacy, "hidden.doc"),
        "done",
        "doc",
        ("看得见的正文", "新加的话"),
        (
            ("deletion", "删掉的话"),
            ("text", "隐藏的话"),
            ("comment", "请核对金额"),
            ("property", "赵六"),
        ),
    ),
    Case(
        "XLS",
        partial(others.legacy, "plain.xls"),
        "done",
        "xls",
        ("湖北村\t12\t2013-03-01", "单位：户"),
        places=("工作表“汇总”", "工作表“说明”"),
    ),
    Case(
        "XLS，有隐藏内容",
        partial(others.legacy, "hidden.xls"),
        "done",
        "xls",
        ("明户\t2.5",),
        (
            ("sheet", "底稿内容"),
            ("sheet", "深藏内容"),
            ("row", "藏行户"),
            ("column", "藏列号"),
            ("comment", "李四说要改"),
            ("property", "王五"),
        ),
    ),
    Case(
        "PPT",
        partial(others.compound, "PowerPoint Document"),
        "unsupported",
        "ppt",
        reason="format",
    ),
    Case("RTF", lambda: rb"{\rtf1\ansi hello}", "unsupported", "rtf", reason="format"),
]

huge = [
    Case(
        "TXT，字数太多",
        (LONG * 12).encode,
        "done",
        "txt",
        ("公开目录系统",),
        facts={"was_cut": True, "characters": 2_000_000},
    ),
    Case(
        "DOCX，二十八万字",
        partial(office.word, LONG),
        "done",
        "docx",
        ("公开目录系统",),
        facts={"was_cut": False},
    ),
    Case("XLSX，两万行", table_of(20_000), "done", "xlsx", ("第19999户\t19999",)),
    Case(
        "PDF，三百页", lambda: pdfs.pdf(*[TEXT] * 300), "done", "pdf", (TEXT,), facts={"pages": 300}
    ),
    Case("PDF，六千页", partial(pdfs.many_pages, 6000), "too_large", "pdf", reason="pages"),
    Case(
        "文件太大",
        lambda: b"a" * (2 * 1024 * 1024),
        "too_large",
        reason="bytes",
        limits=Limits(file_mib=1),
    ),
    Case("读得太久", table_of(20_000), "timeout", limits=Limits(seconds=0.05)),
    Case("占内存太多", (LONG * 60).encode, "out_of_memory", "txt", limits=Limits(memory_mib=128)),
]

broken = [
    Case("空文件", lambda: b"", "empty"),
    Case("只有空白", lambda: b"  \n\n", "empty", "txt"),
    Case("DOCX，没有文字", partial(office.word), "empty", "docx"),
    Case("传输失败，全是零", lambda: bytes(5000), "broken"),
    Case("PDF，只有一半", cut(lambda: pdfs.pdf(*[TEXT] * 30), 600), "broken", "pdf"),
    Case("DOCX，只有一半", cut(partial(office.word, TEXT), 9000), "broken", "zip"),
    Case("DOC，只有一半", cut(partial(others.legacy, "plain.doc"), 5000), "broken", "ole"),
    Case("XLS，只有一半", cut(partial(others.legacy, "plain.xls"), 3000), "broken", "ole"),
    Case(
        "DOCX，正文不是XML",
        lambda: office.changed(office.word("x"), word__document="<w:p"),
        "broken",
        "docx",
    ),
    Case(
        "XLSX，缺少工作表",
        lambda: office.changed(office.sheets(表=[["x"]]), xl__worksheets__sheet1=None),
        "broken",
        "xlsx",
    ),
    Case("OFD，缺少文档", lambda: office.container({"OFD.xml": "<OFD/>"}), "broken", "ofd"),
]

locked = [
    Case("PDF，有打开密码", partial(pdfs.encrypted_pdf, TEXT), "encrypted", "pdf"),
    Case(
        "DOCX或XLSX，有密码",
        partial(others.compound, "EncryptionInfo", "EncryptedPackage"),
        "encrypted",
        "ole",
    ),
    Case(
        "OFD，加密", lambda: office.ofd(TEXT, extra={"Encryptions.xml": "<x/>"}), "encrypted", "ofd"
    ),
]

bombs_ = [
    Case("压缩炸弹：一个部分", bombs.ratio, "too_large", "zip", reason="ratio"),
    Case("压缩炸弹：部分太多", bombs.entries, "too_large", "zip", reason="entries"),
    Case("压缩炸弹：包中有包", bombs.nested, "too_large", "zip", reason="nested"),
    Case("压缩炸弹：层层套包", bombs.dolls, "too_large", "zip", reason="nested"),
    Case("压缩炸弹：重叠", bombs.overlapping, "too_large", "zip", reason="ratio"),
    Case(
        "压缩炸弹：总量",
        partial(office.word, LONG),
        "too_large",
        "zip",
        reason="unpacked",
        limits=Limits(unpacked_mib=0),
    ),
    Case("目录说谎", bombs.lying, "broken", "docx"),
    Case("XML实体炸弹，DOCX", bombs.laughing_word, "broken", "docx", reason="dtd"),
    Case("XML实体炸弹，XLSX", bombs.laughing_sheet, "broken", "xlsx", reason="dtd"),
    Case("XML实体，读服务器文件", bombs.asking_for_a_file, "broken", "docx", reason="dtd"),
    Case("XML，三千层", bombs.deep, "broken", "docx"),
    Case("HTML，十万层", bombs.deep_page, "broken", "html"),
]

scanned = [
    Case(
        "PDF，扫描件",
        partial(pdfs.pdf, None, None),
        "no_text",
        "pdf",
        facts={"pages": 2, "pages_without_text": 2},
    ),
    Case(
        "PDF，一半是扫描件",
        partial(pdfs.pdf, TEXT, None, TEXT, None),
        "done",
        "pdf",
        (TEXT,),
        facts={"pages": 4, "pages_without_text": 2},
    ),
    Case(
        "PDF，扫描件上印了页码",
        partial(pdfs.stamped_scan, "- 1 -"),
        "done",
        "pdf",
        facts={"pages": 1, "pages_without_text": 1},
    ),
    Case(
        "OFD，扫描件", partial(office.ofd, None), "no_text", "ofd", facts={"pages_without_text": 1}
    ),
    Case("DOCX，只有图片", partial(office.word, picture=True), "no_text", "docx"),
    Case("图片", others.picture, "no_text", "png"),
]

hidden = [
    Case(
        "DOCX，有隐藏内容",
        office.word_with_everything_hidden,
        "done",
        "docx",
        ("看得见的正文", "留下的话", "显示的话", "新加的话", "框外的字", "脚注的话"),
        (
            ("deletion", "删掉的话"),
            ("deletion", "移走的话"),
            ("text", "隐藏的话"),
            ("text", "样式隐藏"),
            ("text", "整段隐藏"),
            ("comment", "张三：请核对金额"),
        ),
    ),
    Case(
        "DOCX，有属性",
        partial(office.word, TEXT, author="张三", title="内部稿", keywords="低保"),
        "done",
        "docx",
        (TEXT,),
        (("property", "张三"), ("property", "内部稿")),
    ),
    Case(
        "XLSX，有隐藏内容",
        office.sheets_with_everything_hidden,
        "done",
        "xlsx",
        ("明户\t2.5",),
        (
            ("sheet", "底稿内容"),
            ("sheet", "深藏内容"),
            ("row", "藏行户"),
            ("column", "藏列号"),
            ("comment", "李四说要改"),
            ("property", "王五"),
            ("property", "内部测算"),
        ),
    ),
    Case(
        "PPTX，有隐藏内容",
        partial(
            office.slides,
            office.slide_xml("首页"),
            office.slide_xml("藏页", attributes='show="0"'),
            notes="讲稿",
            comment="要改",
        ),
        "done",
        "pptx",
        ("首页",),
        (("slide", "藏页"), ("notes", "讲稿"), ("comment", "要改")),
    ),
    Case(
        "PDF，有批注和属性",
        partial(pdfs.annotated_pdf, TEXT, "此处待定", author="张三", title="草稿"),
        "done",
        "pdf",
        (TEXT,),
        (("comment", "此处待定"), ("property", "张三"), ("property", "草稿")),
    ),
    Case(
        "OFD，有批注和属性",
        lambda: office.ofd(
            TEXT,
            author="张三",
            extra={
                "Doc_0/Annots/Page_0/Annotation.xml": (
                    '<PageAnnot><Annot Creator="李四"><Remark>要改</Remark></Annot></PageAnnot>'
                )
            },
        ),
        "done",
        "ofd",
        (TEXT,),
        (("comment", "要改"), ("property", "张三")),
    ),
    Case(
        "HTML，有隐藏内容",
        lambda: others.page(
            '<p>看得见</p><!-- 注释 --><p hidden>藏一</p><div style="display: none">藏二</div>',
            head='<title>标题</title><meta name="author" content="张三">',
        ),
        "done",
        "html",
        ("看得见",),
        (("comment", "注释"), ("text", "藏一"), ("text", "藏二"), ("property", "张三")),
    ),
]

strange = [
    Case("DOCX，文件名写成PDF", partial(office.word, TEXT), "done", "docx", (TEXT,)),
    Case("DOC，其实是网页", lambda: others.page(f"<p>{TEXT}</p>"), "done", "html", (TEXT,)),
    Case(
        "压缩包", lambda: office.container({"a.txt": TEXT}), "unsupported", "zip", reason="archive"
    ),
    Case("未知格式", lambda: bytes(range(256)) * 20, "unsupported", reason="unknown"),
]

CASES = [*good, *old, *huge, *broken, *locked, *bombs_, *scanned, *hidden, *strange]
