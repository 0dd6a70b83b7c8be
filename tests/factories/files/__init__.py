"""Files as offices make them, and as nobody should: bytes, made by code."""
