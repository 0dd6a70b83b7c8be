"""The files in the Wagtail admin."""
