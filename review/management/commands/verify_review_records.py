from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ...models import ReviewRecord
from ...services.public_check import changed_files, unreviewed_pages
from ...services.records import verify


class Command(BaseCommand):
    help = "Verify the chain of review records, and that every public page has its record."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--records-only", action="store_true", help="leave the public pages out"
        )
        parser.add_argument(
            "--files", action="store_true", help="read every public file anew and compare it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = [fault.sentence for fault in verify()]
        if not options["records_only"]:
            faults += [
                _("页面“%(title)s”（编号%(id)s）已公开，但%(why)s。")
                % {"title": page.title, "id": page.pk, "why": why}
                for page, why in unreviewed_pages()
            ]
        if options["files"]:
            faults += [
                _("文件“%(title)s”（编号%(id)s）已公开，但%(why)s。")
                % {"title": row.title, "id": row.pk, "why": why}
                for row, why in changed_files()
            ]
        if faults:
            for sentence in faults:
                self.stderr.write(sentence)
            raise CommandError(_("审查记录有%d处问题，首先是：%s") % (len(faults), faults[0]))
        self.stdout.write(
            self.style.SUCCESS(
                _("共%d条审查记录，前后衔接，没有被修改、删除或者插入。")
                % ReviewRecord.objects.count()
            )
        )
