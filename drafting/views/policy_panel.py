"""While an interpretation is written, the policy that it interprets stands beside it."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from ..catalogue_app import catalogue_model


class PolicySidePanel(BaseSidePanel):  # type: ignore[misc]  # Wagtail is untyped
    """The public text of the policy; shown once the draft names one."""

    name = "gongkai-policy"
    title = _("解读的文件")
    template_name = "gongkai_drafting/admin/policy_panel.html"
    order = 350

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):  # type: ignore[misc]  # untyped
        """Its button."""

        aria_label = _("解读的文件")
        icon_name = "doc-full"

    @cached_property
    def policy(self) -> Any:
        """The policy, where anybody or this editor may read it."""
        key = self.object.interprets_id
        if not key:
            return None
        items = catalogue_model("ItemPage").objects
        if (public := items.disclosed().filter(pk=key).first()) is not None:
            return public
        closed = items.filter(pk=key).first()
        may_edit = closed and closed.permissions_for_user(self.request.user).can_edit()
        return closed if may_edit else None

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The policy."""
        return {**super().get_context_data(parent_context), "policy": self.policy}
