"""Everything of a column in the shape that the import reads."""
