"""What was left out or changed on the way, in words for the person who brought the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

# In the order in which they are told: what might have been seen by the public first.
SENTENCES: Mapping[str, object] = {
    "hidden": _("去掉了隐藏的文字%(count)s处。"),
    "deleted": _("去掉了修订记录中已删除的内容%(count)s处；插入的内容按已接受处理。"),
    "comments": _("去掉了批注%(count)s条。"),
    "macros": _("去掉了宏代码，没有执行。"),
    "embedded": _("去掉了嵌入的文件或者对象%(count)s个；需要公开的，请另作附件上传。"),
    "scripts": _("去掉了网页脚本、表单等内容%(count)s处。"),
    "headers": _("没有带入页眉、页脚和页码。"),
    "links": _("去掉了%(count)s个链接的地址（只保留网址和邮箱链接），文字保留。"),
    "external_pictures": _("有%(count)s张图片存放在文件之外，没有带入；需要的请另行添加。"),
    "pasted_pictures": _("粘贴带不来图片（%(count)s张）；请改用上传文件，或者在正文里另行添加。"),
    "bad_pictures": _(
        "有%(count)s张图片格式不支持、已损坏或者过大，没有带入；请另存为PNG或者JPEG后添加。"
    ),
    "no_picture_right": _("您没有添加图片的权限，%(count)s张图片没有带入；请联系党政办。"),
    "pictures": _("带入图片%(count)s张；提交前请逐张填写替代文字，或者标为装饰图片。"),
    "small_pictures": _("图片太多，第%(limit)s张以后的%(count)s张没有带入。"),
    "tables_flattened": _("表格里还套着表格%(count)s处，内层表格改为文字放在单元格里。"),
    "cell_pictures": _("表格单元格里的图片%(count)s张，移到了表格后面。"),
    "cell_formats": _("表格单元格里的链接、列表和加粗，改为纯文字（%(count)s处）。"),
    "levels": _("比三级更深的标题%(count)s处，改为加粗的段落。"),
    "guessed_headings": _(
        "“一、”“第一章”这样开头的短段落%(count)s处，设成了标题；不合适的请改回。"
    ),
    "numbers": _("自动编号%(count)s处，改为文字写进段落。"),
    "scripts_of_letters": _("上标、下标%(count)s处，改为普通文字，请核对（如平方米、化学式）。"),
    "struck": _("去掉了删除线，文字保留%(count)s处，请核对是否应当删去。"),
    "formats": _("去掉了字体、字号、颜色等样式；公开页面使用统一样式。"),
    "title": _("开头的标题已经填入“名称”，正文不再重复。"),
    "notes": _("脚注和尾注%(count)s条，移到了正文末尾。"),
    "cut": _("文字太长，只带入了前面一部分，请核对。"),
    "lines_joined": _("这个格式不分段落，按行合并成段，请核对分段。"),
}


class Notes(Counter[str]):
    """How often each thing happened, by the keys of :data:`SENTENCES`."""

    def told(self) -> Iterator[str]:
        """Sentences, the gravest first."""
        for key, sentence in SENTENCES.items():
            if count := self.get(key):
                yield str(sentence) % {"count": count, "limit": MOST_PICTURES}


MOST_PICTURES = 60
