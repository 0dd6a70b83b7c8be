"""Queries: modelsearch's classes made into trees of phrases, and what people type."""
