"""English that Wagtail writes without gettext, so that no catalogue reaches it.

Each line says what to look for when Wagtail changes; tests/wording/test_hard_coded.py looks.
"""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext_lazy as _

# Columns of Settings > Sites are named after their fields.
_SITE_COLUMNS = {
    "port": _("端口号"),
    "site_name": _("站点名称"),
    "root_page": _("根页面"),
}


def say_in_chinese() -> None:
    """Name the password of the sign-in form, and the columns of the list of sites."""
    from wagtail.admin.forms.auth import LoginForm

    LoginForm.base_fields["password"].label = _("密码")
    if apps.is_installed("wagtail.sites"):
        from wagtail.sites.views import IndexView

        for column in IndexView.columns:
            column.label = _SITE_COLUMNS.get(column.name, column.label)
