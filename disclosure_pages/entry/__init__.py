"""Admin pages on which the tables of a report are filled in."""
