"""What the search page does beside finding: counts of its facets."""

from __future__ import annotations
