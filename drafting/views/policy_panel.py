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
        """The policy as the public sees it, or as far as the editor may see a draft of it."""
        key = self.object.interprets_id
        if not key:
            return None
        policy = catalogue_model("ItemPage").objects.filter(pk=key).first()
        if policy is None:
            return None
        may_edit = policy.permissions_for_user(self.request.user).can_edit()
        return policy if policy.live or may_edit else None

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The policy."""
        return {**super().get_context_data(parent_context), "policy": self.policy}
