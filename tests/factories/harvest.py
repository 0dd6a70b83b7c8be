"""A stranger who keeps a copy of all public items by reading what changed."""

from __future__ import annotations

from typing import Any


class Harvester:
    """Reads ``/api/v1/changes/`` page by page, and does what every entry says to its copy."""

    def __init__(self, client: Any, limit: int = 3, query: str = "") -> None:
        self.client = client
        self.copy: dict[int, dict] = {}
        self.seen: list[dict] = []
        self._address = f"/api/v1/changes/?limit={limit}{query}"

    def read_page(self) -> bool:
        """Read on; tell whether there is more."""
        response = self.client.get(self._address)
        assert response.status_code == 200, response.content.decode()
        page = response.json()
        keys = [entry["id"] for entry in page["items"]]
        assert len(keys) == len(set(keys))
        for entry in page["items"]:
            self.seen.append(entry)
            if entry["deleted"]:
                self.copy.pop(entry["id"], None)
            else:
                self.copy[entry["id"]] = entry["item"]
        self._address = page["next"] or page["resume"]
        return page["next"] is not None

    def read_all(self) -> dict[int, dict]:
        """Read to the end; the copy."""
        while self.read_page():
            pass
        return self.copy
