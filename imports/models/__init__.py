"""Data of imports: mappings of headings, batches, their rows and what is wrong with them."""

from .batches import ImportBatch
from .mappings import ImportMapping
from .rows import ImportFault, ImportRow

__all__ = ["ImportBatch", "ImportFault", "ImportMapping", "ImportRow"]
