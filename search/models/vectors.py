"""Vectors of what objects mean."""
