"""What a backup says of itself, and whether an instance is what it says."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import offers
from .databases import row_counts
from .errors import BackupError

FORMAT = 1
# So many sentences of each app; more help nobody.
_FAULTS = 20
_PACKAGES = ("gongkai", "django", "wagtail")


@dataclass(kw_only=True)
class Manifest:
    """See the module; ``facts`` and ``faults`` by the app's name."""

    format: int = FORMAT
    made_at: str
    vendor: str
    database: str
    database_sha256: str = ""
    media_files: int = 0
    media_bytes: int = 0
    media_sha256: str = ""
    tables: dict[str, int]
    migrations: list[str]
    versions: dict[str, str]
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self) -> str:
        """As it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read one.

        Raises:
            BackupError: it is none that this version knows.
        """
        try:
            found = json.loads(text)
            if found["format"] == FORMAT:
                return cls(**found)
        except (ValueError, TypeError, KeyError) as error:
            raise BackupError(_("备份的清单manifest.json不能读取：%s") % error) from error
        raise BackupError(_("备份由更新的版本写成，请先更新本平台的程序，再恢复。"))


def of_what_is_seen(member: str) -> Manifest:
    """A manifest of what the default connection sees, without checksums of files."""
    checks = offers.checks()
    return Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        vendor=connection.vendor,
        database=member,
        tables=row_counts(),
        migrations=applied_migrations(),
        versions=_versions(),
        facts={check.name: check.facts() for check in checks},
        faults={check.name: list(islice(check.faults(), _FAULTS)) for check in checks},
    )


def applied_migrations() -> list[str]:
    """Names of the migrations that the database has."""
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def differences_of_tables(manifest: Manifest, found: dict[str, int]) -> Iterator[str]:
    """Tables that have other rows than the manifest says."""
    for name in sorted({*manifest.tables, *found}):
        wanted, there = manifest.tables.get(name), found.get(name)
        if wanted != there:
            yield _("数据表%(name)s：清单记有%(wanted)s行，实际%(found)s行。") % {
                "name": name,
                "wanted": _("无") if wanted is None else wanted,
                "found": _("无") if there is None else there,
            }


def differences_of_data(manifest: Manifest) -> Iterator[str]:
    """What each app finds otherwise than the manifest says, and what it finds wrong only now."""
    for check in offers.checks():
        if check.name not in manifest.facts:
            continue
        found = check.facts()
        for name, wanted in manifest.facts[check.name].items():
            if found.get(name) != wanted:
                yield _("%(check)s的%(name)s：清单为%(wanted)s，实际为%(found)s。") % {
                    "check": check.name,
                    "name": name,
                    "wanted": wanted,
                    "found": found.get(name),
                }
        known = manifest.faults.get(check.name, [])
        if len(known) < _FAULTS:
            yield from (fault for fault in islice(check.faults(), _FAULTS) if fault not in known)


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
