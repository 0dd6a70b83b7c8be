"""Phrases that are suggested while somebody types."""
