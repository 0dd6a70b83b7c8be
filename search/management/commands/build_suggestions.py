"""``build_suggestions``: phrases that are suggested while typing, made anew from public titles."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...services.suggestions import rebuild


class Command(BaseCommand):
    """Does at once what ``update_index`` has done in the background."""

    help = _("根据公开标题重新生成检索建议词。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say how many phrases there are."""
        self.stdout.write(_("检索建议词共%s个。") % rebuild())
