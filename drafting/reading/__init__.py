"""What the text of a document says about itself: pure functions, no database, no network.

:func:`suggestions` is the way in. Each suggestion names the sentence it was read from and why, so
that the person who accepts it can judge it; nothing here decides anything.
"""

from __future__ import annotations

from .found import FIELDS, Suggestion
from .reader import suggestions

__all__ = ["FIELDS", "Suggestion", "suggestions"]
