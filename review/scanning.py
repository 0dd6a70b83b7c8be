"""Scanning texts with all detectors there are, and not twice.

A host adds detectors by the Wagtail hook ``register_gongkai_scan_detectors``: functions that take
nothing and return detectors (``scan.Detector``). Kinds of their own get their names by
``register_gongkai_scan_labels``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.core.cache import cache
from wagtail import hooks

from .conf import get_setting
from .scan import VERSION, Finding, Page, mask, register, scan_text

DETECTORS_HOOK = "register_gongkai_scan_detectors"

# Below this scanning costs less than asking the cache.
_LONG = 5_000


def findings_in(text: str) -> list[Finding]:
    """Findings in one text, in its order."""
    return findings_in_many([text])[0]


def findings_in_many(texts: Iterable[str]) -> list[list[Finding]]:
    """Findings in each of some texts.

    Of long texts kind and place are kept in the cache under their hash; nothing that stands there.
    """
    added = _register_added()
    known_texts = list(texts)
    keys = {
        number: _key(text, added) for number, text in enumerate(known_texts) if len(text) > _LONG
    }
    known = cache.get_many(keys.values()) if keys else {}
    found, new = [], {}
    for number, text in enumerate(known_texts):
        key = keys.get(number)
        if key in known:
            page = Page(text)
            found.append([page.finding(*place) for place in known[key]])
            continue
        found.append(scan_text(text))
        if key is not None:
            new[key] = [(each.kind, each.start, each.end) for each in found[-1]]
    if new:
        cache.set_many(new, int(str(get_setting("GONGKAI_REVIEW_SCAN_CACHE_SECONDS"))))
    return found


def masked_text(text: str) -> str:
    """A text with everything in it masked that was found, for records."""
    pieces, last = [], 0
    for finding in findings_in(text):
        if finding.start >= last:
            pieces += [text[last : finding.start], mask(finding)]
            last = finding.end
    return "".join([*pieces, text[last:]])


def _register_added() -> str:
    """Register the host's detectors; returns their names."""
    names = []
    for tell in hooks.get_hooks(DETECTORS_HOOK):
        for detector in tell():
            register(detector)
            names.append(f"{detector.__module__}.{detector.__qualname__}")
    return ",".join(names)


def _key(text: str, added: str) -> str:
    digest = hashlib.sha256(f"{added}\0{text}".encode(errors="surrogatepass")).hexdigest()
    return f"gongkai_review:scan:{VERSION}:{digest}"
