"""Wagtail's own admin in the Chinese of a government office."""
