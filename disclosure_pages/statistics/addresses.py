"""Names of the addresses of the admin pages of statistics."""

from __future__ import annotations

NAMESPACE = "wagtailsnippets_gongkai_pages_annualstatistics"
