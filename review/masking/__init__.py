"""Masking personal data in files: from bytes to bytes, one module for each family of formats.

Nothing here knows of documents or pages; ``services.masking`` does. Files come from strangers: what
is masked here was read before by a process of its own, which refuses bombs and declarations.
"""
