"""What the installed libraries can say in the admin, and what of it is said in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .po import Entry, read_mo, read_po

DOMAINS = ("django", "djangojs")
CHINESE = "zh_Hans"
# Whose words the admin shows, and the language their messages are listed in. django-filter has no
# English catalogue, and its Chinese one stands under a name that Django does not look for.
PACKAGES = {
    "wagtail": "en",
    "wagtail_modeladmin": "en",
    "taggit": "en",
    "django_filters": "zh_CN",
}
# Of Django what the admin uses; `django.contrib.admin` is not installed.
DJANGO = ("django.conf", "django.contrib.auth")
OURS = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Message:
    """A message of a library.

    Attributes:
        package: where it comes from (``wagtail.admin``).
        domain: ``django`` for pages, ``djangojs`` for scripts.
        entry: the English.
    """

    package: str
    domain: str
    entry: Entry


def sources() -> Iterator[tuple[str, Path, str]]:
    """Name, folder ``locale`` and listing language of every catalogue of the libraries."""
    for package, language in PACKAGES.items():
        for root in _folders(package):
            for folder in sorted(root.rglob("locale")):
                if (folder / language).is_dir():
                    name = ".".join([package, *folder.relative_to(root).parts[:-1]])
                    yield name, folder, language
    for package in DJANGO:
        for root in _folders(package):
            yield package, root / "locale", "en"


def _folders(package: str) -> list[Path]:
    spec = find_spec(package)
    return [Path(folder) for folder in spec.submodule_search_locations or ()] if spec else []


def messages(domain: str) -> Iterator[Message]:
    """Every message that the libraries list."""
    for package, folder, language in sources():
        file = folder / language / "LC_MESSAGES" / f"{domain}.po"
        if file.exists():
            for entry in read_po(file):
                yield Message(package, domain, entry)


def said_by_libraries(domain: str) -> dict[str, str]:
    """What they say in Chinese by themselves, by key."""
    found: dict[str, str] = {}
    for _package, folder, _language in sources():
        found |= read_mo(folder / CHINESE / "LC_MESSAGES" / f"{domain}.mo")
    return found


def said_by_us(domain: str) -> dict[str, str]:
    """What our compiled catalogue says, by key."""
    return read_mo(OURS / CHINESE / "LC_MESSAGES" / f"{domain}.mo")


def our_entries(domain: str) -> list[Entry]:
    """What our written catalogue says."""
    return list(read_po(OURS / CHINESE / "LC_MESSAGES" / f"{domain}.po"))


def missing(domain: str) -> list[Message]:
    """Messages that nobody says in Chinese, each once."""
    said = said_by_libraries(domain) | said_by_us(domain)
    found = {each.entry.key: each for each in messages(domain) if each.entry.key not in said}
    return list(found.values())


def stale(domain: str) -> list[Entry]:
    """Entries of ours that no library asks for any more."""
    asked = {each.entry.key for each in messages(domain)}
    return [entry for entry in our_entries(domain) if entry.key not in asked]
