"""What the review adds to Wagtail: each part registers its own."""

from __future__ import annotations

from . import findings_hooks, operations_hooks  # noqa: F401 - register
from .files import hooks  # noqa: F401 - registers
from .viewsets import hooks as deciding_hooks  # noqa: F401 - registers
from .viewsets import record_hooks  # noqa: F401 - registers
