"""Our words for Wagtail's scripts.

Wagtail hands its scripts the catalogue ``djangojs`` of the package ``wagtail.admin`` alone, also to
the login page, which no admin hook reaches. Its view asks a module's attribute each time, so the
attribute is what we exchange; the address, the language of the reader and the rest stay Wagtail's.

To be dropped when Wagtail takes the packages from a setting or from all apps
(``wagtail/admin/views/i18n.py``); tests/wording/test_scripts.py tells when the place has changed.
"""

from __future__ import annotations

from django.views.i18n import JavaScriptCatalog
from wagtail.admin.views import i18n

WAGTAIL = "wagtail.admin"


def give_words(package: str) -> None:
    """Serve the words of ``package`` with those of Wagtail; the later package's win.

    Args:
        package: name of an installed app with ``locale/…/djangojs.mo``.
    """
    i18n.js_catalog = JavaScriptCatalog.as_view(packages=[WAGTAIL, package])
