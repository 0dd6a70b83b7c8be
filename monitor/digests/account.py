"""The person's own choice, among the settings of the account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from ..permissions import may_look
from .models import DigestPreference


class DigestForm(forms.ModelForm):
    """One box."""

    wanted = forms.BooleanField(
        label=_("接收监测简报"),
        required=False,
        help_text=_("按期用邮件告知您负责的栏目有哪些问题待处理；不接收的，仍可在后台首页查看。"),
    )

    class Meta:
        model = DigestPreference
        fields = ["wanted"]


class DigestPanel(BaseSettingsPanel):  # type: ignore[misc]  # Wagtail is untyped
    """监测简报, for who would get any."""

    name = "gongkai_digests"
    title = _("监测简报")
    tab = notifications_tab
    order = 500
    form_class = DigestForm

    def is_active(self) -> bool:
        """Only for who has something to see in the monitor."""
        return may_look(self.user)

    def get_form(self) -> DigestForm:
        """The box, as the person set it; ticked where nothing was said yet."""
        said = DigestPreference.objects.filter(user=self.user).first()
        instance = said or DigestPreference(user=self.user)
        data: Any = self.request.POST if self.request.method == "POST" else None
        return DigestForm(data, instance=instance, prefix=self.name)
