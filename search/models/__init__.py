"""Models of the search, by what they serve."""

from .dictionary import DictionaryWord

__all__ = ["DictionaryWord"]
