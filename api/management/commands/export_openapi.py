"""Write the OpenAPI document of the public API into the repository, or compare it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...v1.openapi import document

SNAPSHOT = Path(__file__).resolve().parents[2] / "openapi-v1.json"


def text_of_document() -> str:
    """The document as the snapshot has it."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


class Command(BaseCommand):
    """``export_openapi`` writes ``api/openapi-v1.json``; ``--check`` only compares."""

    help = _("把开放接口的OpenAPI文档写入文件，或者用--check与已有的比较。")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help=_("只比较，不一致即报错。"))
        parser.add_argument("--path", type=Path, default=SNAPSHOT, help=_("文件的位置。"))

    def handle(self, *args: Any, check: bool, path: Path, **options: Any) -> None:
        made = text_of_document()
        if not check:
            path.write_text(made, encoding="utf-8")
            self.stdout.write(_("已写入%s。") % path)
            return
        if not path.exists() or path.read_text(encoding="utf-8") != made:
            raise CommandError(
                _("接口与%s中的文档不一致；确认是有意的改动后，运行export_openapi更新。") % path
            )
        self.stdout.write(_("一致。"))
