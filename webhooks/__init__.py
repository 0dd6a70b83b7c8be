"""Signed messages to other systems when something is published, corrected or withdrawn."""
