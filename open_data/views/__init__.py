"""Answers to readers and machines."""
