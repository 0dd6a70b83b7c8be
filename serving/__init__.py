"""Public pages served again without being made again, and never stale."""
