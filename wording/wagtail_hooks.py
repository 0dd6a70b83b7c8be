"""What this app registers with Wagtail."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def name_search_buttons() -> SafeString:
    """The script that names the buttons of Wagtail's search forms."""
    return format_html(
        '<script src="{}" data-name="{}"></script>',
        static("gongkai_wording/search_buttons.js"),
        _("检索"),
    )
