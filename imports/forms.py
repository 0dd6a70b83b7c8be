"""Forms of the imports in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .conf import number
from .enums import RowState
from .exports.formats import FORMATS
from .exports.reach import columns_for
from .fields import FIELDS
from .models import ImportMapping
from .printing.serving import FORMATS as PRINTS
from .rooms import catalogue
from .sheets.opening import EXTENSIONS

_ANY_ORGAN = "gongkai_catalogue.disclose_for_any_organ"
_MIB = 1024 * 1024
LEFT_OUT = "-"


class UploadForm(forms.Form):
    """The file, and what holds where its rows say nothing."""

    file = forms.FileField(
        label=_("表格文件"),
        help_text=_(
            "Excel工作簿（XLSX、XLS）、CSV或者JSON Lines。也可以是ZIP：里面是一张表格和它的附件；"
            "或者没有表格，只有一批文件（Word、PDF等），每个文件导入为一条。"
        ),
        widget=forms.FileInput(attrs={"accept": ",".join((*EXTENSIONS, ".zip"))}),
        error_messages={
            "required": _("请选择要导入的表格。"),
            "empty": _("文件是空的，请检查后重新选择。"),
        },
    )
    archive = forms.FileField(
        label=_("附件压缩包"),
        required=False,
        help_text=_("表格有“附件”一列的，把附件打成一个ZIP一并上传，表格里写压缩包中的路径。"),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    column: Any = forms.TypedChoiceField(
        label=_("导入到的栏目"),
        error_messages={"required": _("请选择导入到哪个栏目。")},
    )
    organ: Any = forms.ChoiceField(
        label=_("发布机构"),
        required=False,
        help_text=_("表格里没有写发布机构的，按这个机构导入。"),
    )
    category: Any = forms.ChoiceField(
        label=_("类别"), required=False, help_text=_("表格里没有写类别的，放在这个类别下。")
    )
    kind: Any = forms.ChoiceField(
        label=_("信息类别"), required=False, help_text=_("表格里没有写的，按这一类统计。")
    )
    saved: Any = forms.ModelChoiceField(
        label=_("列对应方案"),
        queryset=ImportMapping.objects.all(),
        required=False,
        empty_label=_("自动识别"),
        help_text=_("以前导入过同样表格的，可以选择当时保存的方案；下一步还可以改。"),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._columns = {str(each.pk): each for each in columns_for(user)}
        fields: dict[str, Any] = self.fields
        fields["column"].choices = [(key, each.title) for key, each in self._columns.items()]
        fields["column"].coerce = self._columns.__getitem__
        self._organs = {str(organ.pk): organ for organ in organs_of(user)}
        fields["organ"].choices = [
            ("", _("以表格为准")),
            *catalogue("forms").indented_organs(self._organs.values()),
        ]
        fields["category"].choices = [("", _("以表格为准")), *_categories(self._columns.values())]
        fields["kind"].choices = [
            ("", _("以表格为准")),
            *catalogue("enums").Kind.choices,
        ]
        if len(self._columns) == 1:
            fields["column"].initial = next(iter(self._columns))
        if len(self._organs) == 1:
            fields["organ"].initial = next(iter(self._organs))

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        is_zip = file.name.lower().endswith(".zip")
        limit = "GONGKAI_IMPORTS_MAX_ARCHIVE_SIZE" if is_zip else "GONGKAI_IMPORTS_MAX_FILE_SIZE"
        return _small_enough(file, limit)

    def clean_archive(self) -> Any:
        """The same for the attachments."""
        archive = self.cleaned_data["archive"]
        return archive and _small_enough(archive, "GONGKAI_IMPORTS_MAX_ARCHIVE_SIZE")

    def clean_organ(self) -> Any:
        """The organ itself; None for what the sheet says."""
        return self._organs.get(self.cleaned_data["organ"])

    def clean(self) -> dict[str, Any]:
        """The category belongs to the column."""
        cleaned: dict[str, Any] = super().clean() or {}
        column, category = cleaned.get("column"), cleaned.get("category")
        if column and category:
            key, _dash, code = category.partition("-")
            if key != str(column.pk):
                self.add_error("category", _("这个类别不在所选的栏目里，请另选。"))
            cleaned["category"] = code
        return cleaned


class ColumnsForm(forms.Form):
    """What each column of a sheet means."""

    save_as = forms.CharField(
        label=_("保存为列对应方案"),
        required=False,
        max_length=100,
        help_text=_("起个名称，下次导入同样的表格时直接选用；不保存的留空。"),
    )

    def __init__(self, headings: dict[str, str], *args: Any, **kwargs: Any) -> None:
        """``headings``: code of the field that each is taken for, in their order."""
        super().__init__(*args, **kwargs)
        self.headings = list(headings)
        choices = [
            (LEFT_OUT, _("不导入这一列")),
            *((code, str(field.label)) for code, field in FIELDS.items()),
        ]
        for place, (heading, code) in enumerate(headings.items()):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading, choices=choices, initial=code or LEFT_OUT
            )

    @property
    def columns(self) -> list[Any]:
        """The fields of the headings, bound."""
        return [self[f"column-{place}"] for place in range(len(self.headings))]

    @property
    def mapping(self) -> dict[str, str]:
        """Code of the field by heading; empty where it is left out."""
        chosen = (self.cleaned_data[f"column-{n}"] for n in range(len(self.headings)))
        return {
            heading: "" if code == LEFT_OUT else code
            for heading, code in zip(self.headings, chosen, strict=True)
        }


class RunForm(forms.Form):
    """Whether the good rows become drafts, or are published as history."""

    publish = forms.ChoiceField(
        label=_("导入为"),
        choices=[
            ("draft", _("草稿，逐条送审后公开")),
            ("history", _("历史信息，直接公开（只用于已在原网站公开过的信息）")),
        ],
        widget=forms.RadioSelect,
        initial="draft",
    )
    reason = forms.CharField(
        label=_("直接公开的理由"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "写明是什么信息、原来公开在哪里，如“原网站2010—2018年已公开的文件”，记入审查台账。"
        ),
    )

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]
            del self.fields["reason"]

    @property
    def publishes(self) -> bool:
        """Whether they are published."""
        return self.cleaned_data.get("publish") == "history"


class RowsForm(forms.Form):
    """Narrows the report down; what is not understood is no condition."""

    PROBLEMS, ALL = "problems", "all"

    state = forms.ChoiceField(
        label=_("结果"),
        required=False,
        choices=[(PROBLEMS, _("有问题的行")), *RowState.choices, (ALL, _("全部的行"))],
    )
    column: Any = forms.ChoiceField(label=_("列"), required=False)

    def __init__(self, headings: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["column"].choices = [("", _("全部列")), *((each, each) for each in headings)]


class ExportForm(forms.Form):
    """What is exported."""

    column: Any = forms.TypedChoiceField(label=_("栏目"))
    form = forms.ChoiceField(
        label=_("格式"),
        choices=[
            (_("可以再次导入的"), [(each.code, each.label) for each in FORMATS.values()]),
            (_("打印用的公开目录"), [(each.code, each.label) for each in PRINTS.values()]),
        ],
    )
    drafts = forms.BooleanField(
        label=_("也导出未公开的条目"),
        required=False,
        help_text=_("党政办导出全部草稿，信息员导出自己的草稿。"),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = {str(each.pk): each for each in columns_for(user)}
        fields: dict[str, Any] = self.fields
        fields["column"].choices = [(key, each.title) for key, each in columns.items()]
        fields["column"].coerce = columns.__getitem__


def _small_enough(file: Any, setting: str) -> Any:
    limit = number(setting)
    if file.size > limit:
        raise ValidationError(_("文件超过%dMB，请分成几个导入。") % (limit // _MIB))
    return file


def organs_of(user: Any) -> Any:
    """Organs in whose name somebody imports."""
    organs = apps.get_model("gongkai_catalogue.Organ").objects
    if user.has_perm(_ANY_ORGAN):
        return organs.all()
    return organs.filter(
        pk__in=organs.subtree_ids(user.disclosure_organs.values_list("pk", flat=True))
    )


def _categories(columns: Any) -> list[Any]:
    """Categories of each column, by its title where there are several; the value is the key of the
    column and the code."""
    model = apps.get_model("gongkai_catalogue.CategoryPage")
    groups = []
    for column in columns:
        found = model.objects.descendant_of(column).order_by("path")
        options = [
            (f"{column.pk}-{page.code}", "　" * max(0, page.depth - column.depth - 2) + page.title)
            for page in found
        ]
        groups.append((column.title, options))
    return groups[0][1] if len(groups) == 1 else groups
