"""The form of 快速起草: where, and from what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .permissions import categories_for
from .sources import EXTENSIONS, Source, from_file, from_paste

_EMPTY = ("", "---------")


class DraftForm(forms.Form):
    """A category, and a file or a pasted text; ``source`` is what it was read as."""

    category: Any = forms.ModelChoiceField(
        label=_("放在哪个类别"), queryset=None, error_messages={"required": _("请选择类别。")}
    )
    upload = forms.FileField(
        label=_("Word文件"),
        required=False,
        help_text=_(
            "标题、段落、列表、表格、图片和链接都会带入（DOCX最好）；DOC、WPS、PDF、OFD和TXT只带入文字。"
        ),
    )
    keep_original = forms.BooleanField(
        label=_("原文件同时作为附件"),
        required=False,
        help_text=_("原文件里的批注、修订和隐藏文字会一起成为附件，提交前请按检查提示处理。"),
    )
    pasted_text = forms.CharField(
        label=_("粘贴的正文"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("在Word、WPS里全选、复制，在这里粘贴。不能运行脚本的浏览器里按纯文字处理。"),
    )
    pasted_html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    source: Source

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field: Any = self.fields["category"]
        field.queryset = categories_for(user)
        field.widget.choices = self._categories
        self.fields["upload"].widget.attrs["accept"] = ",".join(f".{each}" for each in EXTENSIONS)
        choices = self._categories[1:]
        if len(choices) == 1:
            self.initial.setdefault("category", choices[0][0])

    @cached_property
    def _categories(self) -> list[tuple[Any, str]]:
        """Categories, each indented below the one that holds it."""
        found = list(categories_for(self.user).values_list("pk", "title", "depth"))
        top = min((depth for _pk, _title, depth in found), default=0)
        return [_EMPTY, *((pk, "　" * (depth - top) + title) for pk, title, depth in found)]

    def clean(self) -> dict[str, Any]:
        """Read the source; what is wrong with it is said at its field."""
        data: dict[str, Any] = super().clean() or {}
        upload = data.get("upload")
        text, html = data.get("pasted_text") or "", data.get("pasted_html") or ""
        if "upload" in self.errors:
            return data
        if upload and (text.strip() or html.strip()):
            self.add_error("upload", _("文件和粘贴的正文只能用一个，请清空其中之一。"))
        elif not upload and not text.strip() and not html.strip():
            self.add_error("upload", _("请选择文件，或者粘贴正文。"))
        elif "category" not in self.errors:
            self._read(upload, html, text)
        return data

    def _read(self, upload: Any, html: str, text: str) -> None:
        try:
            self.source = from_file(upload) if upload else from_paste(html, text)
        except ValidationError as error:
            self.add_error("upload" if upload else "pasted_text", error)
