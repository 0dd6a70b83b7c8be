"""Suggestions while somebody types, and what was probably meant."""
