"""``manage.py wording_missing``: what the admin would still say in English."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...catalogues import DOMAINS, Message, missing


class Command(BaseCommand):
    """Prints entries for our catalogues, ready to be filled in; ends with 1 when there are any."""

    help = str(_("列出后台尚未译成中文的用语；有缺漏时以状态1结束。"))
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, catalogue by catalogue."""
        found = {domain: missing(domain) for domain in DOMAINS}
        for domain, messages in found.items():
            if messages:
                self.stdout.write(f"# locale/zh_Hans/LC_MESSAGES/{domain}.po")
            for message in messages:
                self.stdout.write(as_entry(message))
        count = sum(map(len, found.values()))
        if count:
            self.stderr.write(_("%d条用语没有中文，补入上述文件后用msgfmt编译。") % count)
            sys.exit(1)
        self.stdout.write(_("后台用语都有中文。"))


def as_entry(message: Message) -> str:
    """A message as an entry of a .po file without its translation."""
    entry = message.entry
    lines = [f"\n#. {message.package}: missing"]
    if entry.context:
        lines.append(f"msgctxt {quoted(entry.context)}")
    lines.append(f"msgid {quoted(entry.message)}")
    if entry.plural:
        lines += [f"msgid_plural {quoted(entry.plural)}", 'msgstr[0] ""']
    else:
        lines.append('msgstr ""')
    return "\n".join(lines)


def quoted(text: str) -> str:
    """Text as .po files write it, which is how JSON does."""
    return json.dumps(text, ensure_ascii=False)
