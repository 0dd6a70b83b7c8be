"""The walk over all public pages: which links and files they have, some pages at a time.

A piece ends after any batch; the next goes on behind it. What pages no longer have is taken away at
the end of the walk, by the key of the run that saw each row last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..file_checks.checking import Files
from ..file_checks.models import FileFault
from .addresses import Address, key_of, read
from .enums import LinkKind, LinkState
from .extracting import Picture, found_in
from .fields import sources_of, text_paths_of
from .hosts import own_hosts
from .models import Link, LinkRun, LinkUse
from .references import Fault, Reference, faults_of, references_of

_AT_ONCE = 200
_PLACE, _NAME = 100, 255


@dataclass
class Batch:
    """What some pages have."""

    # (key of the link, page) -> (place, text)
    uses: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    addresses: dict[str, Address] = field(default_factory=dict)
    references: dict[str, tuple[str, Fault]] = field(default_factory=dict)
    # (page, kind of the fault, key of the file) -> (name, detail)
    faults: dict[tuple[int, str, str], tuple[str, str]] = field(default_factory=dict)


def walk(run: LinkRun, may_go_on: Callable[[], bool]) -> bool:
    """Read pages as long as ``may_go_on`` says; returns whether all were read."""
    own, files = own_hosts(), Files()
    while may_go_on():
        pages = list(
            Page.objects.live()
            .public()
            .filter(pk__gt=run.cursor, alias_of__isnull=True)
            .order_by("pk")[:_AT_ONCE]
        )
        if not pages:
            _finish(run)
            return True
        batch = _read(pages, own, files)
        with transaction.atomic():
            _store_links(run, batch)
            _store_faults(run, batch)
            run.cursor = pages[-1].pk
            run.pages += len(pages)
            run.save(update_fields=["cursor", "pages"])
    return False


@transaction.atomic
def _finish(run: LinkRun) -> None:
    """Take away what no page has any more."""
    LinkUse.objects.exclude(seen=run.pk).delete()
    FileFault.objects.exclude(seen=run.pk).delete()
    Link.objects.filter(uses__isnull=True).delete()
    run.walked_at = timezone.now()
    run.save(update_fields=["walked_at"])


def _read(pages: list[Any], own: frozenset[str], files: Files) -> Batch:
    batch = Batch()
    by_type: dict[int, list[Any]] = defaultdict(list)
    for page in pages:
        by_type[page.content_type_id].append(page)
    text_paths: dict[int, frozenset[str]] = {}
    for type_id, some in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None:
            _read_texts(model, {page.pk: page for page in some}, own, batch)
            text_paths |= {page.pk: text_paths_of(model) for page in some}
    _read_references([page.pk for page in pages], text_paths, files, batch)
    return batch


def _read_texts(model: Any, pages: dict[int, Any], own: frozenset[str], batch: Batch) -> None:
    bases: dict[int, str] = {}
    for source in sources_of(model):
        for page_id, place, value in source.values(pages):
            for each in found_in(value):
                if isinstance(each, Picture):
                    _note_picture(page_id, each, batch)
                    continue
                if page_id not in bases:
                    bases[page_id] = pages[page_id].full_url or ""
                address = read(each.url, bases[page_id], own)
                if address is not None:
                    batch.addresses[address.key] = address
                    use = (address.key, page_id)
                    batch.uses.setdefault(use, (place[:_PLACE], each.text))


def _note_picture(page_id: int, picture: Picture, batch: Batch) -> None:
    if not picture.has_alt:
        key = (page_id, str(FileFault.Kind.NO_ALT), f"image:{picture.image_id}")
        batch.faults[key] = ("", _("图片没有替代文字，视障读者不知道它的内容。"))


def _read_references(
    page_ids: list[int], text_paths: dict[int, frozenset[str]], files: Files, batch: Batch
) -> None:
    def is_text(reference: Reference) -> bool:
        paths = text_paths.get(reference.page_id, frozenset())
        return reference.model_path.partition(".")[0] in paths

    references = references_of(page_ids)
    faults = faults_of(references, is_text)
    of_files = files.faults_of(each.key for each in references if each.kind == "document")
    for each in references:
        broken = faults.get(each.url)
        if broken is not None and (each.kind != "page" or is_text(each)):
            key = key_of(each.url)
            batch.references[key] = (each.url, broken)
            batch.uses.setdefault((key, each.page_id), ("", ""))
        if each.kind == "document":
            for fault in of_files.get(each.key, ()):
                named = (each.page_id, str(fault.kind), each.url)
                batch.faults[named] = (fault.name[:_NAME], fault.detail)


def _store_links(run: LinkRun, batch: Batch) -> None:
    now = timezone.now()
    rows = [
        Link(
            key=key,
            url=address.url,
            kind=address.kind,
            host=address.host,
            next_at=run.started_at if address.host else None,
            state=LinkState.NEW if address.host else LinkState.BROKEN,
            remark="" if address.host else _("网址写法有误。"),
        )
        for key, address in batch.addresses.items()
    ]
    Link.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    if batch.references:
        Link.objects.bulk_create(
            [
                Link(
                    key=key,
                    url=url,
                    kind=LinkKind.REFERENCE,
                    state=fault.state,
                    remark=fault.remark,
                    checked_at=now,
                )
                for key, (url, fault) in batch.references.items()
            ],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["state", "remark", "checked_at"],
            batch_size=200,
        )
    keys = _keys_by(batch.addresses.keys() | batch.references.keys())
    LinkUse.objects.bulk_create(
        [
            LinkUse(link_id=keys[key], page_id=page_id, place=place, text=text, seen=run.pk)
            for (key, page_id), (place, text) in batch.uses.items()
        ],
        update_conflicts=True,
        unique_fields=["link", "page"],
        update_fields=["place", "text", "seen"],
        batch_size=200,
    )


def _keys_by(keys: Iterable[str]) -> dict[str, int]:
    wanted = list(keys)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        rows = Link.objects.filter(key__in=wanted[start : start + 500])
        found |= dict(rows.values_list("key", "pk"))
    return found


def _store_faults(run: LinkRun, batch: Batch) -> None:
    FileFault.objects.bulk_create(
        [
            FileFault(
                page_id=page_id, kind=kind, file_key=key[:60], name=name, detail=detail, seen=run.pk
            )
            for (page_id, kind, key), (name, detail) in batch.faults.items()
        ],
        update_conflicts=True,
        unique_fields=["page", "kind", "file_key"],
        update_fields=["name", "detail", "seen"],
        batch_size=200,
    )
