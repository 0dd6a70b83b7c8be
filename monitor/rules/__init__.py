"""The rules of the inspection, each with its definition and source."""
