"""The search dictionary in the Wagtail admin."""

from __future__ import annotations

from django.db.models import QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from ..forms import RecordedForm
from ..models import DictionaryWord


class DictionaryWordViewSet(SnippetViewSet):
    model = DictionaryWord
    icon = "openquote"
    menu_label = _("检索词典")
    menu_name = "gongkai-search-dictionary"
    copy_view_enabled = False
    # By parts of a word and of its note; there is nothing here that an index would be worth.
    search_backend_name = None
    search_fields = ["word", "note"]
    list_display = [
        "word",
        Column("get_treatment_display", label=_("处理方式"), sort_key="treatment"),
        Column("note", label=_("备注")),
        Column("changed_by", label=_("最后修改人")),
        DateColumn("changed_at", label=_("最后修改时间"), sort_key="changed_at"),
    ]
    list_filter = ["treatment"]
    list_per_page = 100
    ordering = ["word"]
    inspect_view_enabled = True
    inspect_view_fields = [
        "word",
        "treatment",
        "note",
        "created_by",
        "created_at",
        "changed_by",
        "changed_at",
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_(
                    "访客输入的整句话找不到时，系统把它拆成词再找。词典告诉系统哪些字应当连在一起、"
                    "哪些不应当。机构和主题分类的名称已经自动收录。"
                    "保存后一分钟内生效，不需要重建索引。"
                )
            ),
            FieldPanel("word"),
            FieldPanel("treatment", widget=RadioSelect),
            FieldPanel("note"),
        ],
        base_form_class=RecordedForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DictionaryWord]:
        """Words with who changed them."""
        return DictionaryWord.objects.select_related("changed_by")
