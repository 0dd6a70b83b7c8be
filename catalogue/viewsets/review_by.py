"""复核 in the admin: the page that notes it, and the panel of what is due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import AdminDateInput

from ..models import ItemPage, Organ
from ..page_policy import page_policy
from ..permissions import ANY_ORGAN
from ..services import review_dates
from .asking import AskView

_SHOWN = 10


class ReviewByForm(forms.Form):
    """The next day, and what was found."""

    use_required_attribute = False

    day = forms.DateField(
        label=_("下次复核日期"),
        widget=AdminDateInput,
        required=False,
        help_text=_("留空则不再提醒复核。"),
        error_messages={"invalid": _("请按2026-03-04的格式填写日期。")},
    )
    remark = forms.CharField(
        label=_("复核情况"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("记入条目的历史，不对外公开。"),
    )

    def clean_day(self) -> Any:
        """A day ahead."""
        day = self.cleaned_data["day"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_("下次复核日期应在今天之后。"))
        return day


class ReviewByView(AskView):
    """已复核，下次…"""

    page_title = _("复核条目")
    header_icon = "calendar-check"
    form_class = ReviewByForm
    submit_label = _("确认已复核")
    help_text = _("核对内容是否仍然准确、有效，附件能否打开。需要改的先修改送审。")

    @cached_property
    def item(self) -> ItemPage:
        """The item that the address names."""
        found = ItemPage.objects.filter(pk=self.kwargs["item_id"]).first()
        if found is None:
            raise Http404
        return found

    def may(self, user: Any) -> bool:
        """Who may edit it."""
        return review_dates.may_set(user, self.item)

    def get_page_subtitle(self) -> str:
        """Which item."""
        return str(self.item.title)

    def get_initial(self) -> dict[str, Any]:
        """The day that the office's period leads to."""
        return {"day": review_dates.next_review(self.item)}

    def done_url(self) -> str:
        """The list of items."""
        return reverse("gongkai-items:index")

    def preview(self, form: Any) -> dict[str, Any]:
        """The day before and after."""
        day = form.cleaned_data["day"]
        return {
            "lines": [
                _now("下次复核日期由%(before)s改为%(after)s；公开的内容不变。")
                % {
                    "before": self.item.review_by.isoformat()
                    if self.item.review_by
                    else _now("无"),
                    "after": day.isoformat() if day else _now("不再复核"),
                }
            ]
        }

    def act(self, form: Any) -> str:
        """Note it."""
        data = form.cleaned_data
        review_dates.set_review_by(self.item, data["day"], self.request.user, remark=data["remark"])
        return _now("已记下对《%s》的复核。") % self.item.title


class DueReviewsPanel(Component):
    """到期复核: public items of the user's organs whose day has come."""

    name = "gongkai_due_reviews"
    template_name = "gongkai_catalogue/admin/due_reviews.html"
    order = 120

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The longest overdue first, and how many there are."""
        user = (parent_context or {})["request"].user
        mine = items_of(user)
        due = review_dates.due(mine, timezone.localdate()).select_related("organ")
        entries = list(due.defer("body")[: _SHOWN + 1])
        number = due.count() if len(entries) > _SHOWN else len(entries)
        return {"entries": entries[:_SHOWN], "number": number, "today": timezone.localdate()}


def items_of(user: Any) -> Any:
    """Items that a user explores and whose organs are hers."""
    items = ItemPage.objects.filter(page_policy().explorable(user))
    if not user.has_perm(ANY_ORGAN):
        own = Organ.objects.subtree_ids(user.disclosure_organs.values_list("pk", flat=True))
        items = items.of_organs(own)
    return items
