"""Ask the application server of this machine whether it can serve pages."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException

ADDRESS = os.environ.get("GONGKAI_HEALTH_ADDRESS", "127.0.0.1:8000")
HOST = os.environ.get("GONGKAI_ALLOWED_HOSTS", "localhost").split(",")[0].strip()


def main() -> int:
    """Return 0 for yes."""
    connection = HTTPConnection(ADDRESS, timeout=4)
    try:
        connection.request("GET", "/healthz/ready", headers={"Host": HOST})
        return int(connection.getresponse().status != 200)  # noqa: PLR2004 - HTTP's "ok"
    except (OSError, HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
