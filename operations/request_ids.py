"""One name for a request, in every line of the log that it causes and in its answer."""

from __future__ import annotations

import re
import uuid
from contextvars import ContextVar

HEADER = "X-Request-ID"
_VALID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

current: ContextVar[str] = ContextVar("gongkai_operations_request_id", default="")


def accepted(given: str) -> str:
    """The proxy's id where it is one, else a new one.

    Whatever else stands in the header (a line break, a text) could forge lines of the log.
    """
    return given if _VALID.fullmatch(given) else uuid.uuid4().hex
