"""The editing form of an item, in the order in which an office fills it in."""

from __future__ import annotations

from typing import Any

from django.forms import Select, TextInput
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.documents import get_document_model

from .attached_files import documents_in_body


class ReturnedPanel(Panel):
    """Why the item was handed back, where its editor corrects it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "gongkai_catalogue/admin/returned.html"

        @cached_property
        def returned(self) -> Any:
            """The step of the workflow that handed the item back, or None."""
            state = self.instance.current_workflow_state if self.instance.pk else None
            if state is None or state.status != state.STATUS_NEEDS_CHANGES:
                return None
            return state.current_task_state

        def is_shown(self) -> bool:
            """Only while the item waits for corrections."""
            return super().is_shown() and self.returned is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The step, with its comment."""
            return {**super().get_context_data(parent_context), "returned": self.returned}


class FileRemarksPanel(Panel):
    """Files of the item that the public does not find, as far as a search app can tell.

    Who can tell registers a function under the Wagtail hook ``register_gongkai_document_remarks``:
    it takes nothing and returns ``remarks(document_ids)``, sentences by the keys of documents.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "gongkai_catalogue/admin/file_remarks.html"

        @cached_property
        def remarks(self) -> list[tuple[str, str]]:
            """Names of files, and what is the matter with them."""
            names = {
                row.document_id: row.title
                for row in self.instance.attachments.all()
                if row.document_id
            }
            names |= {key: "" for key in documents_in_body(self.instance) if key not in names}
            told: dict[Any, str] = {}
            for register in hooks.get_hooks("register_gongkai_document_remarks") if names else ():
                told |= register()(names)
            titles = get_document_model().objects.in_bulk(list(told)) if told else {}
            return [
                (names[key] or titles[key].title, told[key])
                for key in names
                if key in told and key in titles
            ]

        def is_shown(self) -> bool:
            """Only where something is the matter."""
            return super().is_shown() and bool(self.remarks)


class KeywordHintsPanel(Panel):
    """Keywords that the text suggests, with the reason; ``admin/keyword-hints.js`` makes them
    buttons."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "gongkai_catalogue/admin/keyword_hints.html"

        @cached_property
        def suggestions(self) -> list[Any]:
            """Of the draft as it was saved."""
            from .keyword_suggestions import suggestions_for

            return suggestions_for(self.instance) if self.instance.pk else []


# Plain lists rather than Wagtail's choosers: short vocabularies, and a keyboard or a phone handles
# a list better than a search in a dialogue.
item_content_panels = [
    ReturnedPanel(),
    # The address is made from the title on the server; there is no slug field to keep in step.
    FieldPanel(
        "title",
        classname="title",
        heading=_("名称"),
        help_text=_("公文写全称，与公开的正文一致。"),
        # The large title field shows no label of its own.
        widget=TextInput(attrs={"placeholder": _("名称（必填）")}),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("organ", widget=Select)]),
            FieldRowPanel([FieldPanel("document_number"), FieldPanel("genre", widget=Select)]),
            FieldRowPanel([FieldPanel("written_on"), FieldPanel("published_on")]),
            FieldRowPanel(
                [FieldPanel("topic", widget=Select), FieldPanel("audience", widget=Select)]
            ),
            FieldPanel("keywords"),
            KeywordHintsPanel(),
        ],
        heading=_("元数据"),
    ),
    FieldPanel("summary"),
    FieldPanel("body"),
    FileRemarksPanel(),
    InlinePanel("attachments", heading=_("附件"), label=_("附件")),
    InlinePanel(
        "corrections",
        heading=_("更正说明"),
        label=_("更正"),
        help_text=_("已经公开的条目有更正的，在这里写明，与更正后的内容一起送审；没有更正的留空。"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("effective_on"), FieldPanel("expires_on")]),
            FieldRowPanel([FieldPanel("repealed_on"), FieldPanel("repealed_by")]),
            FieldPanel("interprets"),
        ],
        heading=_("有效性与关联"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("disclosure_mode"), FieldPanel("disclosure_period")]),
            FieldPanel("index_number"),
        ],
        heading=_("公开属性"),
    ),
]

item_edit_handler = TabbedInterface(
    [
        ObjectList(item_content_panels, heading=_("内容")),
        ObjectList([PublishingPanel(), CommentPanel()], heading=_("定时发布")),
    ]
)
