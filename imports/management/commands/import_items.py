"""``manage.py import_items``: items from a sheet or a folder (docs/imports.md)."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ... import rooms
from ...enums import BatchState, RowState
from ...models import ImportBatch, ImportFault, ImportMapping
from ...services import batches

_SHOWN = 200


class Command(BaseCommand):
    help = "从表格（CSV、XLSX、XLS、JSON Lines）或文件夹导入条目；见 docs/imports.md。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", nargs="?", help="表格，或者文件夹（每个文件为一条）"
        )
        parser.add_argument("--dry-run", action="store_true", help="只检查，不导入，不留下任何东西")
        parser.add_argument(
            "--mapping",
            default="",
            metavar="M",
            help="列对应方案的名称，或者JSON文件（列标题：字段）",
        )
        parser.add_argument("--column", default="", metavar="C", help="栏目的编号或网址标识")
        parser.add_argument(
            "--user", default="", metavar="U", help="以哪个用户的名义；省略时为系统"
        )
        parser.add_argument("--organ", default="", metavar="O", help="表格没有写发布机构时用的机构")
        parser.add_argument("--category", default="", metavar="C", help="没有写类别时用的类别代码")
        parser.add_argument("--kind", default="", metavar="K", help="没有写信息类别时用的信息类别")
        parser.add_argument(
            "--attachments",
            default="",
            metavar="DIR",
            help="附件所在文件夹；省略时为表格所在文件夹",
        )
        parser.add_argument(
            "--publish", action="store_true", help="作为历史信息直接发布，须写 --reason"
        )
        parser.add_argument(
            "--reason", default="", metavar="R", help="导入的内容和来源，记入审查台账"
        )
        parser.add_argument("--json", default="", metavar="OUT", help="把结果写成JSON文件")
        parser.add_argument(
            "--undo", type=int, metavar="BATCH", help="撤销一批导入，或者继续撤销（给出批次编号）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            user = _user(options["user"])
            if options["undo"]:
                self._undo(options["undo"], user)
                return
            if not options["file"]:
                raise CommandError(_("请给出要导入的文件或者文件夹。"))
            _require_folder(options["json"])
            batch = self._batch(options, user)
            try:
                if batch.state != BatchState.RUNNING:
                    batches.check(batch, user)
                if not options["dry_run"]:
                    batches.run(batch, user)
                self._report(batch, options, time.monotonic() - started)
            finally:
                if options["dry_run"]:
                    batches.discard(batch)
        except (ValidationError, PermissionDenied) as error:
            raise CommandError("\n".join(getattr(error, "messages", [str(error)]))) from error

    def _undo(self, key: int, user: Any) -> None:
        batch = ImportBatch.objects.filter(pk=key).first()
        if batch is None:
            raise CommandError(_("没有编号为%d的批次。") % key)
        if batch.state in (BatchState.UNDOING, BatchState.PARTLY_UNDONE):
            self.stdout.write(
                _("继续撤销第%(key)d批，其中%(count)d条已撤销。")
                % {"key": key, "count": _undone(batch)}
            )
        batches.undo(batch, user)
        count = _undone(batch)
        self.stdout.write(_("已撤销第%(key)d批，共%(count)d条。") % {"key": key, "count": count})

    def _batch(self, options: dict[str, Any], user: Any) -> ImportBatch:
        """A new batch, or one of the same file that was interrupted."""
        path = Path(options["file"])
        if not path.exists():
            raise CommandError(_("没有文件或者文件夹“%s”。") % path)
        column = rooms.catalogue("services.loading_items").choose_column(options["column"])
        folder = options["attachments"] or (path if path.is_dir() else path.parent)
        chosen = {
            "category": options["category"],
            "kind": options["kind"],
            "publish": options["publish"],
            "reason": options["reason"],
            "folder": str(Path(folder).resolve()),
            "each_file": path.is_dir(),
        }
        chosen = {key: value for key, value in chosen.items() if value}
        organ, mapping = _organ(options["organ"]), _mapping(options["mapping"])
        if path.is_dir():
            return batches.receive(user, None, column, organ=organ, mapping=mapping, options=chosen)
        try:
            stream = path.open("rb")
        except OSError as error:
            raise CommandError(
                _("打不开文件“%(name)s”：%(reason)s") % {"name": path, "reason": error.strerror}
            ) from error
        with stream:
            upload = File(stream, name=path.name)
            batch = batches.receive(
                user, upload, column, organ=organ, mapping=mapping, options=chosen
            )
        interrupted = None if options["dry_run"] else _interrupted(batch)
        if interrupted is None:
            self._tell_of_earlier(batch)
            return batch
        batches.discard(batch)
        self.stdout.write(
            _("继续第%(key)d批，其中%(count)d条已导入。")
            % {"key": interrupted.pk, "count": interrupted.imported}
        )
        return interrupted

    def _tell_of_earlier(self, batch: ImportBatch) -> None:
        """Of the same file, brought in before; its rows are reported one by one as well."""
        earlier = ImportBatch.objects.filter(
            digest=batch.digest, column=batch.column, state=BatchState.DONE, imported__gt=0
        )
        if found := earlier.exclude(pk=batch.pk).order_by("-pk").first():
            self.stdout.write(
                _("这个文件已经作为第%(key)d批导入过，共%(count)d条；已有的条目不再导入。")
                % {"key": found.pk, "count": found.imported}
            )

    def _report(self, batch: ImportBatch, options: dict[str, Any], seconds: float) -> None:
        several = batch.rows.exclude(sheet="").exists()
        faults = list(
            ImportFault.objects.filter(row__batch=batch)
            .order_by("row", "pk")
            .values_list("row__sheet", "row__line", "column", "message")
        )
        for note in batch.notes:
            self.stdout.write(note)
        for sheet, line, column, message in faults[:_SHOWN]:
            place = _("第%d行") % line
            self.stderr.write(
                "".join(
                    [
                        f"{sheet} " if sheet else "",
                        place,
                        f" {column}" if column else "",
                        f"：{message}",
                    ]
                )
            )
        if len(faults) > _SHOWN:
            self.stderr.write(_("……共%d个问题，全部写在 --json 的文件里。") % len(faults))
        if options["json"]:
            _write_json(options["json"], batch, faults, several)
        summary = _(
            "读入%(read)d行：导入%(imported)d条，可导入%(good)d条，有误%(faulty)d行，重复%(duplicate)d行，用时%(seconds).1f秒。"
        )
        self.stdout.write(
            summary
            % {
                "read": batch.read,
                "imported": batch.imported,
                "good": batch.good - batch.imported,
                "faulty": batch.faulty,
                "duplicate": batch.duplicate,
                "seconds": seconds,
            }
        )
        if not options["dry_run"] and batch.imported:
            self.stdout.write(
                _("批次编号%(key)d，撤销用 import_items --undo %(key)d。") % {"key": batch.pk}
            )


def _require_folder(name: str) -> None:
    """Find out before anything is imported that its result could not be written."""
    if name and not Path(name).resolve().parent.is_dir():
        raise CommandError(
            _("写不了文件“%(name)s”：%(reason)s") % {"name": name, "reason": _("没有这个文件夹。")}
        )


def _write_json(
    name: str, batch: ImportBatch, faults: list[tuple[str, int, str, str]], several: bool
) -> None:
    found = [
        {
            "row": line,
            "column": column,
            "message": message,
            **({"sheet": sheet} if several else {}),
        }
        for sheet, line, column, message in faults
    ]
    answer = {"read": batch.read, "imported": batch.imported, "faults": found}
    try:
        Path(name).write_text(
            json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise CommandError(
            _("写不了文件“%(name)s”：%(reason)s") % {"name": name, "reason": error.strerror}
        ) from error


def _undone(batch: ImportBatch) -> int:
    return batch.rows.filter(state=RowState.UNDONE).count()


def _interrupted(batch: ImportBatch) -> ImportBatch | None:
    """A batch of the same file, asked for in the same way, whose import did not end."""
    ours = {key: value for key, value in batch.options.items() if key != "headings"}
    there = ImportBatch.objects.filter(
        digest=batch.digest,
        column=batch.column,
        organ=batch.organ,
        created_by=batch.created_by,
        state__in=(BatchState.RUNNING, BatchState.FAILED),
        rows__state=RowState.IMPORTED,
    )
    for each in there.exclude(pk=batch.pk).distinct():
        theirs = {key: value for key, value in each.options.items() if key != "headings"}
        if theirs == ours and each.mapping == batch.mapping:
            each.state = BatchState.RUNNING
            return each
    return None


def _user(name: str) -> Any:
    if not name:
        return None
    model = get_user_model()
    found = model._default_manager.filter(**{model.USERNAME_FIELD: name}).first()
    if found is None:
        raise CommandError(_("没有用户“%s”。") % name)
    return found


def _organ(name: str) -> Any:
    if not name:
        return None
    model: Any = apps.get_model("gongkai_catalogue", "Organ")
    for field in ("name", "short_name", "slug"):
        if found := model.objects.filter(**{field: name}).first():
            return found
    raise CommandError(_("没有机构“%s”。") % name)


def _mapping(name: str) -> dict[str, str]:
    if not name:
        return {}
    if saved := ImportMapping.objects.filter(name=name).first():
        return dict(saved.columns)
    try:
        mapping = json.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(_("没有列对应方案“%s”，也没有这个文件。") % name) from error
    except ValueError as error:
        raise CommandError(_("“%s”不是有效的JSON文件。") % name) from error
    if not isinstance(mapping, dict) or not all(isinstance(each, str) for each in mapping.values()):
        raise CommandError(_('“%s”应为一个JSON对象：{"列标题": "字段"}。') % name)
    return mapping
