"""How much one file may take, and looking at containers before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from lxml import etree

from .result import CannotRead, Status

_MIB = 1024 * 1024
# Below this an entry may be of any ratio: a sheet of equal rows is small when packed.
_SMALL = 1 * _MIB
_DEEPEST = 3
# Bytes of a container without any entry.
_SMALLEST = 22
_DTD_WITHIN = 64 * 1024
_FORBIDDEN = (b"<!doctype", b"<!entity")


@dataclass(frozen=True)
class Limits:
    """What one file may take.

    Attributes:
        seconds: of wall time; the process is killed then. Readers stop by themselves at four
            fifths of it and give what they have.
        cpu_seconds: of the processor.
        memory_mib: of address space.
        file_mib: size of the file.
        answer_mib: size of the answer.
        pages: pages, sheets or slides; a file of more is not read.
        characters: visible text that is kept; what is more is cut.
        hidden_characters: the same for what is not visible.
        unpacked_mib: sum of everything in a container, containers within it included.
        ratio: unpacked to packed size of one entry above 1 MiB.
        entries: number of entries of a container.
    """

    seconds: float = 60
    cpu_seconds: int = 50
    memory_mib: int = 1024
    file_mib: int = 100
    answer_mib: int = 48
    pages: int = 5000
    characters: int = 2_000_000
    hidden_characters: int = 300_000
    unpacked_mib: int = 400
    ratio: int = 250
    entries: int = 10_000


def open_container(file: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """A ZIP container whose directory promises no more than the limits allow.

    Nothing of it is unpacked here but containers within it, of which only the directory is read.

    Raises:
        CannotRead: it is broken, encrypted, or promises too much.
    """
    archive = _opened(file)
    infos = archive.infolist()
    _check_entries(infos, limits, _size_of(file))
    _check_nested(archive, infos, limits)
    return archive


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise CannotRead(Status.BROKEN) from error


def _size_of(file: IO[bytes]) -> int:
    return file.seek(0, io.SEEK_END)


def _check_entries(infos: list[zipfile.ZipInfo], limits: Limits, size: int) -> None:
    if len(infos) > limits.entries:
        raise CannotRead(Status.TOO_LARGE, "entries")
    # Entries that overlap, so that a small file promises everything several times.
    if sum(info.compress_size for info in infos) > size:
        raise CannotRead(Status.TOO_LARGE, "ratio")
    for info in infos:
        if info.file_size > _SMALL and info.file_size > info.compress_size * limits.ratio:
            raise CannotRead(Status.TOO_LARGE, "ratio")
    if sum(info.file_size for info in infos) > limits.unpacked_mib * _MIB:
        raise CannotRead(Status.TOO_LARGE, "unpacked")


def _check_nested(
    archive: zipfile.ZipFile, infos: Iterable[zipfile.ZipInfo], limits: Limits
) -> None:
    """Containers within a container may promise together what one may."""
    left = limits.unpacked_mib * _MIB
    waiting = [(archive, info, 1) for info in infos]
    looked_at = 0
    while waiting:
        holder, info, depth = waiting.pop()
        inner = _inner(holder, info)
        if inner is None:
            continue
        looked_at += 1
        promised = inner.infolist()
        left -= sum(each.file_size for each in promised)
        if depth >= _DEEPEST or left < 0 or looked_at + len(promised) > limits.entries:
            raise CannotRead(Status.TOO_LARGE, "nested")
        waiting += [(inner, each, depth + 1) for each in promised]


def _inner(holder: zipfile.ZipFile, info: zipfile.ZipInfo) -> zipfile.ZipFile | None:
    """The container that an entry is, if it is one."""
    if info.is_dir() or info.flag_bits & 1 or info.file_size < _SMALLEST:
        return None
    try:
        with holder.open(info) as entry:
            if entry.read(4) != b"PK\x03\x04":
                return None
            return zipfile.ZipFile(io.BytesIO(b"PK\x03\x04" + entry.read(info.file_size)))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError):
        return None
    except Exception:  # noqa: BLE001 - zlib, lzma and bz2 raise classes of their own
        return None


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """One entry, as long as it says it is.

    Raises:
        CannotRead: it is missing, broken or encrypted.
    """
    try:
        info = archive.getinfo(name)
        with archive.open(info) as entry:
            # Asked for all, zipfile unpacks all there is, whatever the directory says.
            return entry.read(info.file_size + 1)
    except RuntimeError as error:
        # zipfile's way to say that a password is needed.
        raise CannotRead(Status.ENCRYPTED) from error
    except MemoryError:
        raise
    except Exception as error:
        raise CannotRead(Status.BROKEN) from error


def parse_xml(data: bytes) -> etree._Element:
    """Root of a document without a document type: no entity, no file and no host is asked for.

    Raises:
        CannotRead: it is no XML, or has a document type.
    """
    refuse_dtd(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(Status.BROKEN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise CannotRead(Status.BROKEN, "dtd")
    return root


def refuse_dtd(data: bytes) -> None:
    """Refuse what declares a document type; no office format has one.

    Raises:
        CannotRead: it does.
    """
    head = data[:_DTD_WITHIN]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        head = head.replace(b"\0", b"")
    lower = head.lower()
    if any(each in lower for each in _FORBIDDEN):
        raise CannotRead(Status.BROKEN, "dtd")


def refuse_dtds(archive: zipfile.ZipFile) -> None:
    """The same for all XML of a container, for readers that parse it by themselves.

    Raises:
        CannotRead: an entry has a document type, or cannot be read.
    """
    for info in archive.infolist():
        if info.filename.lower().endswith((".xml", ".rels", ".vml")):
            try:
                with archive.open(info) as entry:
                    head = entry.read(_DTD_WITHIN)
            except RuntimeError as error:
                raise CannotRead(Status.ENCRYPTED) from error
            except MemoryError:
                raise
            except Exception as error:
                raise CannotRead(Status.BROKEN) from error
            refuse_dtd(head)
