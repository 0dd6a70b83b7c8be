"""Text analysis, one and the same when a text is indexed and when a query is read.

docs/search.md says how it works and why.
"""

from .canonical import canonical, is_han
from .numbers import document_number_token, document_number_tokens
from .tokens import BORDER, index_tokens, phrase_tokens

__all__ = [
    "BORDER",
    "canonical",
    "document_number_token",
    "document_number_tokens",
    "index_tokens",
    "is_han",
    "phrase_tokens",
]
