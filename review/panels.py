"""The side panel of the editor that shows what was found in a page."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.middleware.csrf import get_token
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

from .reviewed import is_reviewed_type
from .services.findings import Report, findings_of, may_answer
from .services.masking import can_mask

MEDIA = Media(
    css={"all": ["gongkai_review/admin/findings.css"]}, js=["gongkai_review/admin/findings.js"]
)


class FindingsSidePanel(BaseSidePanel):
    """Personal data and secrecy marks of the draft, each with what can be done about it.

    It is made with the page; after Wagtail's autosave its script fetches the list anew.
    """

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Its button, with the number of what is not answered."""

        aria_label = _("敏感信息检查")
        icon_name = "warning"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """The number."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            report = self.panel.report
            context["count"] = len(report.unanswered) if report else 0
            return context

    name = "gongkai-findings"
    title = _("敏感信息检查")
    template_name = "gongkai_review/admin/findings_panel.html"
    order = 150

    @cached_property
    def report(self) -> Report | None:
        """What was found; None while the page was never saved."""
        return findings_of(self.object) if self.object.pk else None

    @property
    def media(self) -> Media:
        """Script and style."""
        return MEDIA

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The list, as every page shows it."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        if self.report is not None:
            context |= list_context(self.object, self.report, self.request.user)
            context["in_editor"] = True
            # A component is rendered without the request.
            context["csrf_token"] = get_token(self.request)
        return context


class FindingsInEditorMixin:
    """Adds the side panel to the editor of a page that is reviewed."""

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's, and ours after the state of the page.

        Not in the answers to autosaves: the script asks for the list when it is needed, so that
        saving does not wait for files to be scanned.
        """
        view: Any = self
        panels: MediaContainer = super().get_side_panels()  # type: ignore[misc]  # of the view
        is_autosave = getattr(view, "expects_json_response", False)
        if is_reviewed_type(view.page) and not is_autosave:
            panels.insert(1, FindingsSidePanel(view.page, view.request))
        return panels


def list_context(page: Any, report: Report, user: Any) -> dict[str, Any]:
    """What ``gongkai_review/admin/findings.html`` needs, beside ``in_editor``.

    Args:
        page: the page, or its draft.
    """
    return {
        "report": report,
        "can_answer": may_answer(page, user),
        "can_mask": can_mask(page, user),
    }
