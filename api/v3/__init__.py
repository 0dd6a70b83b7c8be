"""Writing from other systems: Wagtail's v3 API behind a gate, and what it lacks."""
