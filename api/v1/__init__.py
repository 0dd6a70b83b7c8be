"""Version 1 of the public API: read-only, and nothing in it that the pages do not show."""
