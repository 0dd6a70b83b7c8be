"""Personal data and secrecy marks in text, found by rules.

Pure Python: no Django, no database, nothing of the site. ``scan_text`` is the way in, ``register``
adds a detector of a county's own, ``mask`` says what may be shown of a finding.
"""

from .finding import KINDS, Finding
from .masks import mask
from .page import Page
from .registry import Detector, register, scan_text

# Counts up whenever the same text would give other findings, so that all are scanned again.
VERSION = 7

__all__ = ["KINDS", "VERSION", "Detector", "Finding", "Page", "mask", "register", "scan_text"]
