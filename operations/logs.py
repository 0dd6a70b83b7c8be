"""Lines of the log as JSON: what happened, in which request, and nothing about whom."""

from __future__ import annotations

import logging
import re
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from . import request_ids

# Django and gunicorn put the request itself beside an error, with address, cookies and form.
_PERSONAL = ("request", "response", "user", "address", "args", "remote_addr")
# PostgreSQL repeats the row: "DETAIL:  Key (email)=(somebody@example.cn) already exists."
_DETAIL = re.compile(r"^\s*(DETAIL|CONTEXT|QUERY|PARAMETERS?):.*$", re.MULTILINE)
_QUERY_STRING = re.compile(r"(/[^\s?'\"]*)\?[^\s'\"]+")


def scrubbed(text: str) -> str:
    """A text without query strings and without the rows that a database repeats."""
    return _QUERY_STRING.sub(r"\1", _DETAIL.sub("", text))


class Formatter(JsonFormatter):
    """Time, level, logger, message, request id, and the traceback of an error.

    A traceback names places in the code, no values of variables.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("json_ensure_ascii", False)
        kwargs.setdefault("reserved_attrs", [*_standard_names(), *_PERSONAL])
        super().__init__("%(message)s", *args, **kwargs)

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Name the fields and their order."""
        log_data["time"] = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        super().add_fields(log_data, record, message_dict)
        log_data["message"] = scrubbed(str(log_data.get("message", "")))
        if request_id := getattr(record, "request_id", "") or request_ids.current.get():
            log_data["request_id"] = request_id

    def formatException(self, ei: Any) -> Any:
        """The traceback, scrubbed."""
        found = super().formatException(ei)
        return scrubbed(found if isinstance(found, str) else "\n".join(found))


def _standard_names() -> list[str]:
    blank = logging.LogRecord("", 0, "", 0, "", (), None)
    return [*vars(blank), "message", "asctime", "taskName"]
