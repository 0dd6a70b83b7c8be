"""Who is told of changes, and what each was told."""

from .deliveries import Delivery
from .endpoints import Endpoint

__all__ = ["Delivery", "Endpoint"]
